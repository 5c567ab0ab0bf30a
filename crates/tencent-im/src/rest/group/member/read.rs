//! Who is in a group.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::account::Presence;
use crate::rest::batch::Batch;
use crate::rest::cursor::{behind, filled};
use crate::rest::group::{MsgFlag, Pair, Role};
use crate::rest::tag::TagValue;
use crate::rest::{Endpoint, Paged, Response, Retry};

/// Reads the members of a group, a page at a time. Communities page by `next`, other groups by `offset`. Not
/// for live groups.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_group_member_info")]
#[doc(alias = "Group.FetchMembers")]
#[doc(alias = "Group.PullMembers")]
pub struct List {
    /// The group.
    pub group_id: GroupId,
    /// The fields wanted; all if missing.
    pub member_info_filter: Option<Vec<String>>,
    /// Only members of these roles.
    pub member_role_filter: Option<Vec<Role>>,
    /// The app's own fields of each member.
    #[serde(rename = "AppDefinedDataFilter_GroupMember")]
    pub app_member_defined_data_filter: Option<Vec<String>>,
    /// Members a page at most: 200 or fewer.
    pub limit: Option<i64>,
    /// The number of items to skip; 0 at first.
    pub offset: Option<i64>,
    /// Where the page starts in a community: empty at first, then the cursor of the page before.
    pub next: Option<String>,
}

impl List {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>) -> Self {
        Self { group_id: group_id.into(), ..Self::default() }
    }
}

impl Endpoint for List {
    const PATH: &'static str = "v4/group_open_http_svc/get_group_member_info";
    const TITLE: &'static str = "获取群成员详细资料";
    const LIMITS: &'static str = "200 members a page, 100 are advised.";
    const RETRY: Retry = Retry::Safe;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("ShutUpUntil", "MuteUntil")];
    type Response = ListResponse;
}

impl List {
    /// The first page of the members of a community.
    #[must_use]
    pub fn of_community(group_id: impl Into<GroupId>) -> Self {
        Self { next: Some(String::new()), ..Self::new(group_id) }
    }
}

impl Paged for List {
    type Item = Member;
    type Cursor = (Option<i64>, Option<String>);

    fn cursor(&self) -> (Option<i64>, Option<String>) {
        (self.offset, self.next.clone())
    }

    fn next(&self, response: &Self::Response) -> Option<Self> {
        if self.next.is_some() {
            let next = filled(response.next.as_ref())?;
            return Some(Self { next: Some(next), ..self.clone() });
        }
        let offset = behind(self.offset, response.member_list.len(), response.member_num)?;
        // Without a number of all members, a short page is the last one.
        let short = self.limit.is_some_and(|limit| offset - self.offset.unwrap_or_default() < limit);
        (response.member_num.is_some() || !short).then(|| Self { offset: Some(offset), ..self.clone() })
    }

    fn items(response: Self::Response) -> Vec<Member> {
        response.member_list
    }
}

/// The answer to [`List`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListResponse {
    /// Members in all.
    pub member_num: Option<i64>,
    /// The members of this page.
    pub member_list: Vec<Member>,
    /// Of a community: for the next page; empty on the last one.
    pub next: Option<String>,
}

impl Response for ListResponse {}

/// A member of a group.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Member {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: Option<UserId>,
    /// The role of the member.
    pub role: Option<Role>,
    /// The start, Unix seconds.
    pub join_time: Option<i64>,
    /// The last message that the member has read.
    pub msg_seq: Option<i64>,
    /// The member's setting for new messages.
    pub msg_flag: Option<MsgFlag>,
    /// When the member last said something, Unix seconds.
    pub last_send_msg_time: Option<i64>,
    /// Until when the member is muted, Unix seconds; 0: not.
    #[serde(alias = "ShutUpUntil")]
    pub mute_until: Option<i64>,
    /// The member's name in this group, 50 bytes or fewer.
    pub name_card: Option<String>,
    /// Whether the member is there.
    pub online_status: Option<Presence>,
    /// The app's own fields of the member.
    pub app_member_defined_data: Vec<Pair<TagValue>>,
}

/// Reads the members named.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_specified_group_member_info")]
pub struct Get {
    /// The group.
    pub group_id: GroupId,
    /// The members.
    #[serde(rename = "Member_List_Account")]
    pub members: Vec<UserId>,
    /// The fields wanted; all if missing.
    pub member_info_filter: Option<Vec<String>>,
    /// Only members of these roles.
    pub member_role_filter: Option<Vec<Role>>,
    /// The app's own fields of each member.
    #[serde(rename = "AppDefinedDataFilter_GroupMember")]
    pub app_member_defined_data_filter: Option<Vec<String>>,
}

impl Get {
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

impl Endpoint for Get {
    const PATH: &'static str = "v4/group_open_http_svc/get_specified_group_member_info";
    const TITLE: &'static str = "获取指定群成员详细资料";
    const LIMITS: &'static str = "50 members a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = GetResponse;
}

impl Batch for Get {
    const MAX: usize = 50;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.members)
    }

    fn append(all: &mut GetResponse, next: GetResponse) {
        all.member_list.extend(next.member_list);
    }
}

/// The answer to [`Get`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The group.
    pub group_id: Option<GroupId>,
    /// The members.
    pub member_list: Vec<Member>,
}

impl Response for GetResponse {}

/// Tells which roles users have in a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_role_in_group")]
#[doc(alias = "Group.GetRolesInGroup")]
pub struct GetRoles {
    /// The group.
    pub group_id: GroupId,
    /// The users.
    #[serde(rename = "User_Account")]
    pub users: Vec<UserId>,
}

impl GetRoles {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, users: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { group_id: group_id.into(), users: users.into_iter().map(Into::into).collect() }
    }
}

impl Endpoint for GetRoles {
    const PATH: &'static str = "v4/group_open_http_svc/get_role_in_group";
    const TITLE: &'static str = "查询用户在群组中的身份";
    const LIMITS: &'static str = "500 users a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = GetRolesResponse;
}

impl Batch for GetRoles {
    const MAX: usize = 500;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.users)
    }

    fn append(all: &mut GetRolesResponse, next: GetRolesResponse) {
        all.user_id_list.extend(next.user_id_list);
    }
}

/// The answer to [`GetRoles`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetRolesResponse {
    /// The roles, for each user.
    pub user_id_list: Vec<UserRole>,
}

impl Response for GetRolesResponse {}

/// The role of a user.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UserRole {
    /// The user.
    #[serde(rename = "Member_Account")]
    pub member: Option<UserId>,
    /// The role of the user; `NotMember` for users who are not in the group.
    pub role: Option<Role>,
}
