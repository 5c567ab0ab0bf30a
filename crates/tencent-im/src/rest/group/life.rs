//! Groups come, change hands and go.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::define::{endpoint, new};
use crate::rest::group::{ApplyJoinOption, GroupType, InviteJoinOption, Pair, Role};
use crate::rest::{Done, Response};

/// Makes a group.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("create_group", "Group.CreateGroup"))]
pub struct Create {
    /// The kind of group.
    #[serde(rename = "Type")]
    pub kind: GroupType,
    /// The name, 30 bytes or fewer.
    pub name: String,
    /// The owner; nobody if missing.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// An id of the app's own, printable ASCII of 48 bytes or fewer, not with `@TGS#` in front; Tencent makes
    /// one if missing.
    pub group_id: Option<GroupId>,
    /// The introduction, 240 bytes or fewer.
    pub introduction: Option<String>,
    /// The announcement, 300 bytes or fewer.
    pub notification: Option<String>,
    /// The URL of the picture, 100 bytes or fewer.
    pub face_url: Option<String>,
    /// Members at most.
    pub max_member_count: Option<i64>,
    /// How a request to join is handled.
    pub apply_join_option: Option<ApplyJoinOption>,
    /// How an invitation is handled.
    pub invite_join_option: Option<InviteJoinOption>,
    /// The app's own fields of the group.
    pub app_defined_data: Option<Vec<Pair>>,
    /// The first members, 100 or fewer.
    pub member_list: Option<Vec<FirstMember>>,
    /// 1: a community with topics.
    pub support_topic: Option<i64>,
    /// 1: a community with permission groups.
    pub enable_permission: Option<i64>,
    /// The rights of members of no permission group, as bits.
    pub default_permission: Option<i64>,
}

new!(Create(kind: GroupType, name into String) { ..Self::default() });
// The second would be another group. With an id of your own, ask again: 10021 or 10025 says that the
// first came through.
endpoint!(Create => CreateResponse, "v4/group_open_http_svc/create_group", "创建群组", Never,
    "100 first members; 10000 new groups a day; name 30, introduction 240, announcement 300, picture 100, id 48 bytes.");

/// A member from the start.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct FirstMember {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: UserId,
    /// The role of the member.
    pub role: Option<Role>,
    /// The member's name in this group, 50 bytes or fewer.
    pub name_card: Option<String>,
    /// The app's own fields of the member.
    pub app_member_defined_data: Option<Vec<Pair>>,
}

new!(FirstMember(member into UserId) { ..Self::default() });

/// The answer to [`Create`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateResponse {
    /// The group.
    pub group_id: Option<GroupId>,
    /// The kind of group.
    #[serde(rename = "Type")]
    pub kind: Option<GroupType>,
    /// 1: a group without a limit of members.
    pub huge_group_flag: Option<i64>,
}

impl Response for CreateResponse {}

/// Dissolves a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("destroy_group", "Group.DestroyGroup"))]
pub struct Destroy {
    /// The group.
    pub group_id: GroupId,
}

new!(Destroy(group_id into GroupId));
endpoint!(Destroy => Done, "v4/group_open_http_svc/destroy_group", "解散群组", Safe, "One group a call.");

/// Hands a group over to another member. Not for live groups.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("change_group_owner", "Group.ChangeGroupOwner"))]
pub struct ChangeOwner {
    /// The group.
    pub group_id: GroupId,
    /// The new owner, a member.
    #[serde(rename = "NewOwner_Account")]
    pub new_owner: UserId,
    /// The member who appears to have done this.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
}

new!(ChangeOwner(group_id into GroupId, new_owner into UserId) { from: None });
endpoint!(ChangeOwner => Done, "v4/group_open_http_svc/change_group_owner", "转让群主", Safe,
    "One group a call.");

/// Makes a group as it was elsewhere; members and messages follow in calls of their own. Nobody is told, no
/// callbacks are made.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("import_group", "Group.ImportGroup"))]
pub struct Import {
    /// The owner; nobody if missing.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// The kind of group.
    #[serde(rename = "Type")]
    pub kind: GroupType,
    /// An id of the app's own; Tencent makes one if missing.
    pub group_id: Option<GroupId>,
    /// The name.
    pub name: String,
    /// The introduction.
    pub introduction: Option<String>,
    /// The announcement.
    pub notification: Option<String>,
    /// The URL of the picture.
    pub face_url: Option<String>,
    /// Members at most.
    pub max_member_count: Option<i64>,
    /// How a request to join is handled.
    pub apply_join_option: Option<ApplyJoinOption>,
    /// The time of creation, Unix seconds.
    pub create_time: Option<i64>,
    /// The app's own fields of the group.
    pub app_defined_data: Option<Vec<Pair>>,
    /// 1: a community with topics.
    pub support_topic: Option<i64>,
}

new!(Import(kind: GroupType, name into String) { ..Self::default() });
// Without an id of your own the second would be another group.
endpoint!(Import => ImportResponse, "v4/group_open_http_svc/import_group", "导入群基础资料", Never,
    "One group a call.");

/// The answer to [`Import`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ImportResponse {
    /// The group.
    pub group_id: Option<GroupId>,
}

impl Response for ImportResponse {}
