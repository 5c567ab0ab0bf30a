//! Pushes that go out later.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use crate::model::{SdkAppId, UserId};
use crate::rest::message::OfflinePushInfo;
use crate::rest::push::Condition;
use crate::rest::word::words;
use crate::rest::{Done, Endpoint, Response, Retry};

/// Makes a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "add_sched_task")]
#[doc(alias = "timpush_add_sched_task")]
pub struct Add {
    /// The app that calls.
    #[serde(rename = "Sdkappid")]
    pub sdk_app_id: SdkAppId,
    /// Whether it goes to all, by tags or to users named.
    #[serde(rename = "Type")]
    pub kind: Kind,
    /// The time to push: `YYYY-MM-DD HH:MM:SS`, UTC.
    pub sched_at: String,
    /// The content of the push, and its recipients.
    pub content: Content,
}

impl Add {
    /// A value with the required fields.
    #[must_use]
    pub fn new(
        sdk_app_id: impl Into<SdkAppId>,
        kind: Kind,
        sched_at: impl Into<String>,
        content: Content,
    ) -> Self {
        Self { sdk_app_id: sdk_app_id.into(), kind, sched_at: sched_at.into(), content }
    }
}

impl Endpoint for Add {
    const PATH: &'static str = "v4/timpush/add_sched_task";
    const TITLE: &'static str = "创建定时推送任务";
    const LIMITS: &'static str = "500 users a task.";
    // The second would be another task.
    const RETRY: Retry = Retry::Never;
    const PER_SECOND: u32 = 5;
    type Response = AddResponse;
}

/// The content of a task's push, and its recipients.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Content {
    /// The administrator who pushes.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The users, 500 or fewer, if it goes to users named.
    #[serde(rename = "To_Account")]
    pub to: Option<Vec<UserId>>,
    /// Who gets it, by tags or by attributes, not both; everybody if missing.
    pub condition: Option<Condition>,
    /// Marks a push sent twice.
    pub msg_random: Option<u32>,
    /// The content of the push.
    pub offline_push_info: OfflinePushInfo,
}

impl Content {
    /// A value with the required fields.
    #[must_use]
    pub fn new(from: impl Into<UserId>, offline_push_info: OfflinePushInfo) -> Self {
        Self { from: from.into(), to: None, condition: None, msg_random: None, offline_push_info }
    }
}

/// The answer to [`Add`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddResponse {
    /// The task.
    #[serde(rename = "TaskID")]
    pub task_id: Option<i64>,
}

impl Response for AddResponse {}

/// Changes a task that has not gone out. Its type stays.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "modify_sched_task")]
#[doc(alias = "timpush_modify_sched_task")]
pub struct Modify {
    /// The app that calls.
    #[serde(rename = "Sdkappid")]
    pub sdk_app_id: SdkAppId,
    /// The task.
    #[serde(rename = "TaskID")]
    pub task_id: i64,
    /// Whether it goes to all, by tags or to users named.
    #[serde(rename = "Type")]
    pub kind: Kind,
    /// The time to push: `YYYY-MM-DD HH:MM:SS`, UTC.
    pub sched_at: Option<String>,
    /// The new content of the push.
    pub content: Option<ContentChange>,
}

impl Modify {
    /// A value with the required fields.
    #[must_use]
    pub fn new(sdk_app_id: impl Into<SdkAppId>, task_id: i64, kind: Kind) -> Self {
        Self { sdk_app_id: sdk_app_id.into(), task_id, kind, sched_at: None, content: None }
    }
}

impl Endpoint for Modify {
    const PATH: &'static str = "v4/timpush/modify_sched_task";
    const TITLE: &'static str = "修改定时推送任务";
    const LIMITS: &'static str = "5 calls a second.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 5;
    type Response = ModifyResponse;
}

/// The changes of a task's content.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ContentChange {
    /// The content of the push.
    pub offline_push_info: Option<OfflinePushInfo>,
}

/// The answer to [`Modify`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ModifyResponse {
    /// The task.
    #[serde(rename = "TaskID")]
    pub task_id: Option<i64>,
}

impl Response for ModifyResponse {}

/// Deletes a task that has not gone out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "delete_sched_task")]
#[doc(alias = "timpush_delete_sched_task")]
pub struct Delete {
    /// The app that calls.
    #[serde(rename = "Sdkappid")]
    pub sdk_app_id: SdkAppId,
    /// The task.
    #[serde(rename = "TaskID")]
    pub task_id: i64,
    /// Whether it goes to all, by tags or to users named.
    #[serde(rename = "Type")]
    pub kind: Kind,
}

impl Delete {
    /// A value with the required fields.
    #[must_use]
    pub fn new(sdk_app_id: impl Into<SdkAppId>, task_id: i64, kind: Kind) -> Self {
        Self { sdk_app_id: sdk_app_id.into(), task_id, kind }
    }
}

impl Endpoint for Delete {
    const PATH: &'static str = "v4/timpush/delete_sched_task";
    const TITLE: &'static str = "删除定时推送任务";
    const LIMITS: &'static str = "5 calls a second.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 5;
    type Response = DeleteResponse;
}

/// The answer to [`Delete`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteResponse {
    /// The task.
    #[serde(rename = "TaskID")]
    pub task_id: Option<i64>,
}

impl Response for DeleteResponse {}

/// Reads a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "get_sched_task")]
#[doc(alias = "timpush_get_sched_task")]
pub struct Get {
    /// The app that calls.
    #[serde(rename = "Sdkappid")]
    pub sdk_app_id: SdkAppId,
    /// The task.
    #[serde(rename = "TaskID")]
    pub task_id: i64,
}

impl Get {
    /// A value with the required fields.
    #[must_use]
    pub fn new(sdk_app_id: impl Into<SdkAppId>, task_id: i64) -> Self {
        Self { sdk_app_id: sdk_app_id.into(), task_id }
    }
}

impl Endpoint for Get {
    const PATH: &'static str = "v4/timpush/get_sched_task";
    const TITLE: &'static str = "查询定时推送任务";
    const LIMITS: &'static str = "5 calls a second.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 5;
    type Response = GetResponse;
}

/// The answer to [`Get`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The task.
    pub task_info: Option<Task>,
}

impl Response for GetResponse {}

/// A task.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Task {
    /// The task.
    #[serde(rename = "TaskID")]
    pub task_id: Option<i64>,
    /// The app that calls.
    #[serde(rename = "Sdkappid")]
    pub sdk_app_id: Option<SdkAppId>,
    /// The time of creation: `YYYY-MM-DD HH:MM:SS`.
    pub create_at: Option<String>,
    /// Whether it goes to all, by tags or to users named.
    #[serde(rename = "Type")]
    pub kind: Option<Kind>,
    /// The time to push: `YYYY-MM-DD HH:MM:SS`, UTC.
    pub sched_at: Option<String>,
    /// The content of the push, and its recipients.
    pub content: Option<Value>,
    /// The title.
    pub title: Option<String>,
    /// The text.
    pub desc: Option<String>,
    /// The progress: `pending`, `dispatching`, `dispatched`, …
    pub status: Option<String>,
    /// 1: it went out.
    pub dispatch_success: Option<i64>,
    /// Why it did not go out.
    pub dispatch_err: Option<String>,
    /// The push that it became.
    #[serde(rename = "PushTaskID")]
    pub push_task_id: Option<String>,
}

/// Reads the tasks, a page at a time. What comes back is on no page that we know.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "list_sched_task")]
#[doc(alias = "timpush_list_sched_task")]
pub struct List {
    /// The app that calls.
    #[serde(rename = "Sdkappid")]
    pub sdk_app_id: SdkAppId,
    /// The number of items to skip; 0 at first.
    pub offset: i64,
    /// Tasks a page at most.
    pub want: i64,
    /// By what they are sorted: when they were made or when they go out.
    pub order_by: OrderBy,
    /// Whether the earliest comes first.
    pub asc: bool,
    /// From when: `YYYY-MM-DD HH:MM:SS`.
    pub begin_time: String,
    /// Until when: `YYYY-MM-DD HH:MM:SS`.
    pub end_time: Option<String>,
    /// Only tasks with this in title or text.
    pub keyword: Option<String>,
}

impl List {
    /// The first page of the tasks from a time on (`YYYY-MM-DD HH:MM:SS`), 100 a page, in the order they were
    /// made.
    #[must_use]
    pub fn new(sdk_app_id: impl Into<SdkAppId>, begin_time: impl Into<String>) -> Self {
        Self {
            sdk_app_id: sdk_app_id.into(),
            offset: 0,
            want: 100,
            order_by: OrderBy::CreateAt,
            asc: true,
            begin_time: begin_time.into(),
            end_time: None,
            keyword: None,
        }
    }
}

impl Endpoint for List {
    const PATH: &'static str = "v4/timpush/list_sched_task";
    const TITLE: &'static str = "查询定时推送任务列表";
    const LIMITS: &'static str = "5 calls a second.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 5;
    type Response = Done;
}

words! {
    /// To whom a task pushes.
    Kind {
        /// To all users.
        All = "All",
        /// To those who meet a condition.
        Tag = "Tag",
        /// To users named.
        User = "User",
    }
    /// By what tasks are sorted.
    OrderBy {
        /// When they were made.
        CreateAt = "createat",
        /// When they go out.
        SchedAt = "schedat",
    }
}
