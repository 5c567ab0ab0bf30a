//! What permission groups may do in which topic.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, TopicId};
use crate::rest::Done;
use crate::rest::define::{batch, endpoint, failures, new, outcome};

/// Gives a permission group rights in topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("add_topic_permission_group", "add_topic_permission"))]
pub struct Add {
    /// The community.
    pub group_id: GroupId,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: String,
    /// The rights of its members in each topic.
    pub topic_permission_list: Vec<TopicPermission>,
}

new!(Add(group_id into GroupId, permission_group_id into String,
    topic_permission_list: Vec<TopicPermission>));
endpoint!(Add => AddResponse, "v4/group_open_http_svc/add_topic_permission_group", "添加话题权限", Safe,
    "50 topics a call.");
batch!(Add, 50 of topic_permission_list: TopicPermission => topic_permission_result_list);

/// Rights in a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TopicPermission {
    /// The topic.
    pub topic_id: TopicId,
    /// The rights of its members, as bits.
    pub permission: i64,
}

new!(TopicPermission(topic_id into TopicId, permission: i64));

/// The answer to [`Add`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AddResponse {
    /// The result for each topic.
    pub topic_permission_result_list: Vec<TopicResult>,
}

failures!(AddResponse: topic_permission_result_list);

/// The result for one topic.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TopicResult {
    /// 0, or the code of the failure.
    pub error_code: Option<i64>,
    /// The text of the code.
    pub error_info: Option<String>,
    /// The topic.
    pub topic_id: Option<TopicId>,
}

outcome!(TopicResult: topic_id, error_code, error_info);

/// Changes the rights of a permission group in topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("set_topic_permission_group", "set_topic_permission"))]
pub struct Set {
    /// The community.
    pub group_id: GroupId,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: String,
    /// The rights of its members in each topic.
    pub topic_permission_list: Vec<TopicPermission>,
}

new!(Set(group_id into GroupId, permission_group_id into String,
    topic_permission_list: Vec<TopicPermission>));
endpoint!(Set => AddResponse, "v4/group_open_http_svc/set_topic_permission_group", "修改话题权限", Safe,
    "50 topics a call.");
batch!(Set, 50 of topic_permission_list: TopicPermission => topic_permission_result_list);

/// Reads the rights of a permission group in topics. What comes back is on no page that we know.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_topic_permission_group", "get_topic_permission"))]
pub struct Get {
    /// The community.
    pub group_id: GroupId,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: String,
    /// The topics; all if missing.
    pub topic_id_list: Option<Vec<TopicId>>,
}

new!(Get(group_id into GroupId, permission_group_id into String) { topic_id_list: None });
endpoint!(Get => Done, "v4/group_open_http_svc/get_topic_permission_group", "获取话题权限", Safe,
    "One permission group a call.");

/// Takes the rights of a permission group in topics away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("delete_topic_permission_group", "delete_topic_permission"))]
pub struct Delete {
    /// The community.
    pub group_id: GroupId,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: String,
    /// The topics.
    pub topic_id_list: Vec<TopicId>,
}

new!(Delete(group_id into GroupId, permission_group_id into String, topic_id_list each TopicId));
endpoint!(Delete => AddResponse, "v4/group_open_http_svc/delete_topic_permission_group", "删除话题权限", Safe,
    "Several topics a call.");
