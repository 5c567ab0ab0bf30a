//! Who is in a permission group.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::cursor::filled;
use crate::rest::define::{batch, endpoint, failures, new, paged};
use crate::rest::outcome::Outcome;
use crate::rest::{Done, Failure, Response};

/// Puts members of the community into a permission group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "add_permission_group_member")]
pub struct AddMembers {
    /// The community.
    pub group_id: GroupId,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: String,
    /// The members.
    pub member_list: Vec<MemberRef>,
}

impl AddMembers {
    /// A value with the required fields.
    #[must_use]
    pub fn new(
        group_id: impl Into<GroupId>,
        permission_group_id: impl Into<String>,
        members: impl IntoIterator<Item = impl Into<UserId>>,
    ) -> Self {
        Self {
            group_id: group_id.into(),
            permission_group_id: permission_group_id.into(),
            member_list: members.into_iter().map(|member| MemberRef { member: member.into() }).collect(),
        }
    }
}

endpoint!(AddMembers => AddMembersResponse, "v4/group_open_http_svc/add_permission_group_member",
    "增加权限组成员", Safe, "100 members a call.");
batch!(AddMembers, 100 of member_list: MemberRef => member_list);

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRef {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: UserId,
}

/// The answer to [`AddMembers`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AddMembersResponse {
    /// The result for each member.
    pub member_list: Vec<AddResult>,
}

failures!(AddMembersResponse: member_list);

/// The result for one member.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AddResult {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: Option<UserId>,
    /// 0: done; 10013: was in it before; else why it failed.
    pub result: Option<i64>,
}

impl Outcome for AddResult {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.member.as_ref(), self.result.filter(|code| *code != 10013), None)
    }
}

/// Takes members out of a permission group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "delete_permission_group_member")]
pub struct DeleteMembers {
    /// The community.
    pub group_id: GroupId,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: String,
    /// The members.
    pub member_list: Vec<MemberRef>,
}

impl DeleteMembers {
    /// A value with the required fields.
    #[must_use]
    pub fn new(
        group_id: impl Into<GroupId>,
        permission_group_id: impl Into<String>,
        members: impl IntoIterator<Item = impl Into<UserId>>,
    ) -> Self {
        Self {
            group_id: group_id.into(),
            permission_group_id: permission_group_id.into(),
            member_list: members.into_iter().map(|member| MemberRef { member: member.into() }).collect(),
        }
    }
}

endpoint!(DeleteMembers => Done, "v4/group_open_http_svc/delete_permission_group_member",
    "删除权限组成员", Safe, "100 members a call.");
batch!(DeleteMembers, 100 of member_list: MemberRef);

/// Reads the members of a permission group, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_permission_group_member_list")]
pub struct ListMembers {
    /// The community.
    pub group_id: GroupId,
    /// The permission group, `@PMG#…`.
    pub permission_group_id: String,
    /// Members a page at most: 50 or fewer.
    pub limit: Option<i64>,
    /// The start of the page: empty at first, then the cursor of the page before.
    pub next: Option<String>,
}

new!(ListMembers(group_id into GroupId, permission_group_id into String) { ..Self::default() });
endpoint!(ListMembers => ListMembersResponse, "v4/group_open_http_svc/get_permission_group_member_list",
    "获取权限组成员列表", Safe, "50 members a page.");
paged!(ListMembers at next: Option<String>, member_list: PermissionMember, |response|
    filled(response.next.as_ref()));

/// The answer to [`ListMembers`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListMembersResponse {
    /// The members of this page.
    pub member_list: Vec<PermissionMember>,
    /// The start of the next page; empty on the last page.
    pub next: Option<String>,
}

impl Response for ListMembersResponse {}

/// A member of a permission group.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PermissionMember {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: Option<UserId>,
}
