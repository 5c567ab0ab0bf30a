//! Cloud search, on the sites China and Singapore, as a paid plug-in.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::Response;
use crate::rest::cursor::filled;
use crate::rest::define::{endpoint, new, paged};
use crate::rest::group::GroupType;

/// Searches groups by name, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("search", "search_groups"))]
pub struct Groups {
    /// Only groups of these kinds.
    pub group_type: Option<Vec<GroupType>>,
    /// 1: all of the words; 0: one of them (if missing).
    pub keyword_match_type: Option<i64>,
    /// The words.
    pub keywords: Vec<String>,
    /// Items of a page at most: 100 or fewer.
    pub count: i64,
    /// The start of the page: empty at first, then the cursor of the page before.
    pub cursor: Option<String>,
}

new! {
    /// The first page, 100 a page.
    Groups(keywords each String) { count: 100, ..Self::default() }
}

endpoint!(Groups => GroupsResponse, "v4/group_search/search", "搜索群组", Safe,
    "2 calls a second, 100 groups a page.", 2 a second);
paged!(Groups at cursor: Option<String>, groups: FoundGroup, |response|
    filled(response.cursor.as_ref()).filter(|_| response.is_finish == Some(false)));

/// The answer to [`Groups`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GroupsResponse {
    /// Whether this is the last page.
    pub is_finish: Option<bool>,
    /// The number of all items.
    pub total_count: Option<i64>,
    /// The start of the next page.
    pub cursor: Option<String>,
    /// The groups.
    pub groups: Vec<FoundGroup>,
}

impl Response for GroupsResponse {}

/// A group found.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct FoundGroup {
    /// The kind of group.
    pub group_type: Option<GroupType>,
    /// The group.
    #[serde(rename = "GroupID")]
    pub group_id: Option<GroupId>,
    /// The group's name.
    pub group_name: Option<String>,
    /// The members.
    pub group_member_num: Option<i64>,
    /// The URL of the picture.
    pub group_face_url: Option<String>,
    /// The introduction.
    pub group_introduction: Option<String>,
    /// The owner.
    #[serde(rename = "GroupOwnerUserID")]
    pub owner: Option<UserId>,
    /// The owner's number at Tencent.
    #[serde(rename = "GroupOwnerTinyID")]
    pub group_owner_tiny_id: Option<i64>,
    /// The owner's nickname.
    pub group_owner_user_name: Option<String>,
}

/// Searches members by name, in some groups or all, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("search", "search_group_members"))]
pub struct Members {
    /// Only groups of these kinds.
    pub group_type: Option<Vec<GroupType>>,
    /// Only members of these groups.
    pub group_id_list: Option<Vec<GroupId>>,
    /// 1: all of the words; 0: one of them (if missing).
    pub keyword_match_type: Option<i64>,
    /// The words.
    pub keywords: Vec<String>,
    /// Items of a page at most: 100 or fewer.
    pub count: i64,
    /// The start of the page: empty at first, then the cursor of the page before.
    pub cursor: Option<String>,
}

new! {
    /// The first page, 100 a page.
    Members(keywords each String) { count: 100, ..Self::default() }
}

endpoint!(Members => MembersResponse, "v4/group_member_search/search", "搜索群成员", Safe,
    "2 calls a second, 100 members a page.", 2 a second);
paged!(Members at cursor: Option<String>, group_members: FoundMember, |response|
    filled(response.cursor.as_ref()).filter(|_| response.is_finish == Some(false)));

/// The answer to [`Members`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct MembersResponse {
    /// Whether this is the last page.
    pub is_finish: Option<bool>,
    /// The number of all items.
    pub total_count: Option<i64>,
    /// The start of the next page.
    pub cursor: Option<String>,
    /// The members.
    pub group_members: Vec<FoundMember>,
}

impl Response for MembersResponse {}

/// A member found.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct FoundMember {
    /// The kind of group.
    pub group_type: Option<GroupType>,
    /// The group.
    #[serde(rename = "GroupID")]
    pub group_id: Option<GroupId>,
    /// The group's name.
    pub group_name: Option<String>,
    /// The member.
    #[serde(rename = "GroupMemberUserID")]
    pub member: Option<UserId>,
    /// The member's number at Tencent.
    #[serde(rename = "GroupMemberTinyID")]
    pub group_member_tiny_id: Option<i64>,
    /// The member's nickname.
    pub group_member_user_name: Option<String>,
    /// The member's name in the group.
    pub group_member_name_card: Option<String>,
}
