//! Blacklists: whom a user does not want to hear from.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::define::{batch, endpoint, failures, new, outcome, paged};
use crate::rest::word::words;
use crate::rest::{AccountResults, Response};

/// Puts users on a blacklist; friendship with them ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias("black_list_add", "SNS.AddBlacklist"))]
pub struct Add {
    /// The user whose blacklist these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
}

new!(Add(from into UserId, to each UserId));
endpoint!(Add => AccountResults, "v4/sns/black_list_add", "添加黑名单", Safe,
    "1000 users a call, and on a list.");
batch!(Add, 1_000 of to: UserId => result_item, failed, invalid);

/// Takes users off a blacklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias("black_list_delete", "SNS.DeleteBlacklist"))]
pub struct Remove {
    /// The user whose blacklist these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
}

new!(Remove(from into UserId, to each UserId));
endpoint!(Remove => AccountResults, "v4/sns/black_list_delete", "删除黑名单", Safe, "1000 users a call.");
batch!(Remove, 1_000 of to: UserId => result_item, failed, invalid);

/// Reads a blacklist, a page at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("black_list_get", "SNS.FetchBlacklist", "SNS.PullBlacklist"))]
pub struct List {
    /// The user whose blacklist these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The start of the page: 0 at first.
    pub start_index: i64,
    /// Entries a page at most.
    pub max_limited: i64,
    /// 0 for all.
    pub last_sequence: i64,
}

new! {
    /// The first page.
    List(from into UserId) { start_index: 0, max_limited: 100, last_sequence: 0 }
}

endpoint!(List => ListResponse, "v4/sns/black_list_get", "拉取黑名单", Safe,
    "`max_limited` sets the size of a page."; "CurrentSequence" is now "CurruentSequence");
paged!(List at start_index: i64, black_list_item: Entry, |response|
    response.start_index.filter(|start| *start != 0));

/// The answer to [`List`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListResponse {
    /// The entries of this page.
    pub black_list_item: Vec<Entry>,
    /// The start of the next page; 0 on the last page.
    pub start_index: Option<i64>,
    /// The version of the list. The misspelling is Tencent's.
    #[serde(rename = "CurruentSequence", alias = "CurrentSequence")]
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
    /// The start, Unix seconds.
    pub add_black_time_stamp: Option<i64>,
}

/// Tells who has whom on the blacklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("black_list_check", "SNS.CheckBlacklist"))]
pub struct Check {
    /// The user whose blacklist these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The users to look for.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
    /// Whether to look at one side or at both.
    pub check_type: CheckType,
}

new!(Check(from into UserId, to each UserId, check_type: CheckType));
endpoint!(Check => CheckResponse, "v4/sns/black_list_check", "校验黑名单", Safe, "1000 users a call.");
batch!(Check, 1_000 of to: UserId => black_list_check_item, failed, invalid);

/// The answer to [`Check`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CheckResponse {
    /// The finding for each account.
    pub black_list_check_item: Vec<CheckResult>,
    /// The accounts that failed; missing when there are none.
    #[serde(rename = "Fail_Account", skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<UserId>,
    /// The accounts that do not exist; missing when there are none.
    #[serde(rename = "Invalid_Account", skip_serializing_if = "Vec::is_empty")]
    pub invalid: Vec<UserId>,
}

failures!(CheckResponse: black_list_check_item; failed, invalid);

/// The relation between the two.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CheckResult {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// Which of the two has the other.
    pub relation: Option<Relation>,
    /// 0, or the code of the failure.
    pub result_code: Option<i64>,
    /// The text of the code.
    pub result_info: Option<String>,
}

outcome!(CheckResult: to, result_code, result_info);

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
