//! What became of pushes.
//!
//! A body holds 1 to 100 events, as documented, or is itself one, as an SDK of Tencent's reads it.

use std::ops::Deref;

use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::ser::{SerializeMap as _, Serializer};
use serde::{Deserialize, Serialize};

use super::ack::Received;
use super::object::whole;
use super::{Callback, List};
use crate::model::{GroupId, MsgKey, Other, UserId, number, text};

/// What became of pushes of messages. At most 1000 bodies come in a second; the others come later. Tencent's page:
/// 普通推送结果回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
#[doc(alias = "Push.OfflinePush")]
pub struct OfflinePush(
    /// What happened.
    pub Events<Message>,
);

impl Callback for OfflinePush {
    const COMMAND: &'static str = "Push.OfflinePush";
    type Ack = Received;
}

/// What became of pushes of tasks. At most 1000 bodies come in a second; the others come later. Tencent's page:
/// 全员推送结果回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
#[doc(alias = "Push.AllMemberPush")]
pub struct AllMemberPush(
    /// What happened.
    pub Events<Task>,
);

impl Callback for AllMemberPush {
    const COMMAND: &'static str = "Push.AllMemberPush";
    type Ack = Received;
}

/// The events of a body, used like a slice.
#[derive(Debug, Clone)]
pub enum Events<T> {
    /// A list of events.
    Many(Batch<T>),
    /// The body is the event.
    One(Box<T>),
}

/// A list of events.
#[derive(Debug, Clone)]
pub struct Batch<T> {
    /// The events.
    pub events: List<T>,
    /// What else Tencent sent.
    pub other: Other,
}

impl<T> Deref for Events<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::Many(batch) => &batch.events,
            Self::One(event) => std::slice::from_ref(event),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Events<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let mut other = Other::deserialize(input)?;
        other.remove("CallbackCommand");
        if let Some(events) = other.remove("Events") {
            let events = serde_json::from_str(events.get()).map_err(D::Error::custom)?;
            return Ok(Self::Many(Batch { events, other }));
        }
        let flat = serde_json::to_string(&other).map_err(D::Error::custom)?;
        serde_json::from_str(&flat).map(Box::new).map(Self::One).map_err(D::Error::custom)
    }
}

impl<T: Serialize> Serialize for Events<T> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Many(Batch { events, other }) => {
                let mut body = output.serialize_map(None)?;
                body.serialize_entry("Events", events)?;
                for (name, value) in other {
                    body.serialize_entry(name, value)?;
                }
                body.end()
            }
            Self::One(event) => event.serialize(output),
        }
    }
}

/// What became of the push of a message.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Events")]
pub struct Message {
    /// The command, which names itself in each event.
    #[serde(rename = "CallbackCommand", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// 1 of a one-to-one message, 2 of a group's.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_type: Option<i64>,
    /// When it happened, Unix **seconds**.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// The sender.
    #[serde(rename = "From_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<UserId>,
    /// Who was pushed to.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The message, if one-to-one.
    #[serde(default, deserialize_with = "text::named", skip_serializing_if = "Option::is_none")]
    pub msg_key: Option<MsgKey>,
    /// The group, if it is a group's.
    #[serde(rename = "GroupID", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// The message's sequence.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_seq: Option<u32>,
    /// The message's random.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_random: Option<u32>,
    /// When the message was sent, Unix seconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_time: Option<i64>,
    /// The push.
    #[serde(rename = "PushID", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub push_id: Option<String>,
    /// 0 unknown, 1 APNs, 2 Xiaomi, 3 Huawei, 4 FCM, 5 Meizu, 6 OPPO, 7 vivo, 8 Honor.
    #[serde(rename = "PushPlatform", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub platform: Option<i64>,
    /// 1 sent, 2 reached, 3 clicked.
    #[serde(rename = "PushStage", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub stage: Option<i64>,
    /// 0 if all went well.
    #[serde(rename = "ErrCode", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub error_code: Option<i64>,
    /// The result in words.
    #[serde(rename = "ErrInfo", default, deserialize_with = "text::opaque")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_info: Option<String>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

/// What became of the push of a task: to everybody, to a tag, to single users.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Events")]
pub struct Task {
    /// The command, which names itself in each event.
    #[serde(rename = "CallbackCommand", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// 1 off line, 2 on line.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_type: Option<i64>,
    /// The task.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub task_id: Option<String>,
    /// The app's own name for it.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub data_id: Option<String>,
    /// When the task started, Unix seconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub task_time: Option<i64>,
    /// When it happened, Unix **seconds**.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// Who was pushed to.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The device, numbered as `platform` is.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub device_type: Option<i64>,
    /// 0 unknown, 1 APNs, 2 Xiaomi, 3 Huawei, 4 FCM, 5 Meizu, 6 OPPO, 7 vivo, 8 Honor.
    #[serde(rename = "PushPlatform", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub platform: Option<i64>,
    /// 1 sent, 2 reached, 3 clicked.
    #[serde(rename = "PushStage", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub stage: Option<i64>,
    /// 0 if all went well.
    #[serde(rename = "ErrCode", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub error_code: Option<i64>,
    /// The result in words.
    #[serde(rename = "ErrInfo", default, deserialize_with = "text::opaque")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_info: Option<String>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

whole! { ; Message, Task }
