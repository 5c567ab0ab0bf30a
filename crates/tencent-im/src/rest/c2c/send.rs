//! Sending one-to-one messages, and importing old ones.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{Element, MsgKey, UserId, list, number};
use crate::rest::message::{CallbackControl, OfflinePushInfo, SendControl};
use crate::rest::outcome::{Outcome, failed};
use crate::rest::{Done, Endpoint, Failure, Response, Retry};

/// Sends a one-to-one message, as anybody or as the administrator. Tencent's page: 单发单聊消息. A request has 12 KB
/// or fewer (93000); editions for trial and development send 1000 messages a day.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "sendmsg")]
#[doc(alias = "send_c2c_msg")]
#[doc(alias = "Private.SendMessage")]
pub struct SendMessage {
    /// 1: the sender's own clients get it, too (if missing); 2: they do not.
    pub sync_other_machine: Option<i64>,
    /// The sender; the administrator who calls if missing.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The recipient.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// 1: only who is online gets it; it is in no history then.
    pub online_only_flag: Option<i64>,
    /// Seconds that it is kept for who is offline, 604800 (7 days) or fewer; 0: only who is online gets it.
    pub msg_life_time: Option<i64>,
    /// Orders messages of one second, and with `msg_random` marks a message sent twice.
    pub msg_seq: Option<u32>,
    /// Marks a message sent twice: the same sender, sequence, random and content within 120 seconds.
    pub msg_random: u32,
    /// When it is said to have been sent, Unix seconds.
    pub msg_time_stamp: Option<i64>,
    /// Callbacks that this message shall not cause.
    pub forbid_callback_control: Option<Vec<CallbackControl>>,
    /// What this message shall not do.
    pub send_msg_control: Option<Vec<SendControl>>,
    /// What it says.
    #[serde(rename = "MsgBody")]
    pub body: Vec<Element>,
    /// The app's own data; it goes to the clients and stays in the history.
    pub cloud_custom_data: Option<String>,
    /// How it is pushed to who is offline.
    pub offline_push_info: Option<OfflinePushInfo>,
    /// 1: extensions may be set on it.
    pub support_message_extension: Option<i64>,
    /// 1: ask for a read receipt.
    pub is_need_read_receipt: Option<i64>,
}

impl SendMessage {
    /// A message with a random of its own.
    #[must_use]
    pub fn new(to: impl Into<UserId>, body: Vec<Element>) -> Self {
        Self {
            sync_other_machine: None,
            from: None,
            to: to.into(),
            online_only_flag: None,
            msg_life_time: None,
            msg_seq: None,
            msg_random: fastrand::u32(..),
            msg_time_stamp: None,
            forbid_callback_control: None,
            send_msg_control: None,
            body,
            cloud_custom_data: None,
            offline_push_info: None,
            support_message_extension: None,
            is_need_read_receipt: None,
        }
    }
}

impl Endpoint for SendMessage {
    const PATH: &'static str = "v4/openim/sendmsg";
    const TITLE: &'static str = "单发单聊消息";
    const LIMITS: &'static str =
        "A request has 12 KB or fewer (93000); editions for trial and development send 1000 messages a day.";
    const RETRY: Retry = Retry::Keyed;
    type Response = SendMessageResponse;

    fn fix_key(&mut self) {
        self.msg_seq.get_or_insert_with(|| fastrand::u32(..));
    }
}

/// What [`SendMessage`] gives back.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendMessageResponse {
    /// When it was sent, Unix seconds.
    #[serde(with = "number")]
    pub msg_time: Option<i64>,
    /// The message.
    pub msg_key: Option<MsgKey>,
    /// The identity that clients give it.
    pub msg_id: Option<String>,
}

impl Response for SendMessageResponse {}

/// Sends a one-to-one message to several users. No callbacks are made. There is no
/// [`Batch`](crate::rest::Batch) of it: one call has one `MsgKey` for all its recipients. Tencent's page:
/// 批量发单聊消息. 500 recipients a call.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "batchsendmsg")]
#[doc(alias = "batch_send_c2c_msg")]
#[doc(alias = "Private.SendMessages")]
pub struct SendMessages {
    /// 1: the sender's own clients get it, too (if missing); 2: they do not.
    pub sync_other_machine: Option<i64>,
    /// The sender; the administrator who calls if missing.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The recipients.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
    /// Seconds that it is kept for who is offline, 604800 (7 days) or fewer; 0: only who is online gets it.
    pub msg_life_time: Option<i64>,
    /// Orders messages of one second, and with `msg_random` marks a message sent twice.
    pub msg_seq: Option<u32>,
    /// Marks a message sent twice: the same sender, sequence, random and content within 120 seconds.
    pub msg_random: u32,
    /// What it says.
    #[serde(rename = "MsgBody")]
    pub body: Vec<Element>,
    /// The app's own data; it goes to the clients and stays in the history.
    pub cloud_custom_data: Option<String>,
    /// What this message shall not do.
    pub send_msg_control: Option<Vec<SendControl>>,
    /// How it is pushed to who is offline.
    pub offline_push_info: Option<OfflinePushInfo>,
    /// 1: ask for a read receipt.
    pub is_need_read_receipt: Option<i64>,
}

impl SendMessages {
    /// A message with a random of its own.
    #[must_use]
    pub fn new(to: impl IntoIterator<Item = impl Into<UserId>>, body: Vec<Element>) -> Self {
        Self {
            sync_other_machine: None,
            from: None,
            to: to.into_iter().map(Into::into).collect(),
            msg_life_time: None,
            msg_seq: None,
            msg_random: fastrand::u32(..),
            body,
            cloud_custom_data: None,
            send_msg_control: None,
            offline_push_info: None,
            is_need_read_receipt: None,
        }
    }
}

impl Endpoint for SendMessages {
    const PATH: &'static str = "v4/openim/batchsendmsg";
    const TITLE: &'static str = "批量发单聊消息";
    const LIMITS: &'static str = "500 recipients a call.";
    const RETRY: Retry = Retry::Keyed;
    type Response = SendMessagesResponse;

    fn fix_key(&mut self) {
        self.msg_seq.get_or_insert_with(|| fastrand::u32(..));
    }
}

/// What [`SendMessages`] gives back.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendMessagesResponse {
    /// The message, with the same key for each recipient.
    pub msg_key: Option<MsgKey>,
    /// The identity that clients give it.
    pub msg_id: Option<String>,
    /// The recipients who did not get it.
    #[serde(deserialize_with = "list::deserialize", skip_serializing_if = "Vec::is_empty")]
    pub error_list: Vec<SendFailure>,
}

impl Response for SendMessagesResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.error_list)
    }
}

/// A recipient who did not get it.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendFailure {
    /// The recipient.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// 0, or why this one failed.
    #[serde(with = "number")]
    pub error_code: Option<i64>,
}

impl Outcome for SendFailure {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.to.as_ref(), self.error_code, None)
    }
}

/// Puts an old message into the history. No callbacks are made. The five fields sender, recipient, sequence,
/// random and time mark a message imported twice, for ever. Tencent's page: 导入单聊消息. One message a call.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "importmsg")]
#[doc(alias = "import_c2c_msg")]
#[doc(alias = "Private.ImportMessage")]
pub struct ImportMessage {
    /// 2: history, read and not pushed; 5: live, unread and pushed. Older texts have 1 for live.
    pub sync_from_old_system: i64,
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The recipient.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// Part of what marks a message imported twice.
    pub msg_seq: Option<u32>,
    /// Part of what marks a message imported twice.
    pub msg_random: u32,
    /// When it was sent, Unix seconds.
    pub msg_time_stamp: i64,
    /// What it says.
    #[serde(rename = "MsgBody")]
    pub body: Vec<Element>,
    /// The app's own data; it goes to the clients and stays in the history.
    pub cloud_custom_data: Option<String>,
}

impl ImportMessage {
    /// A message that has been read: nobody is told. Time in Unix seconds.
    #[must_use]
    pub fn history(from: impl Into<UserId>, to: impl Into<UserId>, time: i64, body: Vec<Element>) -> Self {
        Self {
            sync_from_old_system: 2,
            from: from.into(),
            to: to.into(),
            msg_seq: None,
            msg_random: fastrand::u32(..),
            msg_time_stamp: time,
            body,
            cloud_custom_data: None,
        }
    }

    /// A message that is new to the recipient. Time in Unix seconds.
    #[must_use]
    pub fn live(from: impl Into<UserId>, to: impl Into<UserId>, time: i64, body: Vec<Element>) -> Self {
        Self { sync_from_old_system: 5, ..Self::history(from, to, time, body) }
    }
}

impl Endpoint for ImportMessage {
    const PATH: &'static str = "v4/openim/importmsg";
    const TITLE: &'static str = "导入单聊消息";
    const LIMITS: &'static str = "One message a call.";
    const RETRY: Retry = Retry::Keyed;
    type Response = Done;

    fn fix_key(&mut self) {
        self.msg_seq.get_or_insert_with(|| fastrand::u32(..));
    }
}
