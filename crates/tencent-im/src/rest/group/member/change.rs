//! Members come, change and go.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::batch::Batch;
use crate::rest::group::{MsgFlag, Pair, Role};
use crate::rest::outcome::{Outcome, failed};
use crate::rest::{Done, Endpoint, Failure, Response, Retry};

/// Puts users into a group. Not for live groups.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "add_group_member")]
#[doc(alias = "Group.AddMembers")]
pub struct Add {
    /// The group.
    pub group_id: GroupId,
    /// 1: members get no notice.
    pub silence: Option<i64>,
    /// The users.
    pub member_list: Vec<NewMember>,
}

impl Add {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, members: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self {
            group_id: group_id.into(),
            silence: None,
            member_list: members.into_iter().map(|member| NewMember { member: member.into() }).collect(),
        }
    }
}

impl Endpoint for Add {
    const PATH: &'static str = "v4/group_open_http_svc/add_group_member";
    const TITLE: &'static str = "增加群成员";
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = AddResponse;
}

impl Batch for Add {
    const MAX: usize = 100;
    type Item = NewMember;

    fn items(&mut self) -> Option<&mut Vec<NewMember>> {
        Some(&mut self.member_list)
    }

    fn append(all: &mut AddResponse, next: AddResponse) {
        all.member_list.extend(next.member_list);
    }
}

/// A user who gets in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMember {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: UserId,
}

/// The answer to [`Add`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AddResponse {
    /// The result for each user.
    pub member_list: Vec<JoinResult>,
}

impl Response for AddResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.member_list)
    }
}

/// The result for one user.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct JoinResult {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: Option<UserId>,
    /// 0: failed; 1: done; 2: was a member before.
    pub result: Option<i64>,
}

impl Outcome for JoinResult {
    fn failure(&self) -> Option<Failure> {
        Failure::told(self.result == Some(0), self.member.as_ref(), None)
    }
}

/// Takes members out of a group. In live groups [`ban`](crate::rest::group::ban) them instead.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "delete_group_member")]
#[doc(alias = "Group.DeleteMembers")]
pub struct Delete {
    /// The group.
    pub group_id: GroupId,
    /// 1: members get no notice.
    pub silence: Option<i64>,
    /// The reason, for the clients to show.
    pub reason: Option<String>,
    /// The members.
    #[serde(rename = "MemberToDel_Account")]
    pub members: Vec<UserId>,
}

impl Delete {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, members: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self {
            group_id: group_id.into(),
            members: members.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }
}

impl Endpoint for Delete {
    const PATH: &'static str = "v4/group_open_http_svc/delete_group_member";
    const TITLE: &'static str = "删除群成员";
    const LIMITS: &'static str = "500 members a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

impl Batch for Delete {
    const MAX: usize = 500;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.members)
    }

    fn append(_: &mut Done, _: Done) {}
}

/// Changes the role, the name, … of a member. Not for live groups.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "modify_group_member_info")]
#[doc(alias = "Group.UpdateMember")]
pub struct Modify {
    /// The group.
    pub group_id: GroupId,
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: UserId,
    /// The role of the member.
    pub role: Option<Role>,
    /// The member's setting for new messages.
    pub msg_flag: Option<MsgFlag>,
    /// The member's name in this group, 50 bytes or fewer.
    pub name_card: Option<String>,
    /// The app's own fields of the member.
    pub app_member_defined_data: Option<Vec<Pair>>,
    /// Mutes the member for so many seconds; 0: no longer; 4294967295: for ever.
    #[serde(alias = "ShutUpTime", alias = "ShutUpUntil")]
    pub mute_time: Option<i64>,
}

impl Modify {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, member: impl Into<UserId>) -> Self {
        Self { group_id: group_id.into(), member: member.into(), ..Self::default() }
    }
}

impl Endpoint for Modify {
    const PATH: &'static str = "v4/group_open_http_svc/modify_group_member_info";
    const TITLE: &'static str = "修改群成员资料";
    const LIMITS: &'static str = "One member a call; a name has 50 bytes or fewer.";
    const RETRY: Retry = Retry::Safe;
    const LEGACY: &'static [(&'static str, &'static str)] =
        &[("ShutUpTime", "MuteTime"), ("ShutUpUntil", "MuteTime")];
    type Response = Done;
}

/// Puts members into an imported group, as it was elsewhere. Not for live groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "import_group_member")]
#[doc(alias = "Group.ImportMembers")]
pub struct Import {
    /// The group.
    pub group_id: GroupId,
    /// The members.
    pub member_list: Vec<ImportedMember>,
}

impl Import {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, member_list: Vec<ImportedMember>) -> Self {
        Self { group_id: group_id.into(), member_list }
    }
}

impl Endpoint for Import {
    const PATH: &'static str = "v4/group_open_http_svc/import_group_member";
    const TITLE: &'static str = "导入群成员";
    const LIMITS: &'static str = "300 members a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = ImportResponse;
}

impl Batch for Import {
    const MAX: usize = 300;
    type Item = ImportedMember;

    fn items(&mut self) -> Option<&mut Vec<ImportedMember>> {
        Some(&mut self.member_list)
    }

    fn append(all: &mut ImportResponse, next: ImportResponse) {
        all.member_list.extend(next.member_list);
    }
}

/// A member to import.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ImportedMember {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: UserId,
    /// The role of the member.
    pub role: Option<Role>,
    /// The start, Unix seconds.
    pub join_time: Option<i64>,
    /// Messages that the member has not read.
    pub unread_msg_num: Option<i64>,
}

impl ImportedMember {
    /// A value with the required fields.
    #[must_use]
    pub fn new(member: impl Into<UserId>) -> Self {
        Self { member: member.into(), ..Self::default() }
    }
}

/// The answer to [`Import`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ImportResponse {
    /// The result for each item.
    pub member_list: Vec<JoinResult>,
}

impl Response for ImportResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.member_list)
    }
}

/// Sets how many messages a member has not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "set_unread_msg_num")]
#[doc(alias = "Group.SetMemberUnreadMsgNum")]
pub struct SetUnreadCount {
    /// The group.
    pub group_id: GroupId,
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: UserId,
    /// Messages that the member has not read.
    pub unread_msg_num: i64,
}

impl SetUnreadCount {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, member: impl Into<UserId>, unread_msg_num: i64) -> Self {
        Self { group_id: group_id.into(), member: member.into(), unread_msg_num }
    }
}

impl Endpoint for SetUnreadCount {
    const PATH: &'static str = "v4/group_open_http_svc/set_unread_msg_num";
    const TITLE: &'static str = "设置成员未读消息计数";
    const LIMITS: &'static str = "One member a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}
