//! Official accounts: making, changing, reading, destroying them.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{OfficialAccountId, UserId};
use crate::rest::define::{endpoint, new};
use crate::rest::{Done, Response};

/// Makes an official account.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "create_official_account")]
pub struct Create {
    /// The owner.
    #[serde(rename = "Owner_Account")]
    pub owner: UserId,
    /// The official account; Tencent makes a name if missing.
    #[serde(rename = "OfficialAccountUserID")]
    pub account: Option<OfficialAccountId>,
    /// The name, 150 bytes or fewer.
    pub name: String,
    /// The introduction, 400 bytes or fewer.
    pub introduction: Option<String>,
    /// The URL of the picture, 500 bytes or fewer.
    pub face_url: Option<String>,
    /// Subscribers at most, 100000 if missing.
    pub max_subscriber_num: Option<i64>,
    /// The organization behind the account, 500 bytes or fewer.
    pub organization: Option<String>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
}

new!(Create(owner into UserId, name into String) { ..Self::default() });
// The second would be another official account.
endpoint!(Create => CreateResponse, "v4/official_account_open_http_svc/create_official_account",
    "创建公众号", Never,
    "Name 150, introduction 400, picture and organization 500, own data 3000 bytes; top edition, 5 in a trial.");

/// The answer to [`Create`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateResponse {
    /// The official account.
    #[serde(rename = "OfficialAccountUserID")]
    pub account: Option<OfficialAccountId>,
}

impl Response for CreateResponse {}

/// Destroys an official account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "destroy_official_account")]
pub struct Destroy {
    /// The official account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
}

new!(Destroy(account into OfficialAccountId));
endpoint!(Destroy => Done, "v4/official_account_open_http_svc/destroy_official_account", "销毁公众号", Safe,
    "One official account a call.");

/// Changes an official account.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "modify_official_account_base_info")]
pub struct Modify {
    /// The official account.
    #[serde(rename = "OfficialAccount", alias = "Official_Account")]
    pub account: OfficialAccountId,
    /// The name, 150 bytes or fewer.
    pub name: Option<String>,
    /// The introduction, 400 bytes or fewer.
    pub introduction: Option<String>,
    /// The URL of the picture, 500 bytes or fewer.
    pub face_url: Option<String>,
    /// The organization behind the account, 500 bytes or fewer.
    pub organization: Option<String>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
    /// Subscribers at most, 100000 if missing.
    pub max_subscriber_num: Option<i64>,
}

new!(Modify(account into OfficialAccountId) { ..Self::default() });
endpoint!(Modify => Done, "v4/official_account_open_http_svc/modify_official_account_base_info",
    "修改公众号资料", Safe, "Name 150, introduction 400, picture and organization 500, own data 3000 bytes.";
    "Official_Account" is now "OfficialAccount");

/// Reads official accounts.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_official_account_info")]
pub struct Get {
    /// The official accounts.
    pub official_account_id_list: Vec<AccountRef>,
    /// The parts wanted; all if missing.
    pub response_filter: Option<Filter>,
}

impl Get {
    /// A value with the required fields.
    #[must_use]
    pub fn new(accounts: impl IntoIterator<Item = impl Into<OfficialAccountId>>) -> Self {
        Self {
            official_account_id_list: accounts
                .into_iter()
                .map(|account| AccountRef { account: Some(account.into()) })
                .collect(),
            response_filter: None,
        }
    }
}

endpoint!(Get => GetResponse, "v4/official_account_open_http_svc/get_official_account_info",
    "获取公众号详细资料", Safe, "Several official accounts a call.");

/// The fields of an official account wanted in a reply.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Filter {
    /// The fields of the official account.
    pub official_account_base_info_filter: Option<Vec<String>>,
    /// The fields of the user's own membership.
    pub self_info_filter: Option<Vec<String>>,
}

/// An official account to read.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRef {
    /// The official account.
    #[serde(rename = "Official_Account")]
    pub account: Option<OfficialAccountId>,
}

/// The answer to [`Get`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The official accounts.
    pub official_account_info_list: Vec<AccountInfo>,
}

impl Response for GetResponse {}

/// An official account.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AccountInfo {
    /// The name, 150 bytes or fewer.
    pub name: Option<String>,
    /// The owner.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// When the last message was sent, Unix seconds.
    pub last_msg_time: Option<i64>,
    /// Subscribers in all.
    pub subscriber_num: Option<i64>,
    /// The introduction, 400 bytes or fewer.
    pub introduction: Option<String>,
    /// The URL of the picture, 500 bytes or fewer.
    pub face_url: Option<String>,
    /// The organization behind the account, 500 bytes or fewer.
    pub organization: Option<String>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
    /// The time of creation, Unix seconds.
    pub create_time: Option<i64>,
}
