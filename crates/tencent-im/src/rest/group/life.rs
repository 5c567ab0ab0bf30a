//! Groups come, change hands and go.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId, number};
use crate::rest::group::{ApplyJoinOption, GroupType, InviteJoinOption, Pair, Role};
use crate::rest::{Done, Endpoint, Response, Retry};

/// Makes a group. Tencent's page: 创建群组. 100 first members; 10000 new groups a day; name 30, introduction 240,
/// announcement 300, picture 100, id 48 bytes.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "create_group")]
#[doc(alias = "Group.CreateGroup")]
pub struct Create {
    /// What kind of group it is.
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
    /// What it is about, 240 bytes or fewer.
    pub introduction: Option<String>,
    /// The announcement, 300 bytes or fewer.
    pub notification: Option<String>,
    /// Where the picture is, 100 bytes or fewer.
    pub face_url: Option<String>,
    /// Members at most.
    pub max_member_count: Option<i64>,
    /// How users get in who ask.
    pub apply_join_option: Option<ApplyJoinOption>,
    /// How users get in who are invited.
    pub invite_join_option: Option<InviteJoinOption>,
    /// The app's own fields of the group.
    pub app_defined_data: Option<Vec<Pair>>,
    /// The first members, 100 or fewer.
    pub member_list: Option<Vec<FirstMember>>,
    /// 1: a community with topics.
    pub support_topic: Option<i64>,
    /// 1: a community with permission groups.
    pub enable_permission: Option<i64>,
    /// What members of no permission group may do, as bits.
    pub default_permission: Option<i64>,
}

impl Create {
    /// With what is required.
    #[must_use]
    pub fn new(kind: GroupType, name: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.into(),
            owner: None,
            group_id: None,
            introduction: None,
            notification: None,
            face_url: None,
            max_member_count: None,
            apply_join_option: None,
            invite_join_option: None,
            app_defined_data: None,
            member_list: None,
            support_topic: None,
            enable_permission: None,
            default_permission: None,
        }
    }
}

impl Endpoint for Create {
    const PATH: &'static str = "v4/group_open_http_svc/create_group";
    const TITLE: &'static str = "创建群组";
    const LIMITS: &'static str = "100 first members; 10000 new groups a day; name 30, introduction 240, announcement 300, picture 100, id 48 bytes.";
    // The second would be another group. With an id of your own, ask again: 10021 or 10025 says that the
    // first came through.
    const RETRY: Retry = Retry::Never;
    type Response = CreateResponse;
}

/// A member from the start.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct FirstMember {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: UserId,
    /// What the member may do.
    pub role: Option<Role>,
    /// The member's name in this group, 50 bytes or fewer.
    pub name_card: Option<String>,
    /// The app's own fields of the member.
    pub app_member_defined_data: Option<Vec<Pair>>,
}

impl FirstMember {
    /// With what is required.
    #[must_use]
    pub fn new(member: impl Into<UserId>) -> Self {
        Self { member: member.into(), role: None, name_card: None, app_member_defined_data: None }
    }
}

/// What [`Create`] gives back.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateResponse {
    /// The group.
    pub group_id: Option<GroupId>,
    /// What kind of group it is.
    #[serde(rename = "Type")]
    pub kind: Option<GroupType>,
    /// 1: a group without a limit of members.
    #[serde(with = "number")]
    pub huge_group_flag: Option<i64>,
}

impl Response for CreateResponse {}

/// Dissolves a group. Tencent's page: 解散群组. One group a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "destroy_group")]
#[doc(alias = "Group.DestroyGroup")]
pub struct Destroy {
    /// The group.
    pub group_id: GroupId,
}

impl Destroy {
    /// With what is required.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>) -> Self {
        Self { group_id: group_id.into() }
    }
}

impl Endpoint for Destroy {
    const PATH: &'static str = "v4/group_open_http_svc/destroy_group";
    const TITLE: &'static str = "解散群组";
    const LIMITS: &'static str = "One group a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Hands a group over to another member. Not for live groups. Tencent's page: 转让群主. One group a call.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "change_group_owner")]
#[doc(alias = "Group.ChangeGroupOwner")]
pub struct ChangeOwner {
    /// The group.
    pub group_id: GroupId,
    /// The new owner, a member.
    #[serde(rename = "NewOwner_Account")]
    pub new_owner: UserId,
    /// Who does it, in the members' eyes.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
}

impl ChangeOwner {
    /// With what is required.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, new_owner: impl Into<UserId>) -> Self {
        Self { group_id: group_id.into(), new_owner: new_owner.into(), from: None }
    }
}

impl Endpoint for ChangeOwner {
    const PATH: &'static str = "v4/group_open_http_svc/change_group_owner";
    const TITLE: &'static str = "转让群主";
    const LIMITS: &'static str = "One group a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Makes a group as it was elsewhere; members and messages follow in calls of their own. Nobody is told, no
/// callbacks are made. Tencent's page: 导入群基础资料. One group a call.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "import_group")]
#[doc(alias = "Group.ImportGroup")]
pub struct Import {
    /// The owner; nobody if missing.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// What kind of group it is.
    #[serde(rename = "Type")]
    pub kind: GroupType,
    /// An id of the app's own; Tencent makes one if missing.
    pub group_id: Option<GroupId>,
    /// The name.
    pub name: String,
    /// What it is about.
    pub introduction: Option<String>,
    /// The announcement.
    pub notification: Option<String>,
    /// Where the picture is.
    pub face_url: Option<String>,
    /// Members at most.
    pub max_member_count: Option<i64>,
    /// How users get in who ask.
    pub apply_join_option: Option<ApplyJoinOption>,
    /// When it was made, Unix seconds.
    pub create_time: Option<i64>,
    /// The app's own fields of the group.
    pub app_defined_data: Option<Vec<Pair>>,
    /// 1: a community with topics.
    pub support_topic: Option<i64>,
}

impl Import {
    /// With what is required.
    #[must_use]
    pub fn new(kind: GroupType, name: impl Into<String>) -> Self {
        Self {
            owner: None,
            kind,
            group_id: None,
            name: name.into(),
            introduction: None,
            notification: None,
            face_url: None,
            max_member_count: None,
            apply_join_option: None,
            create_time: None,
            app_defined_data: None,
            support_topic: None,
        }
    }
}

impl Endpoint for Import {
    const PATH: &'static str = "v4/group_open_http_svc/import_group";
    const TITLE: &'static str = "导入群基础资料";
    const LIMITS: &'static str = "One group a call.";
    // Without an id of your own the second would be another group.
    const RETRY: Retry = Retry::Never;
    type Response = ImportResponse;
}

/// What [`Import`] gives back.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ImportResponse {
    /// The group.
    pub group_id: Option<GroupId>,
}

impl Response for ImportResponse {}
