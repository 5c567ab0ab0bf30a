//! Why pushes were lost on the way.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::rest::Response;
use crate::rest::define::{batch, endpoint};

/// Tells what was lost of pushes to everybody, or by tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("all_member_push_loss", "timpush_all_member_push_loss"))]
pub struct OfTasks {
    /// The start, Unix seconds.
    pub start_time: i64,
    /// The end, Unix seconds.
    pub end_time: i64,
    /// The pushes; all together if empty.
    #[serde(rename = "TaskID")]
    pub task_id: Vec<String>,
}

impl OfTasks {
    /// Of these pushes, or of all together, in a time (Unix seconds).
    #[must_use]
    pub fn new(times: RangeInclusive<i64>, tasks: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let (start_time, end_time) = times.into_inner();
        Self { start_time, end_time, task_id: tasks.into_iter().map(Into::into).collect() }
    }
}

endpoint!(OfTasks => OfTasksResponse, "v4/timpush/all_member_push_loss", "全员/标签推送折损分析", Safe,
    "1 call a second; the last 7 days; 5 pushes a call.", 1 a second);
batch!(OfTasks, 5 of task_id: String => results);

/// The answer to [`OfTasks`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct OfTasksResponse {
    /// The figures, for each push.
    pub results: Vec<TaskLoss>,
}

impl Response for OfTasksResponse {}

/// What was lost of a push.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TaskLoss {
    /// The push.
    #[serde(rename = "TaskID")]
    pub task_id: Option<String>,
    /// What was lost before sending.
    pub ready_to_send_loss: Vec<Loss>,
    /// What was lost between sending and arriving.
    pub post_send_delivered_loss: Vec<Loss>,
    /// What was lost before sending, for each channel.
    pub platform_ready_to_send_loss: Vec<ChannelLoss>,
    /// What was lost between sending and arriving, for each channel.
    pub platform_post_send_delivered_loss: Vec<ChannelLoss>,
}

/// How many were lost for a reason in a channel.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ChannelLoss {
    /// The kind of event, a number of Tencent's.
    pub event_type: Option<i64>,
    /// The vendor's channel, a number of Tencent's.
    pub push_platform: Option<i64>,
    /// The code of the reason.
    pub err_code: Option<String>,
    /// The number lost.
    pub err_count: Option<i64>,
    /// The text of the code.
    pub err_info: Option<String>,
}

/// How many were lost for a reason.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Loss {
    /// The code of the reason.
    pub err_code: Option<String>,
    /// The number lost.
    pub err_count: Option<i64>,
    /// The text of the code.
    pub err_info: Option<String>,
}

/// Tells what was lost of the pushes of messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("normal_push_loss", "timpush_normal_push_loss"))]
pub struct OfMessages {
    /// The start, Unix seconds.
    pub start_time: i64,
    /// The end, Unix seconds.
    pub end_time: i64,
}

impl OfMessages {
    /// In a time (Unix seconds).
    #[must_use]
    pub fn new(times: RangeInclusive<i64>) -> Self {
        let (start_time, end_time) = times.into_inner();
        Self { start_time, end_time }
    }
}

endpoint!(OfMessages => OfMessagesResponse, "v4/timpush/normal_push_loss", "普通推送折损分析", Safe,
    "1 call a second; the last 7 days.", 1 a second);

/// The answer to [`OfMessages`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct OfMessagesResponse {
    /// What was lost before sending.
    pub ready_to_send_loss: Vec<Loss>,
    /// What was lost between sending and arriving.
    pub post_send_delivered_loss: Vec<Loss>,
    /// What was lost before sending, for each channel.
    pub platform_ready_to_send_loss: Vec<ChannelLoss>,
    /// What was lost between sending and arriving, for each channel.
    pub platform_post_send_delivered_loss: Vec<ChannelLoss>,
}

impl Response for OfMessagesResponse {}
