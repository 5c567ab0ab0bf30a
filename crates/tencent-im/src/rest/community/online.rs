//! Who is online in a community.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::GroupId;
use crate::rest::{Endpoint, Response, Retry};

/// Counts who is online in a community; refreshed every 4 minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_online_member_num")]
#[doc(alias = "get_community_online_num")]
pub struct CountOnline {
    /// The community.
    pub group_id: GroupId,
}

impl CountOnline {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>) -> Self {
        Self { group_id: group_id.into() }
    }
}

impl Endpoint for CountOnline {
    const PATH: &'static str = "v4/million_group_open_http_svc/get_online_member_num";
    const TITLE: &'static str = "获取社群在线人数";
    const LIMITS: &'static str = "One community a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = CountOnlineResponse;
}

/// The answer to [`CountOnline`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CountOnlineResponse {
    /// Members who are online.
    pub online_member_num: Option<i64>,
}

impl Response for CountOnlineResponse {}
