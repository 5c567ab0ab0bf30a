//! Warnings about the REST interface.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::Callback;
use super::ack::Received;

/// A REST command passed 80 % of its limit of requests in a second; there is no switch for it. Tencent's
/// page: 接口超频告警回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Alert.RequestOverLimit")]
pub struct RequestOverLimit {
    /// The service of the command, such as `openim`.
    #[serde(rename = "ServiceName")]
    pub service: Option<String>,
    /// The REST command.
    pub command: String,
    /// Requests in a second, as counted.
    #[serde(rename = "Request")]
    pub requests: Option<i64>,
    /// Requests in a second, as allowed.
    pub limit: Option<i64>,
}

impl Callback for RequestOverLimit {
    const COMMAND: &'static str = "Alert.RequestOverLimit";
    type Ack = Received;
}
