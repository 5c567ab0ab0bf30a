//! Who is a friend of whom.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::Response;
use crate::rest::define::{batch, endpoint, failures, new, outcome, paged};
use crate::rest::tag::{FieldInfo, Tag};
use crate::rest::word::words;

/// Tells who is a friend of whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("friend_check", "SNS.CheckFriend", "SNS.CheckFriends"))]
pub struct Check {
    /// The user whose friends these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The users to look for.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
    /// Whether to look at one side or at both.
    pub check_type: CheckType,
}

new!(Check(from into UserId, to each UserId, check_type: CheckType));
endpoint!(Check => CheckResponse, "v4/sns/friend_check", "校验好友", Safe, "1000 users a call.");
batch!(Check, 1_000 of to: UserId => info_item, failed, invalid);

/// The answer to [`Check`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CheckResponse {
    /// The finding for each user.
    pub info_item: Vec<CheckResult>,
    /// The accounts that failed; missing when there are none.
    #[serde(rename = "Fail_Account", skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<UserId>,
    /// The accounts that do not exist; missing when there are none.
    #[serde(rename = "Invalid_Account", skip_serializing_if = "Vec::is_empty")]
    pub invalid: Vec<UserId>,
}

failures!(CheckResponse: info_item; failed, invalid);

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

/// Reads the friends of a user, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("friend_get", "SNS.FetchFriends", "SNS.PullFriends"))]
pub struct List {
    /// The user whose friends these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The start of the page: 0 at first.
    pub start_index: i64,
    /// 0 for all; the value of the last answer for what changed since: if it is the newest, Tencent leaves the
    /// standard fields out.
    pub standard_sequence: Option<i64>,
    /// The version of the app's own fields, in that form.
    pub custom_sequence: Option<i64>,
}

new! {
    /// The first page.
    List(from into UserId) { start_index: 0, standard_sequence: None, custom_sequence: None }
}

endpoint!(List => ListResponse, "v4/sns/friend_get", "拉取好友", Safe,
    "Tencent sets the size of a page: 100.");
paged!(List at start_index: i64, user_data_item: FriendData, |response| {
    // The sequences stay: those of the answer would leave out what has not changed.
    response.next_start_index.filter(|_| response.complete_flag == Some(0))
});

/// The answer to [`List`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListResponse {
    /// The friends of this page.
    pub user_data_item: Vec<FriendData>,
    /// The version of the standard fields, for the next delta.
    pub standard_sequence: Option<i64>,
    /// The version of the app's own fields, for the next delta.
    pub custom_sequence: Option<i64>,
    /// Friends in all.
    pub friend_num: Option<i64>,
    /// Not 0 on the last page.
    pub complete_flag: Option<i64>,
    /// The start of the next page.
    pub next_start_index: Option<i64>,
}

impl Response for ListResponse {}

/// A friend.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct FriendData {
    /// The friend.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The fields that are set, by tag.
    pub value_item: Vec<FieldInfo>,
}

/// Reads what is known of the friends named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("friend_get_list", "SNS.GetFriend", "SNS.GetFriends"))]
pub struct Get {
    /// The user whose friends these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The friends.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
    /// The fields wanted.
    pub tag_list: Vec<Tag>,
}

new!(Get(from into UserId, to each UserId, tag_list: Vec<Tag>));
endpoint!(Get => GetResponse, "v4/sns/friend_get_list", "拉取指定好友", Safe,
    "100 friends a call are advised.");
batch!(Get, 100 of to: UserId => info_item, failed, invalid);

/// The answer to [`Get`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The friends.
    pub info_item: Vec<FriendInfo>,
    /// The accounts that failed; missing when there are none.
    #[serde(rename = "Fail_Account", skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<UserId>,
    /// The accounts that do not exist; missing when there are none.
    #[serde(rename = "Invalid_Account", skip_serializing_if = "Vec::is_empty")]
    pub invalid: Vec<UserId>,
}

failures!(GetResponse: info_item; failed, invalid);

/// A friend.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct FriendInfo {
    /// The friend.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The fields that are set, by tag.
    pub sns_profile_item: Vec<FieldInfo>,
    /// 0, or the code of the failure.
    pub result_code: Option<i64>,
    /// The text of the code.
    pub result_info: Option<String>,
}

outcome!(FriendInfo: to, result_code, result_info);

words! {
    /// Where to look.
    CheckType {
        /// Among the friends of the one.
        Single = "CheckResult_Type_Single",
        /// Among those of the other, too.
        Both = "CheckResult_Type_Both",
    }
    /// Who has whom among the friends: A is who was asked about, B the other.
    Relation {
        /// Neither.
        Neither = "CheckResult_Type_NoRelation",
        /// A has B.
        AWithB = "CheckResult_Type_AWithB",
        /// B has A.
        BWithA = "CheckResult_Type_BWithA",
        /// Both.
        Both = "CheckResult_Type_BothWay",
    }
}
