//! Replies that many calls share.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::outcome::{Outcome, failed, listed};
use super::{Failure, Response};
use crate::model::{UserId, list, number};

/// Nothing comes back but that it is done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}

impl Response for Done {}

/// What became of each account.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AccountResults {
    /// What became of each, in the order asked.
    #[serde(deserialize_with = "list::deserialize")]
    pub result_item: Vec<AccountResult>,
    /// The accounts that failed; missing when there are none.
    #[serde(
        rename = "Fail_Account",
        deserialize_with = "list::deserialize",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub failed: Vec<UserId>,
    /// The accounts that are none; missing when there are none, and in newer texts.
    #[serde(
        rename = "Invalid_Account",
        deserialize_with = "list::deserialize",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub invalid: Vec<UserId>,
}

impl AccountResults {
    pub(super) fn append(&mut self, next: Self) {
        self.result_item.extend(next.result_item);
        self.failed.extend(next.failed);
        self.invalid.extend(next.invalid);
    }
}

impl Response for AccountResults {
    fn failures(&self) -> Vec<Failure> {
        listed(listed(failed(&self.result_item), &self.failed), &self.invalid)
    }
}

/// What became of an account.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AccountResult {
    /// The account.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// 0, or why this one failed.
    #[serde(with = "number")]
    pub result_code: Option<i64>,
    /// The code in words.
    pub result_info: Option<String>,
}

impl Outcome for AccountResult {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.to.as_ref(), self.result_code, self.result_info.as_deref())
    }
}
