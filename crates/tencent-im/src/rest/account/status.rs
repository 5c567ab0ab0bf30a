//! Who is online.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::define::{batch, endpoint, failures, new, outcome};
use crate::rest::word::words;

/// Tells who is online.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("query_online_status", "Account.GetAccountOnlineState", "Account.GetAccountsOnlineState"))]
pub struct GetOnlineStatus {
    /// 1: tell the state on each platform, too.
    pub is_need_detail: Option<i64>,
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
}

new!(GetOnlineStatus(to each UserId) { is_need_detail: None });
endpoint!(GetOnlineStatus => GetOnlineStatusResponse, "v4/openim/query_online_status",
    "查询账号在线状态", Safe, "500 accounts a call.");
batch!(GetOnlineStatus, 500 of to: UserId => query_result, error_list);

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

failures!(GetOnlineStatusResponse: error_list);

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

outcome!(StatusFailure: to, error_code);

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

new!(GetState(to each UserId) { is_need_detail: None });
endpoint!(GetState => GetStateResponse, "v4/openim/querystate", "获取用户在线状态（旧）", Safe,
    "500 accounts a call; superseded.");
batch!(GetState, 500 of to: UserId => query_result, error_list);

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

failures!(GetStateResponse: error_list);

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
