//! Attributes of groups: up to 16 names and values, for what changes often. Clients are told of each change.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::GroupId;
use crate::rest::define::{endpoint, new};
use crate::rest::{Done, Response};

/// Reads the attributes of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_group_attr")]
pub struct Get {
    /// The group.
    pub group_id: GroupId,
}

new!(Get(group_id into GroupId));
endpoint!(Get => GetResponse, "v4/group_open_attr_http_svc/get_group_attr", "获取群自定义属性", Safe,
    "One group a call.");

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

new!(Modify(group_id into GroupId, group_attr: Vec<Attribute>));
endpoint!(Modify => Done, "v4/group_open_http_svc/modify_group_attr", "修改群自定义属性", Safe,
    "16 names of 32 bytes, values of 4000 and together 16000 bytes; 5 writes a second for a group.");

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

new!(Clear(group_id into GroupId));
endpoint!(Clear => Done, "v4/group_open_http_svc/clear_group_attr", "清空群自定义属性", Safe,
    "5 writes a second for a group.");

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

new!(Set(group_id into GroupId, group_attr: Vec<Attribute>));
endpoint!(Set => Done, "v4/group_open_http_svc/set_group_attr", "重置群自定义属性", Safe,
    "16 names of 32 bytes, values of 4000 and together 16000 bytes; 5 writes a second for a group.");

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

endpoint!(Delete => Done, "v4/group_open_http_svc/delete_group_attr", "删除群自定义属性", Safe,
    "5 writes a second for a group.");

/// An attribute to delete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeName {
    /// The name, 32 bytes or fewer.
    #[serde(rename = "key")]
    pub key: String,
}
