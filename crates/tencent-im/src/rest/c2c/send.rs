//! Sending one-to-one messages, and importing old ones.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{Element, MsgKey, UserId};
use crate::rest::define::{failures, new, outcome};
use crate::rest::message::{CallbackControl, OfflinePushInfo, SendControl};
use crate::rest::{Done, Endpoint, Response, Retry};

/// Sends a one-to-one message, as anybody or as the administrator.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("sendmsg", "send_c2c_msg", "Private.SendMessage"))]
pub struct SendMessage {
    /// 1: the sender's own clients get it, too (if missing); 2: they do not.
    pub sync_other_machine: Option<i64>,
    /// The sender; the administrator who calls if missing.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The recipient.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// 1: only recipients who are online get the message, and no history keeps it.
    pub online_only_flag: Option<i64>,
    /// Seconds that the message is kept for recipients who are offline, 604800 (7 days) or fewer; 0: it is
    /// not kept.
    pub msg_life_time: Option<i64>,
    /// Orders messages of one second, and with `msg_random` marks a message sent twice.
    pub msg_seq: Option<u32>,
    /// Marks a message sent twice: the same sender, sequence, random and content within 120 seconds.
    pub msg_random: u32,
    /// The time of sending that clients are shown, Unix seconds.
    pub msg_time_stamp: Option<i64>,
    /// Callbacks that this message shall not cause.
    pub forbid_callback_control: Option<Vec<CallbackControl>>,
    /// Effects that this message shall not have.
    pub send_msg_control: Option<Vec<SendControl>>,
    /// The elements of the message.
    #[serde(rename = "MsgBody")]
    pub body: Vec<Element>,
    /// The app's own data; it goes to the clients and stays in the history.
    pub cloud_custom_data: Option<String>,
    /// The push to recipients who are offline.
    pub offline_push_info: Option<OfflinePushInfo>,
    /// 1: extensions may be set on it.
    pub support_message_extension: Option<i64>,
    /// 1: ask for a read receipt.
    pub is_need_read_receipt: Option<i64>,
}

new! {
    /// A message with a new random.
    SendMessage(to into UserId, body: Vec<Element>) { msg_random: fastrand::u32(..), ..Self::default() }
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

/// The answer to [`SendMessage`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendMessageResponse {
    /// The time of sending, Unix seconds.
    pub msg_time: Option<i64>,
    /// The message.
    pub msg_key: Option<MsgKey>,
    /// The identity that clients give it.
    pub msg_id: Option<String>,
}

impl Response for SendMessageResponse {}

/// Sends a one-to-one message to several users. No callbacks are made. There is no
/// [`Batch`](crate::rest::Batch) of it: one call has one `MsgKey` for all its recipients.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("batchsendmsg", "batch_send_c2c_msg", "Private.SendMessages"))]
pub struct SendMessages {
    /// 1: the sender's own clients get it, too (if missing); 2: they do not.
    pub sync_other_machine: Option<i64>,
    /// The sender; the administrator who calls if missing.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The recipients.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
    /// Seconds that the message is kept for recipients who are offline, 604800 (7 days) or fewer; 0: it is
    /// not kept.
    pub msg_life_time: Option<i64>,
    /// Orders messages of one second, and with `msg_random` marks a message sent twice.
    pub msg_seq: Option<u32>,
    /// Marks a message sent twice: the same sender, sequence, random and content within 120 seconds.
    pub msg_random: u32,
    /// The elements of the message.
    #[serde(rename = "MsgBody")]
    pub body: Vec<Element>,
    /// The app's own data; it goes to the clients and stays in the history.
    pub cloud_custom_data: Option<String>,
    /// Effects that this message shall not have.
    pub send_msg_control: Option<Vec<SendControl>>,
    /// The push to recipients who are offline.
    pub offline_push_info: Option<OfflinePushInfo>,
    /// 1: ask for a read receipt.
    pub is_need_read_receipt: Option<i64>,
}

new! {
    /// A message with a new random.
    SendMessages(to each UserId, body: Vec<Element>) { msg_random: fastrand::u32(..), ..Self::default() }
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

/// The answer to [`SendMessages`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendMessagesResponse {
    /// The message, with the same key for each recipient.
    pub msg_key: Option<MsgKey>,
    /// The identity that clients give it.
    pub msg_id: Option<String>,
    /// The recipients who did not get it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_list: Vec<SendFailure>,
}

failures!(SendMessagesResponse: error_list);

/// A recipient who did not get it.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendFailure {
    /// The recipient.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// 0, or the code of the failure.
    pub error_code: Option<i64>,
}

outcome!(SendFailure: to, error_code);

/// Puts an old message into the history. No callbacks are made. The five fields sender, recipient, sequence,
/// random and time mark a message imported twice, for ever.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("importmsg", "import_c2c_msg", "Private.ImportMessage"))]
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
    /// The time of sending, Unix seconds.
    pub msg_time_stamp: i64,
    /// The elements of the message.
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
            msg_random: fastrand::u32(..),
            msg_time_stamp: time,
            body,
            ..Self::default()
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
