//! Admins and robots.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::{Done, Endpoint, Response, Retry};

/// Makes users admins of a live group, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "modify_admin")]
#[doc(alias = "modify_live_admin")]
pub struct SetAdmins {
    /// The group.
    pub group_id: GroupId,
    /// 1: make admins; 2: no longer.
    pub command_type: i64,
    /// The users.
    #[serde(rename = "Admin_Account")]
    pub admins: Vec<UserId>,
}

impl SetAdmins {
    /// Makes users admins.
    #[must_use]
    pub fn appoint(
        group_id: impl Into<GroupId>,
        admins: impl IntoIterator<Item = impl Into<UserId>>,
    ) -> Self {
        Self {
            group_id: group_id.into(),
            command_type: 1,
            admins: admins.into_iter().map(Into::into).collect(),
        }
    }

    /// Makes users admins no longer.
    #[must_use]
    pub fn dismiss(
        group_id: impl Into<GroupId>,
        admins: impl IntoIterator<Item = impl Into<UserId>>,
    ) -> Self {
        Self { command_type: 2, ..Self::appoint(group_id, admins) }
    }
}

impl Endpoint for SetAdmins {
    const PATH: &'static str = "v4/group_open_avchatroom_http_svc/modify_admin";
    const TITLE: &'static str = "设置/取消直播群管理员";
    const LIMITS: &'static str = "5 admins a group.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Tells who is admin of a live group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_admin_list")]
#[doc(alias = "get_live_admin_list")]
pub struct ListAdmins {
    /// The group.
    pub group_id: GroupId,
}

impl ListAdmins {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>) -> Self {
        Self { group_id: group_id.into() }
    }
}

impl Endpoint for ListAdmins {
    const PATH: &'static str = "v4/group_open_avchatroom_http_svc/get_admin_list";
    const TITLE: &'static str = "获取直播群管理员列表";
    const LIMITS: &'static str = "One group a call; top editions with the list of members switched on.";
    const RETRY: Retry = Retry::Safe;
    type Response = ListAdminsResponse;
}

/// The answer to [`ListAdmins`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListAdminsResponse {
    /// The admins.
    #[serde(rename = "Admin_List")]
    pub admins: Vec<Admin>,
}

impl Response for ListAdminsResponse {}

/// An admin of a live group.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Admin {
    /// The admin.
    #[serde(rename = "Admin_Account")]
    pub admin: Option<UserId>,
    /// The URL of the picture.
    pub avatar: Option<String>,
    /// The nickname.
    pub nick_name: Option<String>,
}

/// Declares users to be robots: they get mark 500 and count as members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "add_robots")]
#[doc(alias = "add_live_robots")]
pub struct AddRobots {
    /// The group.
    pub group_id: GroupId,
    /// The users.
    #[serde(rename = "Member_Account")]
    pub members: Vec<UserId>,
}

impl AddRobots {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, members: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { group_id: group_id.into(), members: members.into_iter().map(Into::into).collect() }
    }
}

impl Endpoint for AddRobots {
    const PATH: &'static str = "v4/group_open_avchatroom_http_svc/add_robots";
    const TITLE: &'static str = "设置直播群机器人";
    const LIMITS: &'static str = "Several users a call; top editions only.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Declares users to be robots no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "del_robots")]
#[doc(alias = "delete_live_robots")]
pub struct DeleteRobots {
    /// The group.
    pub group_id: GroupId,
    /// The users.
    #[serde(rename = "Member_Account")]
    pub members: Vec<UserId>,
}

impl DeleteRobots {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, members: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { group_id: group_id.into(), members: members.into_iter().map(Into::into).collect() }
    }
}

impl Endpoint for DeleteRobots {
    const PATH: &'static str = "v4/group_open_avchatroom_http_svc/del_robots";
    const TITLE: &'static str = "取消直播群机器人";
    const LIMITS: &'static str = "Several users a call; top editions only.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}
