//! Who is a friend of whom.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::batch::Batch;
use crate::rest::outcome::{Outcome, failed, listed};
use crate::rest::tag::{FieldInfo, Tag};
use crate::rest::word::words;
use crate::rest::{Endpoint, Failure, Paged, Response, Retry};

/// Tells who is a friend of whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "friend_check")]
#[doc(alias = "SNS.CheckFriend")]
#[doc(alias = "SNS.CheckFriends")]
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

impl Check {
    /// A value with the required fields.
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
    const PATH: &'static str = "v4/sns/friend_check";
    const TITLE: &'static str = "校验好友";
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
        all.info_item.extend(next.info_item);
        all.failed.extend(next.failed);
        all.invalid.extend(next.invalid);
    }
}

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

impl Response for CheckResponse {
    fn failures(&self) -> Vec<Failure> {
        listed(listed(failed(&self.info_item), &self.failed), &self.invalid)
    }
}

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

impl Outcome for CheckResult {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.to.as_ref(), self.result_code, self.result_info.as_deref())
    }
}

/// Reads the friends of a user, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "friend_get")]
#[doc(alias = "SNS.FetchFriends")]
#[doc(alias = "SNS.PullFriends")]
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

impl List {
    /// The first page.
    #[must_use]
    pub fn new(from: impl Into<UserId>) -> Self {
        Self { from: from.into(), start_index: 0, standard_sequence: None, custom_sequence: None }
    }
}

impl Endpoint for List {
    const PATH: &'static str = "v4/sns/friend_get";
    const TITLE: &'static str = "拉取好友";
    const LIMITS: &'static str = "Tencent sets the size of a page: 100.";
    const RETRY: Retry = Retry::Safe;
    type Response = ListResponse;
}

impl Paged for List {
    type Item = FriendData;
    type Cursor = i64;

    fn cursor(&self) -> i64 {
        self.start_index
    }

    fn next(&self, response: &Self::Response) -> Option<Self> {
        // The sequences stay: those of the answer would leave out what has not changed.
        let start_index = response.next_start_index.filter(|_| response.complete_flag == Some(0))?;
        Some(Self { start_index, ..self.clone() })
    }

    fn items(response: Self::Response) -> Vec<FriendData> {
        response.user_data_item
    }
}

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
#[doc(alias = "friend_get_list")]
#[doc(alias = "SNS.GetFriend")]
#[doc(alias = "SNS.GetFriends")]
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

impl Get {
    /// A value with the required fields.
    #[must_use]
    pub fn new(
        from: impl Into<UserId>,
        to: impl IntoIterator<Item = impl Into<UserId>>,
        tag_list: Vec<Tag>,
    ) -> Self {
        Self { from: from.into(), to: to.into_iter().map(Into::into).collect(), tag_list }
    }
}

impl Endpoint for Get {
    const PATH: &'static str = "v4/sns/friend_get_list";
    const TITLE: &'static str = "拉取指定好友";
    const LIMITS: &'static str = "100 friends a call are advised.";
    const RETRY: Retry = Retry::Safe;
    type Response = GetResponse;
}

impl Batch for Get {
    const MAX: usize = 100;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(all: &mut GetResponse, next: GetResponse) {
        all.info_item.extend(next.info_item);
        all.failed.extend(next.failed);
        all.invalid.extend(next.invalid);
    }
}

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

impl Response for GetResponse {
    fn failures(&self) -> Vec<Failure> {
        listed(listed(failed(&self.info_item), &self.failed), &self.invalid)
    }
}

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

impl Outcome for FriendInfo {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.to.as_ref(), self.result_code, self.result_info.as_deref())
    }
}

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
