//! Pushing through the push service.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::message::OfflinePushInfo;
use crate::rest::outcome::{Outcome, failed};
use crate::rest::push::Condition;
use crate::rest::{Done, Endpoint, Failure, Response, Retry};

/// Pushes to all users of the app, or to those who meet a condition.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "push")]
#[doc(alias = "timpush_push")]
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

impl Send {
    /// A push with a new random.
    #[must_use]
    pub fn new(from: impl Into<UserId>, offline_push_info: OfflinePushInfo) -> Self {
        Self { from: from.into(), msg_random: fastrand::u32(..), offline_push_info, ..Self::default() }
    }
}

impl Endpoint for Send {
    const PATH: &'static str = "v4/timpush/push";
    const TITLE: &'static str = "全员/标签推送";
    const LIMITS: &'static str = "100 pushes a day, a second or more apart.";
    const RETRY: Retry = Retry::Keyed;
    const PER_SECOND: u32 = 1;
    type Response = SendResponse;
}

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
#[doc(alias = "batch")]
#[doc(alias = "timpush_batch")]
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

impl SendTo {
    /// A push with a new random.
    #[must_use]
    pub fn new(
        from: impl Into<UserId>,
        to: impl IntoIterator<Item = impl Into<UserId>>,
        offline_push_info: OfflinePushInfo,
    ) -> Self {
        Self {
            from: from.into(),
            to: to.into_iter().map(Into::into).collect(),
            msg_random: fastrand::u32(..),
            offline_push_info,
            data_id: None,
        }
    }
}

impl Endpoint for SendTo {
    const PATH: &'static str = "v4/timpush/batch";
    const TITLE: &'static str = "单发推送";
    const LIMITS: &'static str =
        "500 users a call; 10 calls a second in the free edition, 30 in the standard, 40 in the advanced.";
    const RETRY: Retry = Retry::Keyed;
    const PER_SECOND: u32 = 10;
    type Response = SendToResponse;
}

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

impl Response for SendToResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.error_list)
    }
}

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

impl Outcome for PushFailure {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.to.as_ref(), self.error_code, self.error_info.as_deref())
    }
}

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

impl Revoke {
    /// A value with the required fields.
    #[must_use]
    pub fn new(task_id: impl Into<String>, offline_push_info: OfflinePushInfo) -> Self {
        Self { task_id: task_id.into(), offline_push_info }
    }
}

impl Endpoint for Revoke {
    const PATH: &'static str = "v4/timpush/revoke";
    const TITLE: &'static str = "推送撤回";
    const LIMITS: &'static str = "1 call a second.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 1;
    type Response = Done;
}
