//! Attributes of users, for [pushes](super::Send): the app names up to ten, each user has a value for some.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`SetNames`] | `all_member_push/im_set_attr_name` | 设置应用属性名称 |
//! | [`GetNames`] | `all_member_push/im_get_attr_name` | 获取应用属性名称 |
//! | [`Get`] | `all_member_push/im_get_attr` | 获取用户属性 |
//! | [`Set`] | `all_member_push/im_set_attr` | 设置用户属性 |
//! | [`Remove`] | `all_member_push/im_remove_attr` | 删除用户属性 |

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{UserId, list};
use crate::rest::batch::Batch;
use crate::rest::tag::TagValue;
use crate::rest::{Done, Endpoint, Response, Retry};

/// Names the app's attributes. Tencent's page: 设置应用属性名称. 10 names of 50 bytes or fewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "im_set_attr_name")]
#[doc(alias = "set_attr_names")]
#[doc(alias = "Push.SetAttrNames")]
pub struct SetNames {
    /// The names, by number from `0` to `9`.
    pub attr_names: BTreeMap<String, String>,
}

impl SetNames {
    /// With what is required.
    #[must_use]
    pub fn new(attr_names: BTreeMap<String, String>) -> Self {
        Self { attr_names }
    }
}

impl Endpoint for SetNames {
    const PATH: &'static str = "v4/all_member_push/im_set_attr_name";
    const TITLE: &'static str = "设置应用属性名称";
    const LIMITS: &'static str = "10 names of 50 bytes or fewer.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    type Response = Done;
}

/// Reads the names of the app's attributes. Tencent's page: 获取应用属性名称. 10 names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "im_get_attr_name")]
#[doc(alias = "get_attr_names")]
#[doc(alias = "Push.GetAttrNames")]
pub struct GetNames {}

impl Endpoint for GetNames {
    const PATH: &'static str = "v4/all_member_push/im_get_attr_name";
    const TITLE: &'static str = "获取应用属性名称";
    const LIMITS: &'static str = "10 names.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    type Response = GetNamesResponse;
}

/// What [`GetNames`] gives back.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetNamesResponse {
    /// The names, by number from `0` to `9`.
    pub attr_names: Option<BTreeMap<String, String>>,
}

impl Response for GetNamesResponse {}

/// Reads the attributes of users. Tencent's page: 获取用户属性. 100 users a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "im_get_attr")]
#[doc(alias = "get_user_attrs")]
#[doc(alias = "Push.GetUserAttrs")]
pub struct Get {
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
}

impl Get {
    /// With what is required.
    #[must_use]
    pub fn new(to: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { to: to.into_iter().map(Into::into).collect() }
    }
}

impl Endpoint for Get {
    const PATH: &'static str = "v4/all_member_push/im_get_attr";
    const TITLE: &'static str = "获取用户属性";
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("Attrs", "UserAttrs")];
    type Response = GetResponse;
}

impl Batch for Get {
    const MAX: usize = 100;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(all: &mut GetResponse, next: GetResponse) {
        all.user_attrs.extend(next.user_attrs);
    }
}

/// What [`Get`] gives back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The users and their attributes.
    #[serde(alias = "Attrs", deserialize_with = "list::deserialize")]
    pub user_attrs: Vec<AttributesInfo>,
}

impl Response for GetResponse {}

/// A user's attributes as they are.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AttributesInfo {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The attributes, by name.
    pub attrs: Option<BTreeMap<String, TagValue>>,
}

/// Sets attributes of users. Tencent's page: 设置用户属性. 100 users a call; values of 50 bytes or fewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "im_set_attr")]
#[doc(alias = "set_user_attrs")]
#[doc(alias = "Push.SetUserAttrs")]
pub struct Set {
    /// The users and their attributes.
    #[serde(alias = "Attrs")]
    pub user_attrs: Vec<UserAttributes>,
}

impl Set {
    /// With what is required.
    #[must_use]
    pub fn new(user_attrs: Vec<UserAttributes>) -> Self {
        Self { user_attrs }
    }
}

impl Endpoint for Set {
    const PATH: &'static str = "v4/all_member_push/im_set_attr";
    const TITLE: &'static str = "设置用户属性";
    const LIMITS: &'static str = "100 users a call; values of 50 bytes or fewer.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("Attrs", "UserAttrs")];
    type Response = Done;
}

impl Batch for Set {
    const MAX: usize = 100;
    type Item = UserAttributes;

    fn items(&mut self) -> Option<&mut Vec<UserAttributes>> {
        Some(&mut self.user_attrs)
    }

    fn append(_: &mut Done, _: Done) {}
}

/// A user's attributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct UserAttributes {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The attributes, by name.
    pub attrs: BTreeMap<String, TagValue>,
}

impl UserAttributes {
    /// With what is required.
    #[must_use]
    pub fn new(to: impl Into<UserId>, attrs: BTreeMap<String, TagValue>) -> Self {
        Self { to: to.into(), attrs }
    }
}

/// Removes attributes of users. Tencent's page: 删除用户属性. 100 users a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "im_remove_attr")]
#[doc(alias = "remove_user_attrs")]
#[doc(alias = "Push.DeleteUserAttrs")]
pub struct Remove {
    /// The users and their attributes.
    #[serde(alias = "Attrs")]
    pub user_attrs: Vec<RemovedAttributes>,
}

impl Remove {
    /// With what is required.
    #[must_use]
    pub fn new(user_attrs: Vec<RemovedAttributes>) -> Self {
        Self { user_attrs }
    }
}

impl Endpoint for Remove {
    const PATH: &'static str = "v4/all_member_push/im_remove_attr";
    const TITLE: &'static str = "删除用户属性";
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("Attrs", "UserAttrs")];
    type Response = Done;
}

impl Batch for Remove {
    const MAX: usize = 100;
    type Item = RemovedAttributes;

    fn items(&mut self) -> Option<&mut Vec<RemovedAttributes>> {
        Some(&mut self.user_attrs)
    }

    fn append(_: &mut Done, _: Done) {}
}

/// A user and the attributes to remove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RemovedAttributes {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The names of the attributes.
    pub attrs: Vec<String>,
}

impl RemovedAttributes {
    /// With what is required.
    #[must_use]
    pub fn new(to: impl Into<UserId>, attrs: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { to: to.into(), attrs: attrs.into_iter().map(Into::into).collect() }
    }
}
