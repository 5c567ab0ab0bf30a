//! Messages of official accounts: before and after sending, recalled.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::callback::ack::{Message, OfficialCode, Received, Verdict};
use crate::callback::{Callback, List};
use crate::model::{Conversation, Element, MsgKey, OfficialAccountId, flag, text};

/// Before an official account's message goes out to its subscribers: the answer decides its fate. Tencent's
/// page: 发公众号消息之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackBeforeSendMsg")]
pub struct BeforeSendMessage {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// Whether only subscribers who are online get it; it is in no history then.
    #[serde(rename = "OnlineOnlyFlag", serialize_with = "flag::serialize")]
    pub online_only: Option<bool>,
    /// What it says.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    pub cloud_custom_data: Option<String>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for BeforeSendMessage {
    const COMMAND: &'static str = "OfficialAccount.CallbackBeforeSendMsg";
    type Ack = Verdict<OfficialCode>;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::official(&self.account))
    }
}

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
    /// The message's identity within the account.
    pub msg_key: Option<MsgKey>,
    /// When it was sent, Unix seconds.
    pub msg_time: Option<i64>,
    /// Whether only subscribers who are online get it; it is in no history then.
    #[serde(rename = "OnlineOnlyFlag", serialize_with = "flag::serialize")]
    pub online_only: Option<bool>,
    /// What it says.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    pub cloud_custom_data: Option<String>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterSendMessage {
    const COMMAND: &'static str = "OfficialAccount.CallbackAfterSendMsg";
    type Ack = Received;
    const IDENTITY: &'static [&'static str] = &["MsgTime", "MsgKey", "MsgBody"];

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::official(&self.account))
    }
}

/// After messages of an official account were recalled; it may come before the messages themselves. Tencent's
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
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterRecall {
    const COMMAND: &'static str = "OfficialAccount.CallbackAfterMsgWithDraw";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::official(&self.account))
    }
}

/// A recalled message of an official account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "WithdrawMsgList")]
pub struct Recalled {
    /// The message.
    #[serde(deserialize_with = "text::required_filled")]
    pub msg_key: MsgKey,
}
