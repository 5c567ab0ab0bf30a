//! Muting users everywhere.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Set`] | `openconfigsvr/setnospeaking` | 设置全局禁言 |
//! | [`Get`] | `openconfigsvr/getnospeaking` | 查询全局禁言 |

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{UserId, number};
use crate::rest::{Done, Endpoint, Response, Retry};

/// Forbids a user to send one-to-one messages, group messages or both. Tencent's page: 设置全局禁言. One user a call;
/// one of the two times, or both (130008).
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
    /// The same for groups.
    #[serde(rename = "GroupmsgNospeakingTime")]
    pub group_mute_time: Option<i64>,
}

impl Set {
    /// With what is required.
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

/// Tells whether a user is muted. Tencent's page: 查询全局禁言. One user a call.
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
    /// With what is required.
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

/// What [`Get`] gives back.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetResponse {
    /// For how many seconds the user cannot send one-to-one messages; 0: no longer; 4294967295: for ever.
    #[serde(rename = "C2CmsgNospeakingTime", with = "number")]
    pub c2c_mute_time: Option<i64>,
    /// The same for groups.
    #[serde(rename = "GroupmsgNospeakingTime", with = "number")]
    pub group_mute_time: Option<i64>,
}

impl Response for GetResponse {}
