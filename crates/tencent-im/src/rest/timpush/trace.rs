//! How far a push came on each device of a user.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::Response;
use crate::rest::define::{endpoint, new};
use crate::rest::tag::TagValue;

/// Follows a push to everybody, or by tags, to one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias("all_member_push_trace", "timpush_all_member_push_trace"))]
pub struct OfTask {
    /// The push.
    #[serde(rename = "TaskID")]
    pub task_id: String,
    /// The user.
    #[serde(rename = "UserID")]
    pub user: UserId,
}

new!(OfTask(task_id into String, user into UserId));
endpoint!(OfTask => OfTaskResponse, "v4/timpush/all_member_push_trace", "全员/标签推送消息链路", Safe,
    "1 call a second; the last 7 days.", 1 a second);

/// The answer to [`OfTask`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct OfTaskResponse {
    /// The user's devices and how far it came on each.
    pub instance_trace: Vec<DeviceTrace>,
}

impl Response for OfTaskResponse {}

/// How far a push came on a device.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeviceTrace {
    /// The device.
    pub instance_id: Option<String>,
    /// The time of the push.
    pub push_time: Option<String>,
    /// The device's model.
    pub device_model: Option<String>,
    /// The system of the device.
    pub system: Option<String>,
    /// The system's version.
    pub system_version: Option<String>,
    /// The kind of event, a number of Tencent's.
    pub event_type: Option<i64>,
    /// The vendor's channel, a number of Tencent's.
    pub push_platform: Option<i64>,
    /// The device's token at the vendor.
    pub token: Option<String>,
    /// The certificate of the channel.
    pub cert_id: Option<String>,
    /// The version of the client.
    pub sdk_version: Option<String>,
    /// The version of the push plug-in.
    pub push_version: Option<String>,
    /// Whether the device lets notifications through.
    pub notification_status: Option<i64>,
    /// Whether it is the device used last.
    #[serde(rename = "last_active_terminal")]
    pub last_active_terminal: Option<i64>,
    /// The handover to the chat service.
    #[serde(rename = "IMCommitStat")]
    pub im_commit_stat: Option<ChatStat>,
    /// The way through the vendor's channel.
    pub offline_push_stat: Option<VendorStat>,
    /// The way over the client's own connection.
    pub online_push_stat: Option<Value>,
}

/// The way of a push through the vendor's channel.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VendorStat {
    /// From Tencent.
    pub offline_stat: Option<Stat>,
    /// At the vendor.
    pub channel_stat: Option<Stat>,
    /// On the device.
    pub device_stat: Option<Stat>,
    /// The user's tap.
    pub click_stat: Option<Stat>,
}

/// The handover of a push to the chat service.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChatStat {
    /// The result.
    #[serde(rename = "IMStat")]
    pub im_stat: Option<Stat>,
}

/// Follows the push of one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias("normal_push_trace", "timpush_normal_push_trace"))]
pub struct OfMessage {
    /// The message that was pushed.
    #[serde(rename = "PushID")]
    pub push_id: String,
}

new!(OfMessage(push_id into String));
endpoint!(OfMessage => OfTaskResponse, "v4/timpush/normal_push_trace", "普通推送消息链路", Safe,
    "1 call a second; the last 7 days.", 1 a second);

/// How a step of a push went.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Stat {
    /// The state, in a form of Tencent's.
    pub push_status: Option<TagValue>,
    /// 0, or why it failed.
    pub error_code: Option<i64>,
    /// The text of the code.
    pub error_info: Option<String>,
    /// The time of the event.
    pub event_time: Option<TagValue>,
}
