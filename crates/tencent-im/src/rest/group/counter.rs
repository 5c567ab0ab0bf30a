//! Counters of groups: up to 20 whole numbers with names.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::GroupId;
use crate::rest::define::{endpoint, new};
use crate::rest::word::words;
use crate::rest::{Done, Response};

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

new!(Get(group_id into GroupId) { group_counter_keys: None });
endpoint!(Get => GetResponse, "v4/group_open_http_svc/get_group_counter", "获取群计数器", Safe,
    "20 counters a group.");

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

new!(Update(group_id into GroupId, group_counter: Vec<Counter>) { mode: None });
// A second try would count twice.
endpoint!(Update => UpdateResponse, "v4/group_open_http_svc/update_group_counter", "更新群计数器", Never,
    "20 counters a group, names of 128 bytes or fewer.");

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

new!(Delete(group_id into GroupId) { group_counter_keys: None });
endpoint!(Delete => Done, "v4/group_open_http_svc/delete_group_counter", "删除群计数器", Safe,
    "20 counters a group.");

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
