//! Warnings about the REST interface.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::ack::Received;

/// A warning that a REST command passed 80 % of its limit of requests in a second. It cannot be switched off.
/// Tencent's page: 接口超频告警回调.
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
    /// The requests counted in a second.
    #[serde(rename = "Request")]
    pub requests: Option<i64>,
    /// The requests allowed in a second.
    pub limit: Option<i64>,
}

callback!(RequestOverLimit = "Alert.RequestOverLimit" => Received);
