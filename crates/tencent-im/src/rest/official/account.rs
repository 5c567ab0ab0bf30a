//! Official accounts: making, changing, reading, destroying them.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Create`] | `official_account_open_http_svc/create_official_account` | 创建公众号 |
//! | [`Destroy`] | `official_account_open_http_svc/destroy_official_account` | 销毁公众号 |
//! | [`Modify`] | `official_account_open_http_svc/modify_official_account_base_info` | 修改公众号资料 |
//! | [`Get`] | `official_account_open_http_svc/get_official_account_info` | 获取公众号详细资料 |

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{OfficialAccountId, UserId, list, number};
use crate::rest::{Done, Endpoint, Response, Retry};

/// Makes an official account. Tencent's page: 创建公众号. Name 150, introduction 400, picture and organization 500,
/// own data 3000 bytes; top edition, 5 in a trial.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What it is about, 400 bytes or fewer.
    pub introduction: Option<String>,
    /// Where the picture is, 500 bytes or fewer.
    pub face_url: Option<String>,
    /// Subscribers at most, 100000 if missing.
    pub max_subscriber_num: Option<i64>,
    /// Who runs it, 500 bytes or fewer.
    pub organization: Option<String>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
}

impl Create {
    /// With what is required.
    #[must_use]
    pub fn new(owner: impl Into<UserId>, name: impl Into<String>) -> Self {
        Self {
            owner: owner.into(),
            account: None,
            name: name.into(),
            introduction: None,
            face_url: None,
            max_subscriber_num: None,
            organization: None,
            custom_string: None,
        }
    }
}

impl Endpoint for Create {
    const PATH: &'static str = "v4/official_account_open_http_svc/create_official_account";
    const TITLE: &'static str = "创建公众号";
    const LIMITS: &'static str = "Name 150, introduction 400, picture and organization 500, own data 3000 bytes; top edition, 5 in a trial.";
    // The second would be another official account.
    const RETRY: Retry = Retry::Never;
    type Response = CreateResponse;
}

/// What [`Create`] gives back.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateResponse {
    /// The official account.
    #[serde(rename = "OfficialAccountUserID")]
    pub account: Option<OfficialAccountId>,
}

impl Response for CreateResponse {}

/// Destroys an official account. Tencent's page: 销毁公众号. One official account a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "destroy_official_account")]
pub struct Destroy {
    /// The official account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
}

impl Destroy {
    /// With what is required.
    #[must_use]
    pub fn new(account: impl Into<OfficialAccountId>) -> Self {
        Self { account: account.into() }
    }
}

impl Endpoint for Destroy {
    const PATH: &'static str = "v4/official_account_open_http_svc/destroy_official_account";
    const TITLE: &'static str = "销毁公众号";
    const LIMITS: &'static str = "One official account a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Changes an official account. Tencent's page: 修改公众号资料. Name 150, introduction 400, picture and organization
/// 500, own data 3000 bytes.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "modify_official_account_base_info")]
pub struct Modify {
    /// The official account.
    #[serde(rename = "OfficialAccount", alias = "Official_Account")]
    pub account: OfficialAccountId,
    /// The name, 150 bytes or fewer.
    pub name: Option<String>,
    /// What it is about, 400 bytes or fewer.
    pub introduction: Option<String>,
    /// Where the picture is, 500 bytes or fewer.
    pub face_url: Option<String>,
    /// Who runs it, 500 bytes or fewer.
    pub organization: Option<String>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
    /// Subscribers at most, 100000 if missing.
    pub max_subscriber_num: Option<i64>,
}

impl Modify {
    /// With what is required.
    #[must_use]
    pub fn new(account: impl Into<OfficialAccountId>) -> Self {
        Self {
            account: account.into(),
            name: None,
            introduction: None,
            face_url: None,
            organization: None,
            custom_string: None,
            max_subscriber_num: None,
        }
    }
}

impl Endpoint for Modify {
    const PATH: &'static str = "v4/official_account_open_http_svc/modify_official_account_base_info";
    const TITLE: &'static str = "修改公众号资料";
    const LIMITS: &'static str =
        "Name 150, introduction 400, picture and organization 500, own data 3000 bytes.";
    const RETRY: Retry = Retry::Safe;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("Official_Account", "OfficialAccount")];
    type Response = Done;
}

/// Reads official accounts. Tencent's page: 获取公众号详细资料. Several official accounts a call.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_official_account_info")]
pub struct Get {
    /// The official accounts.
    pub official_account_id_list: Vec<AccountRef>,
    /// What to tell; everything if missing.
    pub response_filter: Option<Filter>,
}

impl Get {
    /// With what is required.
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

impl Endpoint for Get {
    const PATH: &'static str = "v4/official_account_open_http_svc/get_official_account_info";
    const TITLE: &'static str = "获取公众号详细资料";
    const LIMITS: &'static str = "Several official accounts a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = GetResponse;
}

/// What a reply shall hold of an official account.
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

/// What [`Get`] gives back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The official accounts.
    #[serde(deserialize_with = "list::deserialize")]
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
    #[serde(with = "number")]
    pub last_msg_time: Option<i64>,
    /// Subscribers in all.
    #[serde(with = "number")]
    pub subscriber_num: Option<i64>,
    /// What it is about, 400 bytes or fewer.
    pub introduction: Option<String>,
    /// Where the picture is, 500 bytes or fewer.
    pub face_url: Option<String>,
    /// Who runs it, 500 bytes or fewer.
    pub organization: Option<String>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
    /// When it was made, Unix seconds.
    #[serde(with = "number")]
    pub create_time: Option<i64>,
}
