//! Banning members of live groups.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::define::{batch, endpoint, new, paged};
use crate::rest::{Done, Response};

/// Throws members out of a live group and keeps them out for a time.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "ban_group_member")]
pub struct Add {
    /// The group.
    pub group_id: GroupId,
    /// The members.
    #[serde(rename = "Members_Account")]
    pub members: Vec<UserId>,
    /// For how many seconds.
    pub duration: i64,
    /// Why, 1000 bytes or fewer.
    pub description: Option<String>,
}

new!(Add(group_id into GroupId, members each UserId, duration: i64) { description: None });
endpoint!(Add => Done, "v4/group_open_http_svc/ban_group_member", "群成员封禁", Safe, "20 members a call.");
batch!(Add, 20 of members: UserId);

/// Lets the banned in again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "unban_group_member")]
pub struct Remove {
    /// The group.
    pub group_id: GroupId,
    /// The users.
    #[serde(rename = "Members_Account")]
    pub members: Vec<UserId>,
}

new!(Remove(group_id into GroupId, members each UserId));
endpoint!(Remove => Done, "v4/group_open_http_svc/unban_group_member", "群成员解封", Safe,
    "20 users a call.");
batch!(Remove, 20 of members: UserId);

/// Tells who is banned, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_group_ban_member")]
pub struct List {
    /// The group.
    pub group_id: GroupId,
    /// Users a page at most: 100 or fewer.
    pub limit: Option<i64>,
    /// The number of items to skip; 0 at first.
    pub offset: i64,
}

new! {
    /// The first page.
    List(group_id into GroupId) { limit: None, offset: 0 }
}

endpoint!(List => ListResponse, "v4/group_open_http_svc/get_group_ban_member", "获取封禁群成员列表", Safe,
    "100 users a page.");
paged!(List at offset: i64, banned_account_list: Banned, |response|
    response.next_offset.filter(|next| *next != 0));

/// The answer to [`List`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListResponse {
    /// The banned.
    pub banned_account_list: Vec<Banned>,
    /// The start of the next page; 0 on the last page.
    pub next_offset: Option<i64>,
}

impl Response for ListResponse {}

/// A banned user.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Banned {
    /// The end, Unix seconds.
    pub banned_until: Option<i64>,
    /// The user.
    #[serde(rename = "Member_Account")]
    pub member: Option<UserId>,
}
