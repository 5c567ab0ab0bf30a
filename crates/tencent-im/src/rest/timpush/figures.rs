//! Figures of pushes: how many were sent, arrived, were tapped, and why others were not.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::rest::Response;
use crate::rest::define::{batch, endpoint};

/// Counts pushes to everybody, or by tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("all_member_push_statistics", "timpush_all_member_push_statistics"))]
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

endpoint!(OfTasks => OfTasksResponse, "v4/timpush/all_member_push_statistics", "全员/标签推送数据统计", Safe,
    "1 call a second; the last 30 days; 5 pushes a call.", 1 a second);
batch!(OfTasks, 5 of task_id: String => results);

/// The answer to [`OfTasks`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct OfTasksResponse {
    /// The figures, for each push.
    pub results: Vec<TaskFigures>,
}

impl Response for OfTasksResponse {}

/// The figures of a push.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TaskFigures {
    /// The push.
    #[serde(rename = "TaskID")]
    pub task_id: Option<String>,
    /// The number of devices that could be sent to.
    pub total_count: Option<i64>,
    /// The number sent.
    pub sent_count: Option<i64>,
    /// The number that arrived.
    pub delivered_count: Option<i64>,
    /// The number that were tapped.
    pub click_count: Option<i64>,
    /// The figures of each channel.
    pub platform_statistics: Vec<ChannelFigures>,
}

/// The figures of a channel.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ChannelFigures {
    /// The kind of event, a number of Tencent's.
    pub event_type: Option<i64>,
    /// The vendor's channel, a number of Tencent's.
    pub push_platform: Option<i64>,
    /// The number of devices that could be sent to.
    pub total_count: Option<i64>,
    /// The number sent.
    pub sent_count: Option<i64>,
    /// The number that arrived.
    pub delivered_count: Option<i64>,
    /// The number that were tapped.
    pub click_count: Option<i64>,
}

/// Counts the pushes of messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("normal_push_statistics", "timpush_normal_push_statistics"))]
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

endpoint!(OfMessages => OfMessagesResponse, "v4/timpush/normal_push_statistics", "普通推送数据统计", Safe,
    "1 call a second; the last 30 days.", 1 a second);

/// The answer to [`OfMessages`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct OfMessagesResponse {
    /// The number of devices that could be sent to.
    pub total_count: Option<i64>,
    /// The number sent.
    pub sent_count: Option<i64>,
    /// The number that arrived.
    pub delivered_count: Option<i64>,
    /// The number that were tapped.
    pub click_count: Option<i64>,
    /// The figures of each channel.
    pub platform_statistics: Vec<ChannelFigures>,
}

impl Response for OfMessagesResponse {}
