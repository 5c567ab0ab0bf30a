//! Admins and robots.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::define::{endpoint, new};
use crate::rest::{Done, Response};

/// Makes users admins of a live group, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("modify_admin", "modify_live_admin"))]
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

endpoint!(SetAdmins => Done, "v4/group_open_avchatroom_http_svc/modify_admin", "设置/取消直播群管理员", Safe,
    "5 admins a group.");

/// Tells who is admin of a live group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_admin_list", "get_live_admin_list"))]
pub struct ListAdmins {
    /// The group.
    pub group_id: GroupId,
}

new!(ListAdmins(group_id into GroupId));
endpoint!(ListAdmins => ListAdminsResponse, "v4/group_open_avchatroom_http_svc/get_admin_list",
    "获取直播群管理员列表", Safe, "One group a call; top editions with the list of members switched on.");

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
#[doc(alias("add_robots", "add_live_robots"))]
pub struct AddRobots {
    /// The group.
    pub group_id: GroupId,
    /// The users.
    #[serde(rename = "Member_Account")]
    pub members: Vec<UserId>,
}

new!(AddRobots(group_id into GroupId, members each UserId));
endpoint!(AddRobots => Done, "v4/group_open_avchatroom_http_svc/add_robots", "设置直播群机器人", Safe,
    "Several users a call; top editions only.");

/// Declares users to be robots no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("del_robots", "delete_live_robots"))]
pub struct DeleteRobots {
    /// The group.
    pub group_id: GroupId,
    /// The users.
    #[serde(rename = "Member_Account")]
    pub members: Vec<UserId>,
}

new!(DeleteRobots(group_id into GroupId, members each UserId));
endpoint!(DeleteRobots => Done, "v4/group_open_avchatroom_http_svc/del_robots", "取消直播群机器人", Safe,
    "Several users a call; top editions only.");
