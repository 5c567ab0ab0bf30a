//! Muting users everywhere.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::define::{endpoint, new};
use crate::rest::{Done, Response};

/// Forbids a user to send one-to-one messages, group messages or both.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias("setnospeaking", "set_no_speaking", "Mute.SetNoSpeaking"))]
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

new!(Set(user into UserId) { c2c_mute_time: None, group_mute_time: None });
endpoint!(Set => Done, "v4/openconfigsvr/setnospeaking", "设置全局禁言", Safe,
    "One user a call; one of the two times, or both (130008).");

/// Tells whether a user is muted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias("getnospeaking", "get_no_speaking", "Mute.GetNoSpeaking"))]
pub struct Get {
    /// The user.
    #[serde(rename = "Get_Account")]
    pub user: UserId,
}

new!(Get(user into UserId));
endpoint!(Get => GetResponse, "v4/openconfigsvr/getnospeaking", "查询全局禁言", Safe, "One user a call.");

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
