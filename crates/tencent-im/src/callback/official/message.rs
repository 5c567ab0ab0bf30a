//! Messages of official accounts: before and after sending, revoked.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::callback::List;
use crate::callback::ack::{Message, OfficialCode, Received, Verdict};
use crate::model::{Conversation, Element, MsgKey, OfficialAccountId, flag, text};

/// Before an official account's message goes out to its subscribers: the answer lets it through, changes it or
/// refuses it. Tencent's page: 发公众号消息之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackBeforeSendMsg")]
pub struct BeforeSendMessage {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// Whether only subscribers who are online get the message; no history has it then.
    #[serde(rename = "OnlineOnlyFlag", serialize_with = "flag::serialize")]
    pub online_only: Option<bool>,
    /// The elements of the message.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    pub cloud_custom_data: Option<String>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    BeforeSendMessage = "OfficialAccount.CallbackBeforeSendMsg" => Verdict<OfficialCode>,
    |event| Conversation::official(&event.account)
);

impl Message for BeforeSendMessage {
    type Code = OfficialCode;

    fn content(&mut self) -> (&mut List<Element>, &mut Option<String>) {
        (&mut self.body, &mut self.cloud_custom_data)
    }
}

/// After an official account's message went out. Tencent's page: 发公众号消息之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackAfterSendMsg")]
pub struct AfterSendMessage {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The message's key, its identity within the account.
    pub msg_key: Option<MsgKey>,
    /// The time of sending, Unix seconds.
    pub msg_time: Option<i64>,
    /// Whether only subscribers who are online get the message; no history has it then.
    #[serde(rename = "OnlineOnlyFlag", serialize_with = "flag::serialize")]
    pub online_only: Option<bool>,
    /// The elements of the message.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    pub cloud_custom_data: Option<String>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterSendMessage = "OfficialAccount.CallbackAfterSendMsg" => Received,
    |event| Conversation::official(&event.account),
    identity: ["MsgTime", "MsgKey", "MsgBody"]
);

/// After messages of an official account were revoked. The callback may come before the messages' own. Tencent's
/// page: 撤回公众号消息之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackAfterMsgWithDraw")]
pub struct AfterRecall {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The messages.
    pub withdraw_msg_list: List<Recalled>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterRecall = "OfficialAccount.CallbackAfterMsgWithDraw" => Received,
    |event| Conversation::official(&event.account)
);

/// A revoked message of an official account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "WithdrawMsgList")]
pub struct Recalled {
    /// The message.
    #[serde(deserialize_with = "text::required_filled")]
    pub msg_key: MsgKey,
}
