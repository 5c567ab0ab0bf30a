//! Who is online in a community.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::GroupId;
use crate::rest::Response;
use crate::rest::define::{endpoint, new};

/// Counts who is online in a community; refreshed every 4 minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_online_member_num", "get_community_online_num"))]
pub struct CountOnline {
    /// The community.
    pub group_id: GroupId,
}

new!(CountOnline(group_id into GroupId));
endpoint!(CountOnline => CountOnlineResponse, "v4/million_group_open_http_svc/get_online_member_num",
    "获取社群在线人数", Safe, "One community a call.");

/// The answer to [`CountOnline`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CountOnlineResponse {
    /// Members who are online.
    pub online_member_num: Option<i64>,
}

impl Response for CountOnlineResponse {}
