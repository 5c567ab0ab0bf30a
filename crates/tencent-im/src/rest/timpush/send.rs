//! Pushing through the push service.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::define::{endpoint, failures, new, outcome};
use crate::rest::message::OfflinePushInfo;
use crate::rest::push::Condition;
use crate::rest::{Done, Response};

/// Pushes to all users of the app, or to those who meet a condition.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("push", "timpush_push"))]
pub struct Send {
    /// The administrator who pushes.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// Marks a push sent twice: it must not come again within 7 days.
    pub msg_random: u32,
    /// The content of the push.
    pub offline_push_info: OfflinePushInfo,
    /// Who gets it, by tags or by attributes, not both; everybody if missing.
    pub condition: Option<Condition>,
    /// An identity of the app's own, 64 bytes or fewer: callbacks about the push have it.
    pub data_id: Option<String>,
}

new! {
    /// A push with a new random.
    Send(from into UserId, offline_push_info: OfflinePushInfo) {
        msg_random: fastrand::u32(..),
        ..Self::default()
    }
}

endpoint!(Send => SendResponse, "v4/timpush/push", "全员/标签推送", Keyed,
    "100 pushes a day, a second or more apart.", 1 a second);

/// The answer to [`Send`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendResponse {
    /// The push.
    pub task_id: Option<String>,
}

impl Response for SendResponse {}

/// Pushes to the users named. There is no [`Batch`](crate::rest::Batch) of it: one call is one push, with one
/// `TaskId`.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("batch", "timpush_batch"))]
pub struct SendTo {
    /// The administrator who pushes.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
    /// Marks a push sent twice: it must not come again within 7 days.
    pub msg_random: u32,
    /// The content of the push.
    pub offline_push_info: OfflinePushInfo,
    /// An identity of the app's own, 64 bytes or fewer: callbacks about the push have it.
    pub data_id: Option<String>,
}

new! {
    /// A push with a new random.
    SendTo(from into UserId, to each UserId, offline_push_info: OfflinePushInfo) {
        msg_random: fastrand::u32(..),
        data_id: None,
    }
}

endpoint!(SendTo => SendToResponse, "v4/timpush/batch", "单发推送", Keyed,
    "500 users a call; 10 calls a second in the free edition, 30 in the standard, 40 in the advanced.",
    10 a second);

/// The answer to [`SendTo`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendToResponse {
    /// The push.
    pub task_id: Option<String>,
    /// The users whom it does not reach.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_list: Vec<PushFailure>,
}

failures!(SendToResponse: error_list);

/// A user whom the push does not reach.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PushFailure {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// 0, or the code of the failure.
    pub error_code: Option<i64>,
    /// The text of the code.
    pub error_info: Option<String>,
}

outcome!(PushFailure: to, error_code, error_info);

/// Takes a push back, in the 24 hours behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "timpush_revoke")]
pub struct Revoke {
    /// The push.
    pub task_id: String,
    /// The text in its place.
    pub offline_push_info: OfflinePushInfo,
}

new!(Revoke(task_id into String, offline_push_info: OfflinePushInfo));
endpoint!(Revoke => Done, "v4/timpush/revoke", "推送撤回", Safe, "1 call a second.", 1 a second);
