//! Replies that many calls share.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::Response;
use crate::model::UserId;
use crate::rest::define::{failures, outcome};

/// Nothing comes back but that it is done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}

impl Response for Done {}

/// The result for each account.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AccountResults {
    /// The result for each item, in the order asked.
    pub result_item: Vec<AccountResult>,
    /// The accounts that failed; missing when there are none.
    #[serde(rename = "Fail_Account", skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<UserId>,
    /// The accounts that do not exist; missing when there are none, and in newer texts.
    #[serde(rename = "Invalid_Account", skip_serializing_if = "Vec::is_empty")]
    pub invalid: Vec<UserId>,
}

failures!(AccountResults: result_item; failed, invalid);

/// The result for one account.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AccountResult {
    /// The account.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// 0, or the code of the failure.
    pub result_code: Option<i64>,
    /// The text of the code.
    pub result_info: Option<String>,
}

outcome!(AccountResult: to, result_code, result_info);
