//! Following: who follows whom. One-sided, and beside friendship.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::cursor::filled;
use crate::rest::define::{batch, endpoint, failures, new, outcome, paged};
use crate::rest::tag::FieldInfo;
use crate::rest::{AccountResults, Response};

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

endpoint!(Add => AccountResults, "v4/follow/follow_add", "关注用户", Safe,
    "20 users a call, by analogy with the other calls.");
batch!(Add, 20 of follow_item: Followed => result_item, failed, invalid);

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

new!(Delete(from into UserId, to each UserId));
endpoint!(Delete => AccountResults, "v4/follow/follow_delete", "取消关注用户", Safe, "20 users a call.");
batch!(Delete, 20 of to: UserId => result_item, failed, invalid);

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

new!(Check(from into UserId, to each UserId));
endpoint!(Check => CheckResponse, "v4/follow/follow_check", "检查关注关系", Safe, "100 users a call.");
batch!(Check, 100 of to: UserId => result_item);

/// The answer to [`Check`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CheckResponse {
    /// The finding for each user.
    pub result_item: Vec<CheckResult>,
}

failures!(CheckResponse: result_item);

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

outcome!(CheckResult: to, result_code, result_info);

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

new!(List(from into UserId, follow_type: i64) { start_cursor: None, want_num: None });
endpoint!(List => ListResponse, "v4/follow/follow_get", "拉取关注、粉丝与互关列表", Safe,
    "1000 users a page.");
paged!(List at start_cursor: Option<String>, follow_item: Follow, |response|
    filled(response.next_cursor.as_ref()));

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

new!(Count(to each UserId) { from: None });
endpoint!(Count => CountResponse, "v4/follow/follow_get_info", "获取关注、粉丝与互关数", Safe,
    "20 users a call.");
batch!(Count, 20 of to: UserId => follow_info);

/// The answer to [`Count`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CountResponse {
    /// The counts, for each account.
    pub follow_info: Vec<Counts>,
}

failures!(CountResponse: follow_info);

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

outcome!(Counts: to, result_code, result_info);
