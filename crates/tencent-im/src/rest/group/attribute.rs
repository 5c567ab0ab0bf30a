//! Attributes of groups: up to 16 names and values, for what changes often. Clients are told of each change.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::GroupId;
use crate::rest::{Done, Endpoint, Response, Retry};

/// Reads the attributes of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_group_attr")]
pub struct Get {
    /// The group.
    pub group_id: GroupId,
}

impl Get {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>) -> Self {
        Self { group_id: group_id.into() }
    }
}

impl Endpoint for Get {
    const PATH: &'static str = "v4/group_open_attr_http_svc/get_group_attr";
    const TITLE: &'static str = "获取群自定义属性";
    const LIMITS: &'static str = "One group a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = GetResponse;
}

/// The answer to [`Get`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The attributes.
    pub group_attr_ary: Vec<AttributeInfo>,
}

impl Response for GetResponse {}

/// An attribute as it is.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AttributeInfo {
    /// The name, 32 bytes or fewer.
    #[serde(rename = "key")]
    pub key: Option<String>,
    /// The value, 4000 bytes or fewer.
    #[serde(rename = "value")]
    pub value: Option<String>,
}

/// Sets some attributes and leaves the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "modify_group_attr")]
pub struct Modify {
    /// The group.
    pub group_id: GroupId,
    /// The attributes.
    pub group_attr: Vec<Attribute>,
}

impl Modify {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, group_attr: Vec<Attribute>) -> Self {
        Self { group_id: group_id.into(), group_attr }
    }
}

impl Endpoint for Modify {
    const PATH: &'static str = "v4/group_open_http_svc/modify_group_attr";
    const TITLE: &'static str = "修改群自定义属性";
    const LIMITS: &'static str =
        "16 names of 32 bytes, values of 4000 and together 16000 bytes; 5 writes a second for a group.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// An attribute to set.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// The name, 32 bytes or fewer.
    #[serde(rename = "key")]
    pub key: Option<String>,
    /// The value, 4000 bytes or fewer.
    #[serde(rename = "value")]
    pub value: Option<String>,
}

impl Attribute {
    /// A name and a value.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: Some(key.into()), value: Some(value.into()) }
    }
}

/// Deletes all attributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "clear_group_attr")]
pub struct Clear {
    /// The group.
    pub group_id: GroupId,
}

impl Clear {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>) -> Self {
        Self { group_id: group_id.into() }
    }
}

impl Endpoint for Clear {
    const PATH: &'static str = "v4/group_open_http_svc/clear_group_attr";
    const TITLE: &'static str = "清空群自定义属性";
    const LIMITS: &'static str = "5 writes a second for a group.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Sets the attributes and deletes all others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "set_group_attr")]
pub struct Set {
    /// The group.
    pub group_id: GroupId,
    /// The attributes.
    pub group_attr: Vec<Attribute>,
}

impl Set {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, group_attr: Vec<Attribute>) -> Self {
        Self { group_id: group_id.into(), group_attr }
    }
}

impl Endpoint for Set {
    const PATH: &'static str = "v4/group_open_http_svc/set_group_attr";
    const TITLE: &'static str = "重置群自定义属性";
    const LIMITS: &'static str =
        "16 names of 32 bytes, values of 4000 and together 16000 bytes; 5 writes a second for a group.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Deletes some attributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "delete_group_attr")]
pub struct Delete {
    /// The group.
    pub group_id: GroupId,
    /// The attributes.
    pub group_attr: Vec<AttributeName>,
}

impl Delete {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, keys: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            group_id: group_id.into(),
            group_attr: keys.into_iter().map(|key| AttributeName { key: key.into() }).collect(),
        }
    }
}

impl Endpoint for Delete {
    const PATH: &'static str = "v4/group_open_http_svc/delete_group_attr";
    const TITLE: &'static str = "删除群自定义属性";
    const LIMITS: &'static str = "5 writes a second for a group.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// An attribute to delete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeName {
    /// The name, 32 bytes or fewer.
    #[serde(rename = "key")]
    pub key: String,
}
