//! Banning members of live groups.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::batch::Batch;
use crate::rest::{Done, Endpoint, Paged, Response, Retry};

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

impl Add {
    /// A value with the required fields.
    #[must_use]
    pub fn new(
        group_id: impl Into<GroupId>,
        members: impl IntoIterator<Item = impl Into<UserId>>,
        duration: i64,
    ) -> Self {
        Self {
            group_id: group_id.into(),
            members: members.into_iter().map(Into::into).collect(),
            duration,
            description: None,
        }
    }
}

impl Endpoint for Add {
    const PATH: &'static str = "v4/group_open_http_svc/ban_group_member";
    const TITLE: &'static str = "群成员封禁";
    const LIMITS: &'static str = "20 members a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

impl Batch for Add {
    const MAX: usize = 20;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.members)
    }

    fn append(_: &mut Done, _: Done) {}
}

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

impl Remove {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, members: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { group_id: group_id.into(), members: members.into_iter().map(Into::into).collect() }
    }
}

impl Endpoint for Remove {
    const PATH: &'static str = "v4/group_open_http_svc/unban_group_member";
    const TITLE: &'static str = "群成员解封";
    const LIMITS: &'static str = "20 users a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

impl Batch for Remove {
    const MAX: usize = 20;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.members)
    }

    fn append(_: &mut Done, _: Done) {}
}

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

impl List {
    /// The first page.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>) -> Self {
        Self { group_id: group_id.into(), limit: None, offset: 0 }
    }
}

impl Endpoint for List {
    const PATH: &'static str = "v4/group_open_http_svc/get_group_ban_member";
    const TITLE: &'static str = "获取封禁群成员列表";
    const LIMITS: &'static str = "100 users a page.";
    const RETRY: Retry = Retry::Safe;
    type Response = ListResponse;
}

impl Paged for List {
    type Item = Banned;
    type Cursor = i64;

    fn cursor(&self) -> i64 {
        self.offset
    }

    fn next(&self, response: &Self::Response) -> Option<Self> {
        let offset = response.next_offset.filter(|next| *next != 0)?;
        Some(Self { offset, ..self.clone() })
    }

    fn items(response: Self::Response) -> Vec<Banned> {
        response.banned_account_list
    }
}

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
