//! Messages of official accounts: before and after sending, recalled.

use serde::{Deserialize, Serialize};

use crate::callback::ack::{Message, OfficialCode, Received, Verdict};
use crate::callback::object::whole;
use crate::callback::{Callback, List};
use crate::model::{Conversation, Element, MsgKey, OfficialAccountId, Other, flag, number, text};

/// Before an official account's message goes out to its subscribers: the answer decides its fate. Tencent's
/// page: 发公众号消息之前回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackBeforeSendMsg")]
pub struct BeforeSendMessage {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// Whether only subscribers who are online get it; it is in no history then.
    #[serde(rename = "OnlineOnlyFlag", default, with = "flag", skip_serializing_if = "Option::is_none")]
    pub online_only: Option<bool>,
    /// What it says.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub cloud_custom_data: Option<String>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
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
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackAfterSendMsg")]
pub struct AfterSendMessage {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The message's identity within the account.
    #[serde(default, deserialize_with = "text::named", skip_serializing_if = "Option::is_none")]
    pub msg_key: Option<MsgKey>,
    /// When it was sent, Unix seconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_time: Option<i64>,
    /// Whether only subscribers who are online get it; it is in no history then.
    #[serde(rename = "OnlineOnlyFlag", default, with = "flag", skip_serializing_if = "Option::is_none")]
    pub online_only: Option<bool>,
    /// What it says.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub cloud_custom_data: Option<String>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterSendMessage {
    const COMMAND: &'static str = "OfficialAccount.CallbackAfterSendMsg";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::official(&self.account))
    }
}

/// After messages of an official account were recalled; it may come before the messages themselves. Tencent's
/// page: 撤回公众号消息之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackAfterMsgWithDraw")]
pub struct AfterRecall {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The messages.
    pub withdraw_msg_list: List<Recalled>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
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
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "WithdrawMsgList")]
pub struct Recalled {
    /// The message.
    #[serde(deserialize_with = "text::required_filled")]
    pub msg_key: MsgKey,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

whole! { BeforeSendMessage, AfterSendMessage, AfterRecall; Recalled }
