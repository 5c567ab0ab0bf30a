//! Online status.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::List;
use super::ack::Received;
use crate::model::{Conversation, UserId};

/// After a user logged in or out, or the connection was lost. Lost heartbeats are noticed after 400
/// seconds (native clients), about 60 (web) or 5 to 60 (mini-programs). Tencent's page: 状态变更回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "State.StateChange")]
pub struct StateChange {
    /// The change.
    pub info: Change,
    /// Devices that a login put off line.
    #[serde(rename = "KickedDevice", default, skip_serializing_if = "List::is_absent")]
    pub kicked: List<Device>,
    /// The time of the callback, Unix milliseconds; missing before 2019.
    pub event_time: Option<i64>,
}

callback!(StateChange = "State.StateChange" => Received, |event| Conversation::user(&event.info.to));

/// A change of a user's state.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Info")]
pub struct Change {
    /// `Login`, `Logout` or `Disconnect`; before 2019 `Logout` stood for both.
    pub action: String,
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// `Register`; `Unregister`; `LinkClose` or `TimeOut`.
    pub reason: Option<String>,
}

/// A device that was put off line.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "KickedDevice")]
pub struct Device {
    /// `iOS`, `Android`, `Web`, `Windows`, `iPad`, `Mac` or `Linux`.
    pub platform: Option<String>,
}
