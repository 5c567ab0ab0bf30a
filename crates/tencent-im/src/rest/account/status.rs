//! Who is online.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::batch::Batch;
use crate::rest::outcome::{Outcome, failed};
use crate::rest::word::words;
use crate::rest::{Endpoint, Failure, Response, Retry};

/// Tells who is online.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "query_online_status")]
#[doc(alias = "Account.GetAccountOnlineState")]
#[doc(alias = "Account.GetAccountsOnlineState")]
pub struct GetOnlineStatus {
    /// 1: tell the state on each platform, too.
    pub is_need_detail: Option<i64>,
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
}

impl GetOnlineStatus {
    /// A value with the required fields.
    #[must_use]
    pub fn new(to: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { is_need_detail: None, to: to.into_iter().map(Into::into).collect() }
    }
}

impl Endpoint for GetOnlineStatus {
    const PATH: &'static str = "v4/openim/query_online_status";
    const TITLE: &'static str = "查询账号在线状态";
    const LIMITS: &'static str = "500 accounts a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = GetOnlineStatusResponse;
}

impl Batch for GetOnlineStatus {
    const MAX: usize = 500;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(all: &mut GetOnlineStatusResponse, next: GetOnlineStatusResponse) {
        all.query_result.extend(next.query_result);
        all.error_list.extend(next.error_list);
    }
}

/// The answer to [`GetOnlineStatus`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetOnlineStatusResponse {
    /// The states.
    pub query_result: Vec<UserStatus>,
    /// The accounts that failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_list: Vec<StatusFailure>,
}

impl Response for GetOnlineStatusResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.error_list)
    }
}

/// A user whose state is not known.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct StatusFailure {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// Why; 70107: there is no such account.
    pub error_code: Option<i64>,
}

impl Outcome for StatusFailure {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.to.as_ref(), self.error_code, None)
    }
}

/// The state of a user.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UserStatus {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// Whether the user is there.
    pub status: Option<Presence>,
    /// The state on each platform.
    pub detail: Vec<PlatformStatus>,
}

/// The state on a platform.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PlatformStatus {
    /// `iPhone`, `Android`, `Web`, `PC`, `iPad` or `Mac`.
    pub platform: Option<String>,
    /// Whether the user is there.
    pub status: Option<Presence>,
}

/// Tells who is online, as it was done before [`GetOnlineStatus`].
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "querystate")]
pub struct GetState {
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
    /// 1: tell the state on each platform, too.
    pub is_need_detail: Option<i64>,
}

impl GetState {
    /// A value with the required fields.
    #[must_use]
    pub fn new(to: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { to: to.into_iter().map(Into::into).collect(), is_need_detail: None }
    }
}

impl Endpoint for GetState {
    const PATH: &'static str = "v4/openim/querystate";
    const TITLE: &'static str = "获取用户在线状态（旧）";
    const LIMITS: &'static str = "500 accounts a call; superseded.";
    const RETRY: Retry = Retry::Safe;
    type Response = GetStateResponse;
}

impl Batch for GetState {
    const MAX: usize = 500;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(all: &mut GetStateResponse, next: GetStateResponse) {
        all.query_result.extend(next.query_result);
        all.error_list.extend(next.error_list);
    }
}

/// The answer to [`GetState`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetStateResponse {
    /// The states.
    pub query_result: Vec<UserState>,
    /// The accounts that failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_list: Vec<StatusFailure>,
}

impl Response for GetStateResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.error_list)
    }
}

/// The state of a user, in old and new names.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UserState {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The old name of `status`.
    pub state: Option<Presence>,
    /// Whether the user is there.
    pub status: Option<Presence>,
    /// The state on each platform.
    pub detail: Vec<PlatformStatus>,
}

words! {
    /// Whether a user is there.
    Presence {
        /// Online.
        Online = "Online",
        /// Away, but pushes reach the user.
        PushOnline = "PushOnline",
        /// Away, and out of reach.
        Offline = "Offline",
    }
}
