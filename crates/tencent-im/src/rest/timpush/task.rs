//! Pushes that go out later.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use crate::model::{SdkAppId, UserId};
use crate::rest::define::{endpoint, new};
use crate::rest::message::OfflinePushInfo;
use crate::rest::push::Condition;
use crate::rest::word::words;
use crate::rest::{Done, Response};

/// Makes a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("add_sched_task", "timpush_add_sched_task"))]
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

new!(Add(sdk_app_id into SdkAppId, kind: Kind, sched_at into String, content: Content));
// The second would be another task.
endpoint!(Add => AddResponse, "v4/timpush/add_sched_task", "创建定时推送任务", Never,
    "500 users a task.", 5 a second);

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

new!(Content(from into UserId, offline_push_info: OfflinePushInfo)
    { to: None, condition: None, msg_random: None });

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
#[doc(alias("modify_sched_task", "timpush_modify_sched_task"))]
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

new!(Modify(sdk_app_id into SdkAppId, task_id: i64, kind: Kind) { sched_at: None, content: None });
endpoint!(Modify => ModifyResponse, "v4/timpush/modify_sched_task", "修改定时推送任务", Safe,
    "5 calls a second.", 5 a second);

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
#[doc(alias("delete_sched_task", "timpush_delete_sched_task"))]
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

new!(Delete(sdk_app_id into SdkAppId, task_id: i64, kind: Kind));
endpoint!(Delete => DeleteResponse, "v4/timpush/delete_sched_task", "删除定时推送任务", Safe,
    "5 calls a second.", 5 a second);

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
#[doc(alias("get_sched_task", "timpush_get_sched_task"))]
pub struct Get {
    /// The app that calls.
    #[serde(rename = "Sdkappid")]
    pub sdk_app_id: SdkAppId,
    /// The task.
    #[serde(rename = "TaskID")]
    pub task_id: i64,
}

new!(Get(sdk_app_id into SdkAppId, task_id: i64));
endpoint!(Get => GetResponse, "v4/timpush/get_sched_task", "查询定时推送任务", Safe,
    "5 calls a second.", 5 a second);

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
#[doc(alias("list_sched_task", "timpush_list_sched_task"))]
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

new! {
    /// The first page of the tasks from a time on (`YYYY-MM-DD HH:MM:SS`), 100 a page, in the order they were
    /// made.
    List(sdk_app_id into SdkAppId, begin_time into String) {
        offset: 0,
        want: 100,
        order_by: OrderBy::CreateAt,
        asc: true,
        end_time: None,
        keyword: None,
    }
}

endpoint!(List => Done, "v4/timpush/list_sched_task", "查询定时推送任务列表", Safe,
    "5 calls a second.", 5 a second);

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
