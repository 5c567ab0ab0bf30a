//! What permission groups may do in which topic.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Add`] | `group_open_http_svc/add_topic_permission_group` | 添加话题权限 |
//! | [`Set`] | `group_open_http_svc/set_topic_permission_group` | 修改话题权限 |
//! | [`Get`] | `group_open_http_svc/get_topic_permission_group` | 获取话题权限 |
//! | [`Delete`] | `group_open_http_svc/delete_topic_permission_group` | 删除话题权限 |

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, TopicId, list, number};
use crate::rest::batch::Batch;
use crate::rest::outcome::{Outcome, failed};
use crate::rest::{Done, Endpoint, Failure, Response, Retry};

/// Gives a permission group rights in topics. Tencent's page: 添加话题权限. 50 topics a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "add_topic_permission_group")]
#[doc(alias = "add_topic_permission")]
pub struct Add {
    /// The community.
    pub group_id: GroupId,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: String,
    /// What its members may do in which topic.
    pub topic_permission_list: Vec<TopicPermission>,
}

impl Add {
    /// With what is required.
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
    /// What its members may do, as bits.
    pub permission: i64,
}

impl TopicPermission {
    /// With what is required.
    #[must_use]
    pub fn new(topic_id: impl Into<TopicId>, permission: i64) -> Self {
        Self { topic_id: topic_id.into(), permission }
    }
}

/// What [`Add`] gives back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AddResponse {
    /// What became of each topic.
    #[serde(deserialize_with = "list::deserialize")]
    pub topic_permission_result_list: Vec<TopicResult>,
}

impl Response for AddResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.topic_permission_result_list)
    }
}

/// What became of a topic.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TopicResult {
    /// 0, or why this one failed.
    #[serde(with = "number")]
    pub error_code: Option<i64>,
    /// The code in words.
    pub error_info: Option<String>,
    /// The topic.
    pub topic_id: Option<TopicId>,
}

impl Outcome for TopicResult {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.topic_id.as_ref(), self.error_code, self.error_info.as_deref())
    }
}

/// Changes the rights of a permission group in topics. Tencent's page: 修改话题权限. 50 topics a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "set_topic_permission_group")]
#[doc(alias = "set_topic_permission")]
pub struct Set {
    /// The community.
    pub group_id: GroupId,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: String,
    /// What its members may do in which topic.
    pub topic_permission_list: Vec<TopicPermission>,
}

impl Set {
    /// With what is required.
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

/// Reads the rights of a permission group in topics. What comes back is on no page that we know. Tencent's
/// page: 获取话题权限. One permission group a call.
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
    /// With what is required.
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

/// Takes the rights of a permission group in topics away. Tencent's page: 删除话题权限. Several topics a call.
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
    /// With what is required.
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
