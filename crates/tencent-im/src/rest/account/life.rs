//! Accounts come and go.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::batch::{Batch, chunks, split};
use crate::rest::define::{batch, endpoint, failures, new, outcome};
use crate::rest::outcome::listed;
use crate::rest::word::words;
use crate::rest::{Done, Failure, Response};

/// Imports an account; of one that exists, changes nickname and picture.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("account_import", "Account.ImportAccount"))]
pub struct Import {
    /// The account, 32 bytes or fewer.
    #[serde(rename = "UserID", alias = "Identifier")]
    pub user: UserId,
    /// The nickname.
    pub nick: Option<String>,
    /// The URL of the picture.
    pub face_url: Option<String>,
}

new!(Import(user into UserId) { nick: None, face_url: None });
endpoint!(Import => Done, "v4/im_open_login_svc/account_import", "导入单个账号", Safe,
    "An account has 32 bytes or fewer."; "Identifier" is now "UserID");

/// Imports several accounts. Name them in one of the two lists.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("multiaccount_import", "Account.ImportAccounts"))]
pub struct ImportMany {
    /// The accounts, by name only.
    pub accounts: Option<Vec<UserId>>,
    /// The accounts with nicknames and pictures; newer than `accounts`.
    pub account_list: Option<Vec<Account>>,
}

impl ImportMany {
    /// Accounts by name only.
    #[must_use]
    pub fn new(users: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { accounts: Some(users.into_iter().map(Into::into).collect()), account_list: None }
    }

    /// Accounts with nicknames and pictures.
    #[must_use]
    pub fn with_profiles(accounts: Vec<Account>) -> Self {
        Self { accounts: None, account_list: Some(accounts) }
    }
}

endpoint!(ImportMany => ImportManyResponse, "v4/im_open_login_svc/multiaccount_import", "导入多个账号", Safe,
    "100 accounts a call.", 100 a second);

impl Batch for ImportMany {
    const MAX: usize = 100;
    type Item = Account;

    fn items(&mut self) -> Option<&mut Vec<Account>> {
        self.account_list.as_mut()
    }

    // Names go in the other list.
    fn split(mut self) -> Vec<Self> {
        match self.accounts.take() {
            Some(names) if self.account_list.is_none() => chunks(names, Self::MAX).map(Self::new).collect(),
            names => {
                self.accounts = names;
                split(self)
            }
        }
    }

    fn append(all: &mut ImportManyResponse, next: ImportManyResponse) {
        all.fail_accounts.extend(next.fail_accounts);
    }
}

/// An account to import.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Account {
    /// The account, 32 bytes or fewer.
    #[serde(rename = "UserID")]
    pub user: Option<UserId>,
    /// The nickname.
    pub nick: Option<String>,
    /// The URL of the picture.
    pub face_url: Option<String>,
}

impl Account {
    /// An account without nickname and picture.
    #[must_use]
    pub fn new(user: impl Into<UserId>) -> Self {
        Self { user: Some(user.into()), nick: None, face_url: None }
    }
}

/// The answer to [`ImportMany`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ImportManyResponse {
    /// The accounts that were not imported.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fail_accounts: Vec<UserId>,
}

impl Response for ImportManyResponse {
    fn failures(&self) -> Vec<Failure> {
        listed(Vec::new(), &self.fail_accounts)
    }
}

/// Deletes accounts with all that belongs to them, for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("account_delete", "Account.DeleteAccount", "Account.DeleteAccounts"))]
pub struct Delete {
    /// The accounts.
    pub delete_item: Vec<DeleteItem>,
}

impl Delete {
    /// A value with the required fields.
    #[must_use]
    pub fn new(users: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { delete_item: users.into_iter().map(|user| DeleteItem { user: user.into() }).collect() }
    }
}

endpoint!(Delete => DeleteResponse, "v4/im_open_login_svc/account_delete", "删除账号", Safe,
    "100 accounts a call, of an app in the trial edition (else 71000).", 100 a second);
batch!(Delete, 100 of delete_item: DeleteItem => result_item);

/// An account to delete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteItem {
    /// The account, 32 bytes or fewer.
    #[serde(rename = "UserID")]
    pub user: UserId,
}

/// The answer to [`Delete`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteResponse {
    /// The result for each item, in the order asked.
    pub result_item: Vec<DeleteResult>,
}

failures!(DeleteResponse: result_item);

/// The result for one account.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteResult {
    /// 0, or the code of the failure.
    pub result_code: Option<i64>,
    /// The text of the code.
    pub result_info: Option<String>,
    /// The account.
    #[serde(rename = "UserID")]
    pub user: Option<UserId>,
}

outcome!(DeleteResult: user, result_code, result_info);

/// Tells which accounts have been imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("account_check", "Account.CheckAccount", "Account.CheckAccounts"))]
pub struct Check {
    /// The accounts.
    pub check_item: Vec<CheckItem>,
}

impl Check {
    /// A value with the required fields.
    #[must_use]
    pub fn new(users: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { check_item: users.into_iter().map(|user| CheckItem { user: user.into() }).collect() }
    }
}

endpoint!(Check => CheckResponse, "v4/im_open_login_svc/account_check", "查询账号", Safe,
    "100 accounts a call.", 100 a second);
batch!(Check, 100 of check_item: CheckItem => result_item);

/// An account to look for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckItem {
    /// The account, 32 bytes or fewer.
    #[serde(rename = "UserID")]
    pub user: UserId,
}

/// The answer to [`Check`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CheckResponse {
    /// The result for each item, in the order asked.
    pub result_item: Vec<CheckResult>,
}

failures!(CheckResponse: result_item);

/// Whether an account is there.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CheckResult {
    /// 0, or the code of the failure.
    pub result_code: Option<i64>,
    /// The text of the code.
    pub result_info: Option<String>,
    /// The account.
    #[serde(rename = "UserID")]
    pub user: Option<UserId>,
    /// Whether the account is there.
    pub account_status: Option<Registration>,
}

outcome!(CheckResult: user, result_code, result_info);

/// Logs an account out everywhere and makes the `UserSig`s made for it so far invalid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "Account.KickAccount")]
pub struct Kick {
    /// The account.
    #[serde(rename = "UserID", alias = "Identifier")]
    pub user: UserId,
}

new!(Kick(user into UserId));
endpoint!(Kick => Done, "v4/im_open_login_svc/kick", "失效账号登录状态", Safe,
    "One account a call."; "Identifier" is now "UserID");

words! {
    /// Whether an account is there.
    Registration {
        /// The account exists.
        Imported = "Imported",
        /// The account does not exist.
        NotImported = "NotImported",
    }
}
