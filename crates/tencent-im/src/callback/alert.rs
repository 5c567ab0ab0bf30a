//! Warnings about the REST interface.

use serde::{Deserialize, Serialize};

use super::Callback;
use super::ack::Received;
use super::object::whole;
use crate::model::{Other, number, text};

/// A REST command passed 80 % of its limit of requests in a second; there is no switch for it. Tencent's
/// page: 接口超频告警回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Alert.RequestOverLimit")]
pub struct RequestOverLimit {
    /// The service of the command, such as `openim`.
    #[serde(rename = "ServiceName", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The REST command.
    #[serde(deserialize_with = "text::required")]
    pub command: String,
    /// Requests in a second, as counted.
    #[serde(rename = "Request", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub requests: Option<i64>,
    /// Requests in a second, as allowed.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for RequestOverLimit {
    const COMMAND: &'static str = "Alert.RequestOverLimit";
    type Ack = Received;
}

whole! { RequestOverLimit }
