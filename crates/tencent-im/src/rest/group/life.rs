//! Groups come, change hands and go.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::group::{ApplyJoinOption, GroupType, InviteJoinOption, Pair, Role};
use crate::rest::{Done, Endpoint, Response, Retry};

/// Makes a group.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "create_group")]
#[doc(alias = "Group.CreateGroup")]
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

impl Create {
    /// A value with the required fields.
    #[must_use]
    pub fn new(kind: GroupType, name: impl Into<String>) -> Self {
        Self { kind, name: name.into(), ..Self::default() }
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

impl FirstMember {
    /// A value with the required fields.
    #[must_use]
    pub fn new(member: impl Into<UserId>) -> Self {
        Self { member: member.into(), ..Self::default() }
    }
}

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
#[doc(alias = "destroy_group")]
#[doc(alias = "Group.DestroyGroup")]
pub struct Destroy {
    /// The group.
    pub group_id: GroupId,
}

impl Destroy {
    /// A value with the required fields.
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

/// Hands a group over to another member. Not for live groups.
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
    /// The member who appears to have done this.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
}

impl ChangeOwner {
    /// A value with the required fields.
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
/// callbacks are made.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "import_group")]
#[doc(alias = "Group.ImportGroup")]
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

impl Import {
    /// A value with the required fields.
    #[must_use]
    pub fn new(kind: GroupType, name: impl Into<String>) -> Self {
        Self { kind, name: name.into(), ..Self::default() }
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

/// The answer to [`Import`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ImportResponse {
    /// The group.
    pub group_id: Option<GroupId>,
}

impl Response for ImportResponse {}
