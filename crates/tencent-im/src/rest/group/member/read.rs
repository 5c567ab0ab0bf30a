//! Who is in a group.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::account::Presence;
use crate::rest::cursor::{behind, filled};
use crate::rest::define::{batch, endpoint, new};
use crate::rest::group::{MsgFlag, Pair, Role};
use crate::rest::tag::TagValue;
use crate::rest::{Paged, Response};

/// Reads the members of a group, a page at a time. Communities page by `next`, other groups by `offset`. Not
/// for live groups.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_group_member_info", "Group.FetchMembers", "Group.PullMembers"))]
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

new!(List(group_id into GroupId) { ..Self::default() });
endpoint!(List => ListResponse, "v4/group_open_http_svc/get_group_member_info", "获取群成员详细资料", Safe,
    "200 members a page, 100 are advised."; "ShutUpUntil" is now "MuteUntil");

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

new!(Get(group_id into GroupId, members each UserId) { ..Self::default() });
endpoint!(Get => GetResponse, "v4/group_open_http_svc/get_specified_group_member_info",
    "获取指定群成员详细资料", Safe, "50 members a call.");
batch!(Get, 50 of members: UserId => member_list);

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
#[doc(alias("get_role_in_group", "Group.GetRolesInGroup"))]
pub struct GetRoles {
    /// The group.
    pub group_id: GroupId,
    /// The users.
    #[serde(rename = "User_Account")]
    pub users: Vec<UserId>,
}

new!(GetRoles(group_id into GroupId, users each UserId));
endpoint!(GetRoles => GetRolesResponse, "v4/group_open_http_svc/get_role_in_group",
    "查询用户在群组中的身份", Safe, "500 users a call.");
batch!(GetRoles, 500 of users: UserId => user_id_list);

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
