//! Results of pushes.
//!
//! A body holds 1 to 100 events, as documented, or is an event itself, as an SDK of Tencent's reads it.

use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_with::skip_serializing_none;

use super::List;
use super::ack::Received;
use crate::model::{GroupId, MsgKey, UserId, json};

/// Results of pushes of messages. At most 1000 bodies come in a second; the others come later. Tencent's page:
/// 普通推送结果回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
#[doc(alias = "Push.OfflinePush")]
pub struct OfflinePush(
    /// The events.
    pub Events<Message>,
);

callback!(OfflinePush = "Push.OfflinePush" => Received);

/// Results of pushes of tasks. At most 1000 bodies come in a second; the others come later. Tencent's page:
/// 全员推送结果回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
#[doc(alias = "Push.AllMemberPush")]
pub struct AllMemberPush(
    /// The events.
    pub Events<Task>,
);

callback!(AllMemberPush = "Push.AllMemberPush" => Received);

/// The events of a body, written as a list in whichever form they came.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Events<T> {
    /// The events.
    pub events: List<T>,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Events<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase", bound = "T: DeserializeOwned")]
        struct Many<T> {
            events: List<T>,
        }
        let raw = Box::<RawValue>::deserialize(input)?;
        let many = json::read(raw.get(), &[]).map(|Many { events }| events);
        let one = || json::read(raw.get(), &[]).map(|event| vec![event].into());
        let events = many.or_else(|error| one().map_err(|_| error));
        events.map(|events| Self { events }).map_err(D::Error::custom)
    }
}
/// The result of a message's push.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Events")]
pub struct Message {
    /// The command, which Tencent repeats in each event.
    #[serde(rename = "CallbackCommand")]
    pub command: Option<String>,
    /// The kind of message: 1 one-to-one, 2 a group's.
    pub event_type: Option<i64>,
    /// The time of the event, Unix **seconds**.
    pub event_time: Option<i64>,
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The user who gets the push.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The message, if one-to-one.
    pub msg_key: Option<MsgKey>,
    /// The group, if it is a group's.
    #[serde(rename = "GroupID")]
    pub group_id: Option<GroupId>,
    /// The message's sequence.
    pub msg_seq: Option<u32>,
    /// The message's random.
    pub msg_random: Option<u32>,
    /// The time of the message, Unix seconds.
    pub msg_time: Option<i64>,
    /// The push.
    #[serde(rename = "PushID")]
    pub push_id: Option<String>,
    /// The push channel: 0 unknown, 1 APNs, 2 Xiaomi, 3 Huawei, 4 FCM, 5 Meizu, 6 OPPO, 7 vivo, 8 Honor.
    #[serde(rename = "PushPlatform")]
    pub platform: Option<i64>,
    /// The stage: 1 sent, 2 reached, 3 clicked.
    #[serde(rename = "PushStage")]
    pub stage: Option<i64>,
    /// 0 on success, else an error code.
    #[serde(rename = "ErrCode")]
    pub error_code: Option<i64>,
    /// The result as text.
    #[serde(rename = "ErrInfo")]
    pub error_info: Option<String>,
}

/// The result of a task's push: to everybody, to a tag, to single users.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Events")]
pub struct Task {
    /// The command, which Tencent repeats in each event.
    #[serde(rename = "CallbackCommand")]
    pub command: Option<String>,
    /// The kind of push: 1 off line, 2 on line.
    pub event_type: Option<i64>,
    /// The task.
    pub task_id: Option<String>,
    /// The app's own name for it.
    pub data_id: Option<String>,
    /// The start of the task, Unix seconds.
    pub task_time: Option<i64>,
    /// The time of the event, Unix **seconds**.
    pub event_time: Option<i64>,
    /// The user who gets the push.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The device, numbered as `platform` is.
    pub device_type: Option<i64>,
    /// The push channel: 0 unknown, 1 APNs, 2 Xiaomi, 3 Huawei, 4 FCM, 5 Meizu, 6 OPPO, 7 vivo, 8 Honor.
    #[serde(rename = "PushPlatform")]
    pub platform: Option<i64>,
    /// The stage: 1 sent, 2 reached, 3 clicked.
    #[serde(rename = "PushStage")]
    pub stage: Option<i64>,
    /// 0 on success, else an error code.
    #[serde(rename = "ErrCode")]
    pub error_code: Option<i64>,
    /// The result as text.
    #[serde(rename = "ErrInfo")]
    pub error_info: Option<String>,
}
