//! Profiles: nickname, picture, gender, … and the app's own fields, by [`Tag`].

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::Done;
use crate::rest::define::{batch, endpoint, failures, new, outcome};
use crate::rest::tag::{Field, FieldInfo, Tag};

/// Changes fields of a user's profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("portrait_set", "Profile.SetProfile"))]
pub struct Set {
    /// The user.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The fields and their values.
    pub profile_item: Vec<Field>,
}

new!(Set(from into UserId, profile_item: Vec<Field>));
endpoint!(Set => Done, "v4/profile/portrait_set", "设置资料", Safe,
    "One user a call; a value has 500 bytes or fewer.");

/// Reads fields of the profiles of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("portrait_get", "Profile.GetProfiles"))]
pub struct Get {
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
    /// The fields wanted.
    pub tag_list: Vec<Tag>,
}

new!(Get(to each UserId, tag_list: Vec<Tag>));
endpoint!(Get => GetResponse, "v4/profile/portrait_get", "拉取资料", Safe, "100 users a call are advised.");
batch!(Get, 100 of to: UserId => user_profile_item, failed, invalid);

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

failures!(GetResponse: user_profile_item; failed, invalid);

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

outcome!(UserProfile: to, result_code, result_info);
