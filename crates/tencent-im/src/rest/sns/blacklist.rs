//! Blacklists: whom a user does not want to hear from.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Add`] | `sns/black_list_add` | 添加黑名单 |
//! | [`Remove`] | `sns/black_list_delete` | 删除黑名单 |
//! | [`List`] | `sns/black_list_get` | 拉取黑名单 |
//! | [`Check`] | `sns/black_list_check` | 校验黑名单 |

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{UserId, list, number};
use crate::rest::batch::Batch;
use crate::rest::outcome::{Outcome, failed, listed};
use crate::rest::word::words;
use crate::rest::{AccountResults, Endpoint, Failure, Paged, Response, Retry};

/// Puts users on a blacklist; friendship with them ends. Tencent's page: 添加黑名单. 1000 users a call, and on a
/// list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "black_list_add")]
#[doc(alias = "SNS.AddBlacklist")]
pub struct Add {
    /// Whose blacklist.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
}

impl Add {
    /// With what is required.
    #[must_use]
    pub fn new(from: impl Into<UserId>, to: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { from: from.into(), to: to.into_iter().map(Into::into).collect() }
    }
}

impl Endpoint for Add {
    const PATH: &'static str = "v4/sns/black_list_add";
    const TITLE: &'static str = "添加黑名单";
    const LIMITS: &'static str = "1000 users a call, and on a list.";
    const RETRY: Retry = Retry::Safe;
    type Response = AccountResults;
}

impl Batch for Add {
    const MAX: usize = 1_000;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(all: &mut AccountResults, next: AccountResults) {
        all.append(next);
    }
}

/// Takes users off a blacklist. Tencent's page: 删除黑名单. 1000 users a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "black_list_delete")]
#[doc(alias = "SNS.DeleteBlacklist")]
pub struct Remove {
    /// Whose blacklist.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
}

impl Remove {
    /// With what is required.
    #[must_use]
    pub fn new(from: impl Into<UserId>, to: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { from: from.into(), to: to.into_iter().map(Into::into).collect() }
    }
}

impl Endpoint for Remove {
    const PATH: &'static str = "v4/sns/black_list_delete";
    const TITLE: &'static str = "删除黑名单";
    const LIMITS: &'static str = "1000 users a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = AccountResults;
}

impl Batch for Remove {
    const MAX: usize = 1_000;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(all: &mut AccountResults, next: AccountResults) {
        all.append(next);
    }
}

/// Reads a blacklist, a page at a time. Tencent's page: 拉取黑名单. `max_limited` sets the size of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "black_list_get")]
#[doc(alias = "SNS.FetchBlacklist")]
#[doc(alias = "SNS.PullBlacklist")]
pub struct List {
    /// Whose blacklist.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// Where the page starts: 0 at first.
    pub start_index: i64,
    /// Entries a page at most.
    pub max_limited: i64,
    /// 0 for all.
    pub last_sequence: i64,
}

impl List {
    /// The first page.
    #[must_use]
    pub fn new(from: impl Into<UserId>) -> Self {
        Self { from: from.into(), start_index: 0, max_limited: 100, last_sequence: 0 }
    }
}

impl Endpoint for List {
    const PATH: &'static str = "v4/sns/black_list_get";
    const TITLE: &'static str = "拉取黑名单";
    const LIMITS: &'static str = "`max_limited` sets the size of a page.";
    const RETRY: Retry = Retry::Safe;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("CurrentSequence", "CurruentSequence")];
    type Response = ListResponse;
}

impl Paged for List {
    type Item = Entry;
    type Cursor = i64;

    fn cursor(&self) -> i64 {
        self.start_index
    }

    fn next(&self, response: &Self::Response) -> Option<Self> {
        let start_index = response.start_index.filter(|start| *start != 0)?;
        Some(Self { start_index, ..self.clone() })
    }

    fn items(response: Self::Response) -> Vec<Entry> {
        response.black_list_item
    }
}

/// What [`List`] gives back.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListResponse {
    /// The entries of this page.
    #[serde(deserialize_with = "list::deserialize")]
    pub black_list_item: Vec<Entry>,
    /// For the next page; 0 on the last one.
    #[serde(with = "number")]
    pub start_index: Option<i64>,
    /// The version of the list. The misspelling is Tencent's.
    #[serde(rename = "CurruentSequence", alias = "CurrentSequence", with = "number")]
    pub current_sequence: Option<i64>,
}

impl Response for ListResponse {}

/// An entry of a blacklist.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Entry {
    /// The user on it.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// Since when, Unix seconds.
    #[serde(with = "number")]
    pub add_black_time_stamp: Option<i64>,
}

/// Tells who has whom on the blacklist. Tencent's page: 校验黑名单. 1000 users a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "black_list_check")]
#[doc(alias = "SNS.CheckBlacklist")]
pub struct Check {
    /// Whose blacklist.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The users to look for.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
    /// Whether to look at one side or at both.
    pub check_type: CheckType,
}

impl Check {
    /// With what is required.
    #[must_use]
    pub fn new(
        from: impl Into<UserId>,
        to: impl IntoIterator<Item = impl Into<UserId>>,
        check_type: CheckType,
    ) -> Self {
        Self { from: from.into(), to: to.into_iter().map(Into::into).collect(), check_type }
    }
}

impl Endpoint for Check {
    const PATH: &'static str = "v4/sns/black_list_check";
    const TITLE: &'static str = "校验黑名单";
    const LIMITS: &'static str = "1000 users a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = CheckResponse;
}

impl Batch for Check {
    const MAX: usize = 1_000;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(all: &mut CheckResponse, next: CheckResponse) {
        all.black_list_check_item.extend(next.black_list_check_item);
        all.failed.extend(next.failed);
        all.invalid.extend(next.invalid);
    }
}

/// What [`Check`] gives back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CheckResponse {
    /// What was found, for each account.
    #[serde(deserialize_with = "list::deserialize")]
    pub black_list_check_item: Vec<CheckResult>,
    /// The accounts that failed; missing when there are none.
    #[serde(
        rename = "Fail_Account",
        deserialize_with = "list::deserialize",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub failed: Vec<UserId>,
    /// The accounts that are none; missing when there are none.
    #[serde(
        rename = "Invalid_Account",
        deserialize_with = "list::deserialize",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub invalid: Vec<UserId>,
}

impl Response for CheckResponse {
    fn failures(&self) -> Vec<Failure> {
        listed(listed(failed(&self.black_list_check_item), &self.failed), &self.invalid)
    }
}

/// What is between the two.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CheckResult {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// Who has whom.
    pub relation: Option<Relation>,
    /// 0, or why this one failed.
    #[serde(with = "number")]
    pub result_code: Option<i64>,
    /// The code in words.
    pub result_info: Option<String>,
}

impl Outcome for CheckResult {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.to.as_ref(), self.result_code, self.result_info.as_deref())
    }
}

words! {
    /// Where to look.
    CheckType {
        /// On the blacklist of the one.
        Single = "BlackCheckResult_Type_Single",
        /// On that of the other, too.
        Both = "BlackCheckResult_Type_Both",
    }
    /// Who has whom on the blacklist: A is who was asked about, B the other.
    Relation {
        /// Neither.
        Neither = "BlackCheckResult_Type_NO",
        /// A has B.
        AWithB = "BlackCheckResult_Type_AWithB",
        /// B has A.
        BWithA = "BlackCheckResult_Type_BWithA",
        /// Both.
        Both = "BlackCheckResult_Type_BothWay",
    }
}
