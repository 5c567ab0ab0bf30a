//! One-to-one messages: before and after sending, read, revoked, extended.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::List;
use super::ack::{C2cCode, Message, Received, Verdict};
use crate::model::{Conversation, Element, MsgKey, UserId, flag, text};

/// Before a one-to-one message is delivered, whether a client or the REST interface sends it: the answer
/// lets it through, changes it or refuses it. Tencent's page: 发单聊消息之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "C2C.CallbackBeforeSendMsg")]
pub struct BeforeSendMessage {
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The recipient.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// A sequence chosen by the sender; two messages may share one.
    pub msg_seq: Option<u32>,
    /// A random number chosen by the sender. Tencent drops a second message with the same one within a second.
    pub msg_random: Option<u32>,
    /// The time of sending, Unix seconds.
    pub msg_time: Option<i64>,
    /// The message's key, its identity; missing before 2019.
    pub msg_key: Option<MsgKey>,
    /// The identity that the client gave the message; newer pages only.
    #[serde(default, deserialize_with = "text::filled")]
    pub msg_id: Option<String>,
    /// Whether only users who are online get the message; no history has it then.
    #[serde(rename = "OnlineOnlyFlag", serialize_with = "flag::serialize")]
    pub online_only: Option<bool>,
    /// The elements of the message.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    pub cloud_custom_data: Option<String>,
    /// The time of the callback, Unix milliseconds; newer pages only.
    pub event_time: Option<i64>,
}

callback!(
    BeforeSendMessage = "C2C.CallbackBeforeSendMsg" => Verdict<C2cCode>,
    |event| Conversation::c2c(&event.from, &event.to)
);

impl Message for BeforeSendMessage {
    type Code = C2cCode;

    fn content(&mut self) -> (&mut List<Element>, &mut Option<String>) {
        (&mut self.body, &mut self.cloud_custom_data)
    }
}

impl BeforeSendMessage {
    /// The message's key: as received, else built from sequence, random and time.
    #[must_use]
    pub fn key(&self) -> Option<Cow<'_, MsgKey>> {
        key(self.msg_key.as_ref(), self.msg_seq, self.msg_random, self.msg_time)
    }
}

/// After a one-to-one message was sent, also if it was not delivered; not if the before-callback refused it.
/// The elements are those that the before-callback's answer left. Tencent's page: 发单聊消息之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "C2C.CallbackAfterSendMsg")]
pub struct AfterSendMessage {
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The recipient.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// A sequence chosen by the sender; two messages may share one.
    pub msg_seq: Option<u32>,
    /// A random number chosen by the sender. Tencent drops a second message with the same one within a second.
    pub msg_random: Option<u32>,
    /// The time of sending, Unix seconds. The history is ordered by it, then by `msg_seq`.
    pub msg_time: Option<i64>,
    /// The message's key as received; see [`key`](Self::key).
    pub msg_key: Option<MsgKey>,
    /// The identity that the client gave the message, `tinyid-seconds-random`; since 2024.
    #[serde(default, deserialize_with = "text::filled")]
    pub msg_id: Option<String>,
    /// Whether only users who are online get the message; no history has it then.
    #[serde(rename = "OnlineOnlyFlag", serialize_with = "flag::serialize")]
    pub online_only: Option<bool>,
    /// 0 if the message was delivered, else an error code such as 80001 (filtered).
    pub send_msg_result: Option<i64>,
    /// The result as text.
    pub error_info: Option<String>,
    /// Unread one-to-one messages of the recipient; -1 if the message was not delivered.
    pub unread_msg_num: Option<i64>,
    /// The elements of the message.
    #[serde(rename = "MsgBody", default, skip_serializing_if = "List::is_absent")]
    pub body: List<Element>,
    /// The app's own data, often a JSON document.
    pub cloud_custom_data: Option<String>,
    /// Whether extensions may be set on the message; seen, not documented here.
    #[serde(serialize_with = "flag::serialize")]
    pub support_message_extension: Option<bool>,
    /// The time of the callback, Unix milliseconds; newer pages only.
    pub event_time: Option<i64>,
}

callback!(
    AfterSendMessage = "C2C.CallbackAfterSendMsg" => Received,
    |event| Conversation::c2c(&event.from, &event.to),
    identity: ["MsgSeq", "MsgRandom", "MsgTime", "MsgKey", "MsgBody"]
);

impl AfterSendMessage {
    /// The message's key: as received, else built from sequence, random and time.
    #[must_use]
    pub fn key(&self) -> Option<Cow<'_, MsgKey>> {
        key(self.msg_key.as_ref(), self.msg_seq, self.msg_random, self.msg_time)
    }
}

fn key(
    given: Option<&MsgKey>,
    seq: Option<u32>,
    random: Option<u32>,
    time: Option<i64>,
) -> Option<Cow<'_, MsgKey>> {
    given.map(Cow::Borrowed).or_else(|| Some(Cow::Owned(MsgKey::new(seq?, random?, time?))))
}

/// After a client or the REST interface marked a conversation as read. Tencent's page: 单聊消息已读上报后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "C2C.CallbackAfterMsgReport")]
pub struct AfterReadReport {
    /// The reader.
    #[serde(rename = "Report_Account")]
    pub reporter: UserId,
    /// The sender of the messages that were read.
    #[serde(rename = "Peer_Account")]
    pub peer: UserId,
    /// Messages up to this time are read, Unix seconds.
    pub last_read_time: i64,
    /// Unread one-to-one messages of the reader.
    pub unread_msg_num: Option<i64>,
    /// The time of the callback, Unix milliseconds; newer pages only.
    pub event_time: Option<i64>,
}

callback!(
    AfterReadReport = "C2C.CallbackAfterMsgReport" => Received,
    |event| Conversation::c2c(&event.reporter, &event.peer)
);

/// After a client or the REST interface revoked a one-to-one message. The callback may come before the message's own.
/// Tencent's page: 单聊消息撤回后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "C2C.CallbackAfterMsgWithDraw")]
pub struct AfterRecall {
    /// The sender of the message.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The recipient of the message.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The message.
    #[serde(deserialize_with = "text::required_filled")]
    pub msg_key: MsgKey,
    /// Unread one-to-one messages of the recipient.
    pub unread_msg_num: Option<i64>,
    /// The time of the callback, Unix milliseconds; newer pages only.
    pub event_time: Option<i64>,
}

callback!(
    AfterRecall = "C2C.CallbackAfterMsgWithDraw" => Received,
    |event| Conversation::c2c(&event.from, &event.to)
);

/// After a client or the REST interface set, deleted or cleared extensions of a one-to-one message. Tencent's
/// page: 设置单聊消息扩展回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "C2C.CallbackAfterC2CMsgExtension")]
pub struct AfterSetExtension {
    /// The sender of the message.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The recipient of the message.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The message.
    #[serde(deserialize_with = "text::required_filled")]
    pub msg_key: MsgKey,
    /// The change: 1 set, 2 deleted, 3 cleared.
    pub operate_type: Option<i64>,
    /// The extensions concerned; empty if all were cleared.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub extension_list: List<Extension>,
    /// The newest version among the message's extensions.
    pub seq: Option<i64>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterSetExtension = "C2C.CallbackAfterC2CMsgExtension" => Received,
    |event| Conversation::c2c(&event.from, &event.to)
);

/// A name and value attached to a message.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "ExtensionList")]
pub struct Extension {
    /// The name.
    pub key: String,
    /// The value; empty if it was deleted.
    pub value: Option<String>,
    /// Its version.
    pub seq: Option<i64>,
}
