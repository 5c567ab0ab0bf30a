//! Muting users everywhere.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::{Done, Endpoint, Response, Retry};

/// Forbids a user to send one-to-one messages, group messages or both.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "setnospeaking")]
#[doc(alias = "set_no_speaking")]
#[doc(alias = "Mute.SetNoSpeaking")]
pub struct Set {
    /// The user.
    #[serde(rename = "Set_Account")]
    pub user: UserId,
    /// For how many seconds the user cannot send one-to-one messages; 0: no longer; 4294967295: for ever.
    #[serde(rename = "C2CmsgNospeakingTime")]
    pub c2c_mute_time: Option<i64>,
    /// For how many seconds the user cannot send group messages; 0: no longer; 4294967295: for ever.
    #[serde(rename = "GroupmsgNospeakingTime")]
    pub group_mute_time: Option<i64>,
}

impl Set {
    /// A value with the required fields.
    #[must_use]
    pub fn new(user: impl Into<UserId>) -> Self {
        Self { user: user.into(), c2c_mute_time: None, group_mute_time: None }
    }
}

impl Endpoint for Set {
    const PATH: &'static str = "v4/openconfigsvr/setnospeaking";
    const TITLE: &'static str = "设置全局禁言";
    const LIMITS: &'static str = "One user a call; one of the two times, or both (130008).";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Tells whether a user is muted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "getnospeaking")]
#[doc(alias = "get_no_speaking")]
#[doc(alias = "Mute.GetNoSpeaking")]
pub struct Get {
    /// The user.
    #[serde(rename = "Get_Account")]
    pub user: UserId,
}

impl Get {
    /// A value with the required fields.
    #[must_use]
    pub fn new(user: impl Into<UserId>) -> Self {
        Self { user: user.into() }
    }
}

impl Endpoint for Get {
    const PATH: &'static str = "v4/openconfigsvr/getnospeaking";
    const TITLE: &'static str = "查询全局禁言";
    const LIMITS: &'static str = "One user a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = GetResponse;
}

/// The answer to [`Get`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetResponse {
    /// For how many seconds the user cannot send one-to-one messages; 0: no longer; 4294967295: for ever.
    #[serde(rename = "C2CmsgNospeakingTime")]
    pub c2c_mute_time: Option<i64>,
    /// For how many seconds the user cannot send group messages; 0: no longer; 4294967295: for ever.
    #[serde(rename = "GroupmsgNospeakingTime")]
    pub group_mute_time: Option<i64>,
}

impl Response for GetResponse {}
