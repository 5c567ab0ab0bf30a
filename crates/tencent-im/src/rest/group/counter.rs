//! Counters of groups: up to 20 whole numbers with names.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::GroupId;
use crate::rest::word::words;
use crate::rest::{Done, Endpoint, Response, Retry};

/// Reads counters.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_group_counter")]
pub struct Get {
    /// The group.
    pub group_id: GroupId,
    /// The names; all counters if missing.
    pub group_counter_keys: Option<Vec<String>>,
}

impl Get {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>) -> Self {
        Self { group_id: group_id.into(), group_counter_keys: None }
    }
}

impl Endpoint for Get {
    const PATH: &'static str = "v4/group_open_http_svc/get_group_counter";
    const TITLE: &'static str = "获取群计数器";
    const LIMITS: &'static str = "20 counters a group.";
    const RETRY: Retry = Retry::Safe;
    type Response = GetResponse;
}

/// The answer to [`Get`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The counters.
    pub group_counter: Vec<CounterInfo>,
}

impl Response for GetResponse {}

/// A counter as it is.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CounterInfo {
    /// The name.
    pub key: Option<String>,
    /// The number.
    pub value: Option<i64>,
}

/// Sets counters, or counts them up or down.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "update_group_counter")]
pub struct Update {
    /// The group.
    pub group_id: GroupId,
    /// The counters.
    pub group_counter: Vec<Counter>,
    /// What to do with the values.
    pub mode: Option<Mode>,
}

impl Update {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, group_counter: Vec<Counter>) -> Self {
        Self { group_id: group_id.into(), group_counter, mode: None }
    }
}

impl Endpoint for Update {
    const PATH: &'static str = "v4/group_open_http_svc/update_group_counter";
    const TITLE: &'static str = "更新群计数器";
    const LIMITS: &'static str = "20 counters a group, names of 128 bytes or fewer.";
    // A second try would count twice.
    const RETRY: Retry = Retry::Never;
    type Response = UpdateResponse;
}

/// A counter to change.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Counter {
    /// The name, 128 bytes or fewer.
    pub key: Option<String>,
    /// The number to set, or to count by.
    pub value: Option<i64>,
}

impl Counter {
    /// A counter and a number.
    #[must_use]
    pub fn new(key: impl Into<String>, value: i64) -> Self {
        Self { key: Some(key.into()), value: Some(value) }
    }
}

/// The answer to [`Update`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UpdateResponse {
    /// The counters.
    pub group_counter: Vec<CounterInfo>,
}

impl Response for UpdateResponse {}

/// Deletes counters.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "delete_group_counter")]
pub struct Delete {
    /// The group.
    pub group_id: GroupId,
    /// The names; all counters if missing.
    pub group_counter_keys: Option<Vec<String>>,
}

impl Delete {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>) -> Self {
        Self { group_id: group_id.into(), group_counter_keys: None }
    }
}

impl Endpoint for Delete {
    const PATH: &'static str = "v4/group_open_http_svc/delete_group_counter";
    const TITLE: &'static str = "删除群计数器";
    const LIMITS: &'static str = "20 counters a group.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

words! {
    /// What to do with a counter.
    Mode {
        /// Give it the number.
        Set = "Set",
        /// Count up by the number.
        Increase = "Increase",
        /// Count down by the number.
        Decrease = "Decrease",
    }
}
