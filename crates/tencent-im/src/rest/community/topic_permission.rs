//! What permission groups may do in which topic.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, TopicId};
use crate::rest::batch::Batch;
use crate::rest::outcome::{Outcome, failed};
use crate::rest::{Done, Endpoint, Failure, Response, Retry};

/// Gives a permission group rights in topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "add_topic_permission_group")]
#[doc(alias = "add_topic_permission")]
pub struct Add {
    /// The community.
    pub group_id: GroupId,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: String,
    /// The rights of its members in each topic.
    pub topic_permission_list: Vec<TopicPermission>,
}

impl Add {
    /// A value with the required fields.
    #[must_use]
    pub fn new(
        group_id: impl Into<GroupId>,
        permission_group_id: impl Into<String>,
        topic_permission_list: Vec<TopicPermission>,
    ) -> Self {
        Self {
            group_id: group_id.into(),
            permission_group_id: permission_group_id.into(),
            topic_permission_list,
        }
    }
}

impl Endpoint for Add {
    const PATH: &'static str = "v4/group_open_http_svc/add_topic_permission_group";
    const TITLE: &'static str = "添加话题权限";
    const LIMITS: &'static str = "50 topics a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = AddResponse;
}

impl Batch for Add {
    const MAX: usize = 50;
    type Item = TopicPermission;

    fn items(&mut self) -> Option<&mut Vec<TopicPermission>> {
        Some(&mut self.topic_permission_list)
    }

    fn append(all: &mut AddResponse, next: AddResponse) {
        all.topic_permission_result_list.extend(next.topic_permission_result_list);
    }
}

/// Rights in a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TopicPermission {
    /// The topic.
    pub topic_id: TopicId,
    /// The rights of its members, as bits.
    pub permission: i64,
}

impl TopicPermission {
    /// A value with the required fields.
    #[must_use]
    pub fn new(topic_id: impl Into<TopicId>, permission: i64) -> Self {
        Self { topic_id: topic_id.into(), permission }
    }
}

/// The answer to [`Add`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AddResponse {
    /// The result for each topic.
    pub topic_permission_result_list: Vec<TopicResult>,
}

impl Response for AddResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.topic_permission_result_list)
    }
}

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

impl Outcome for TopicResult {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.topic_id.as_ref(), self.error_code, self.error_info.as_deref())
    }
}

/// Changes the rights of a permission group in topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "set_topic_permission_group")]
#[doc(alias = "set_topic_permission")]
pub struct Set {
    /// The community.
    pub group_id: GroupId,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: String,
    /// The rights of its members in each topic.
    pub topic_permission_list: Vec<TopicPermission>,
}

impl Set {
    /// A value with the required fields.
    #[must_use]
    pub fn new(
        group_id: impl Into<GroupId>,
        permission_group_id: impl Into<String>,
        topic_permission_list: Vec<TopicPermission>,
    ) -> Self {
        Self {
            group_id: group_id.into(),
            permission_group_id: permission_group_id.into(),
            topic_permission_list,
        }
    }
}

impl Endpoint for Set {
    const PATH: &'static str = "v4/group_open_http_svc/set_topic_permission_group";
    const TITLE: &'static str = "修改话题权限";
    const LIMITS: &'static str = "50 topics a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = AddResponse;
}

impl Batch for Set {
    const MAX: usize = 50;
    type Item = TopicPermission;

    fn items(&mut self) -> Option<&mut Vec<TopicPermission>> {
        Some(&mut self.topic_permission_list)
    }

    fn append(all: &mut AddResponse, next: AddResponse) {
        all.topic_permission_result_list.extend(next.topic_permission_result_list);
    }
}

/// Reads the rights of a permission group in topics. What comes back is on no page that we know.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_topic_permission_group")]
#[doc(alias = "get_topic_permission")]
pub struct Get {
    /// The community.
    pub group_id: GroupId,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: String,
    /// The topics; all if missing.
    pub topic_id_list: Option<Vec<TopicId>>,
}

impl Get {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, permission_group_id: impl Into<String>) -> Self {
        Self {
            group_id: group_id.into(),
            permission_group_id: permission_group_id.into(),
            topic_id_list: None,
        }
    }
}

impl Endpoint for Get {
    const PATH: &'static str = "v4/group_open_http_svc/get_topic_permission_group";
    const TITLE: &'static str = "获取话题权限";
    const LIMITS: &'static str = "One permission group a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Takes the rights of a permission group in topics away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "delete_topic_permission_group")]
#[doc(alias = "delete_topic_permission")]
pub struct Delete {
    /// The community.
    pub group_id: GroupId,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: String,
    /// The topics.
    pub topic_id_list: Vec<TopicId>,
}

impl Delete {
    /// A value with the required fields.
    #[must_use]
    pub fn new(
        group_id: impl Into<GroupId>,
        permission_group_id: impl Into<String>,
        topic_id_list: impl IntoIterator<Item = impl Into<TopicId>>,
    ) -> Self {
        Self {
            group_id: group_id.into(),
            permission_group_id: permission_group_id.into(),
            topic_id_list: topic_id_list.into_iter().map(Into::into).collect(),
        }
    }
}

impl Endpoint for Delete {
    const PATH: &'static str = "v4/group_open_http_svc/delete_topic_permission_group";
    const TITLE: &'static str = "删除话题权限";
    const LIMITS: &'static str = "Several topics a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = AddResponse;
}
