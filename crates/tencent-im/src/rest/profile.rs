//! Profiles: nickname, picture, gender, … and the app's own fields, by [`Tag`].

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::batch::Batch;
use crate::rest::outcome::{Outcome, failed, listed};
use crate::rest::tag::{Field, FieldInfo, Tag};
use crate::rest::{Done, Endpoint, Failure, Response, Retry};

/// Changes fields of a user's profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "portrait_set")]
#[doc(alias = "Profile.SetProfile")]
pub struct Set {
    /// The user.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The fields and their values.
    pub profile_item: Vec<Field>,
}

impl Set {
    /// A value with the required fields.
    #[must_use]
    pub fn new(from: impl Into<UserId>, profile_item: Vec<Field>) -> Self {
        Self { from: from.into(), profile_item }
    }
}

impl Endpoint for Set {
    const PATH: &'static str = "v4/profile/portrait_set";
    const TITLE: &'static str = "设置资料";
    const LIMITS: &'static str = "One user a call; a value has 500 bytes or fewer.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Reads fields of the profiles of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "portrait_get")]
#[doc(alias = "Profile.GetProfiles")]
pub struct Get {
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
    /// The fields wanted.
    pub tag_list: Vec<Tag>,
}

impl Get {
    /// A value with the required fields.
    #[must_use]
    pub fn new(to: impl IntoIterator<Item = impl Into<UserId>>, tag_list: Vec<Tag>) -> Self {
        Self { to: to.into_iter().map(Into::into).collect(), tag_list }
    }
}

impl Endpoint for Get {
    const PATH: &'static str = "v4/profile/portrait_get";
    const TITLE: &'static str = "拉取资料";
    const LIMITS: &'static str = "100 users a call are advised.";
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
        all.user_profile_item.extend(next.user_profile_item);
        all.failed.extend(next.failed);
        all.invalid.extend(next.invalid);
    }
}

/// The answer to [`Get`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The profiles.
    pub user_profile_item: Vec<UserProfile>,
    /// The accounts that failed; missing when there are none.
    #[serde(rename = "Fail_Account", skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<UserId>,
    /// The accounts that do not exist; missing when there are none.
    #[serde(rename = "Invalid_Account", skip_serializing_if = "Vec::is_empty")]
    pub invalid: Vec<UserId>,
}

impl Response for GetResponse {
    fn failures(&self) -> Vec<Failure> {
        listed(listed(failed(&self.user_profile_item), &self.failed), &self.invalid)
    }
}

/// The profile of a user.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UserProfile {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The fields that are set, by tag.
    pub profile_item: Vec<FieldInfo>,
    /// 0, or the code of the failure.
    pub result_code: Option<i64>,
    /// The text of the code.
    pub result_info: Option<String>,
}

impl Outcome for UserProfile {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.to.as_ref(), self.result_code, self.result_info.as_deref())
    }
}
