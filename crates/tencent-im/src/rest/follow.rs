//! Following: who follows whom. One-sided, and beside friendship.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::batch::Batch;
use crate::rest::cursor::filled;
use crate::rest::outcome::{Outcome, failed};
use crate::rest::tag::FieldInfo;
use crate::rest::{AccountResults, Endpoint, Failure, Paged, Response, Retry};

/// Makes a user follow others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "follow_add")]
pub struct Add {
    /// The user who follows.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The users to follow.
    pub follow_item: Vec<Followed>,
}

impl Add {
    /// A value with the required fields.
    #[must_use]
    pub fn new(from: impl Into<UserId>, tos: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self {
            from: from.into(),
            follow_item: tos.into_iter().map(|to| Followed { to: to.into() }).collect(),
        }
    }
}

impl Endpoint for Add {
    const PATH: &'static str = "v4/follow/follow_add";
    const TITLE: &'static str = "关注用户";
    const LIMITS: &'static str = "20 users a call, by analogy with the other calls.";
    const RETRY: Retry = Retry::Safe;
    type Response = AccountResults;
}

impl Batch for Add {
    const MAX: usize = 20;
    type Item = Followed;

    fn items(&mut self) -> Option<&mut Vec<Followed>> {
        Some(&mut self.follow_item)
    }

    fn append(all: &mut AccountResults, next: AccountResults) {
        all.append(next);
    }
}

/// A user to follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    /// The user who is followed.
    #[serde(rename = "To_Account")]
    pub to: UserId,
}

/// Makes a user follow others no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "follow_delete")]
pub struct Delete {
    /// The user who follows.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
}

impl Delete {
    /// A value with the required fields.
    #[must_use]
    pub fn new(from: impl Into<UserId>, to: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { from: from.into(), to: to.into_iter().map(Into::into).collect() }
    }
}

impl Endpoint for Delete {
    const PATH: &'static str = "v4/follow/follow_delete";
    const TITLE: &'static str = "取消关注用户";
    const LIMITS: &'static str = "20 users a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = AccountResults;
}

impl Batch for Delete {
    const MAX: usize = 20;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(all: &mut AccountResults, next: AccountResults) {
        all.append(next);
    }
}

/// Tells who follows whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "follow_check")]
pub struct Check {
    /// The user.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The users to look for.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
}

impl Check {
    /// A value with the required fields.
    #[must_use]
    pub fn new(from: impl Into<UserId>, to: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { from: from.into(), to: to.into_iter().map(Into::into).collect() }
    }
}

impl Endpoint for Check {
    const PATH: &'static str = "v4/follow/follow_check";
    const TITLE: &'static str = "检查关注关系";
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = CheckResponse;
}

impl Batch for Check {
    const MAX: usize = 100;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(all: &mut CheckResponse, next: CheckResponse) {
        all.result_item.extend(next.result_item);
    }
}

/// The answer to [`Check`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CheckResponse {
    /// The finding for each user.
    pub result_item: Vec<CheckResult>,
}

impl Response for CheckResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.result_item)
    }
}

/// The relation between the two.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CheckResult {
    /// The other user.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// 0, or the code of the failure.
    pub result_code: Option<i64>,
    /// The text of the code.
    pub result_info: Option<String>,
    /// 0: neither follows; 1: they follow; 2: the user follows; 3: both.
    pub follow_type: Option<i64>,
}

impl Outcome for CheckResult {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.to.as_ref(), self.result_code, self.result_info.as_deref())
    }
}

/// Reads whom a user follows, or who follows a user, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "follow_get")]
pub struct List {
    /// The user.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// 1: who follows the user; 2: whom the user follows; 3: both at once.
    pub follow_type: i64,
    /// The start of the page: empty at first, then the cursor of the page before.
    pub start_cursor: Option<String>,
    /// Users a page at most: 1000 or fewer, 100 if missing.
    pub want_num: Option<i64>,
}

impl List {
    /// A value with the required fields.
    #[must_use]
    pub fn new(from: impl Into<UserId>, follow_type: i64) -> Self {
        Self { from: from.into(), follow_type, start_cursor: None, want_num: None }
    }
}

impl Endpoint for List {
    const PATH: &'static str = "v4/follow/follow_get";
    const TITLE: &'static str = "拉取关注、粉丝与互关列表";
    const LIMITS: &'static str = "1000 users a page.";
    const RETRY: Retry = Retry::Safe;
    type Response = ListResponse;
}

impl Paged for List {
    type Item = Follow;
    type Cursor = Option<String>;

    fn cursor(&self) -> Option<String> {
        self.start_cursor.clone()
    }

    fn next(&self, response: &Self::Response) -> Option<Self> {
        let cursor = filled(response.next_cursor.as_ref())?;
        Some(Self { start_cursor: Some(cursor), ..self.clone() })
    }

    fn items(response: Self::Response) -> Vec<Follow> {
        response.follow_item
    }
}

/// The answer to [`List`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListResponse {
    /// The users of this page.
    pub follow_item: Vec<Follow>,
    /// The start of the next page; empty on the last page.
    pub next_cursor: Option<String>,
}

impl Response for ListResponse {}

/// A user found.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Follow {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The start, Unix seconds.
    pub follow_time: Option<i64>,
    /// The fields that are set, by tag.
    pub profile_item: Vec<FieldInfo>,
}

/// Counts who follows users and whom they follow.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "follow_get_info")]
pub struct Count {
    /// The user in whose name the counts are read.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
}

impl Count {
    /// A value with the required fields.
    #[must_use]
    pub fn new(to: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { from: None, to: to.into_iter().map(Into::into).collect() }
    }
}

impl Endpoint for Count {
    const PATH: &'static str = "v4/follow/follow_get_info";
    const TITLE: &'static str = "获取关注、粉丝与互关数";
    const LIMITS: &'static str = "20 users a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = CountResponse;
}

impl Batch for Count {
    const MAX: usize = 20;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(all: &mut CountResponse, next: CountResponse) {
        all.follow_info.extend(next.follow_info);
    }
}

/// The answer to [`Count`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CountResponse {
    /// The counts, for each account.
    pub follow_info: Vec<Counts>,
}

impl Response for CountResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.follow_info)
    }
}

/// The counts of a user.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Counts {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// 0, or the code of the failure.
    pub result_code: Option<i64>,
    /// The text of the code.
    pub result_info: Option<String>,
    /// Users who follow this one.
    pub follower_count: Option<i64>,
    /// Users whom this one follows.
    pub following_count: Option<i64>,
    /// Users who follow each other with this one.
    pub mutual_following_count: Option<i64>,
}

impl Outcome for Counts {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.to.as_ref(), self.result_code, self.result_info.as_deref())
    }
}
