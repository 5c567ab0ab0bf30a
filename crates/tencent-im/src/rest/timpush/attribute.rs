//! Attributes of users, for the push service: the app names up to ten, each user has a value for some.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`SetNames`] | `timpush/set_attr_name` | 设置应用属性名称 |
//! | [`GetNames`] | `timpush/get_attr_name` | 获取应用属性名称 |
//! | [`Get`] | `timpush/get_attr` | 获取用户属性 |
//! | [`Set`] | `timpush/set_attr` | 设置用户属性 |
//! | [`Remove`] | `timpush/remove_attr` | 删除用户属性 |

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::UserId;
use crate::rest::batch::Batch;
use crate::rest::push::attribute::{GetNamesResponse, GetResponse};
use crate::rest::push::attribute::{RemovedAttributes, UserAttributes};
use crate::rest::{Done, Endpoint, Retry};

/// Names the app's attributes. Tencent's page: 设置应用属性名称. 10 names of 50 bytes or fewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "set_attr_name")]
#[doc(alias = "timpush_set_attr_names")]
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
    const PATH: &'static str = "v4/timpush/set_attr_name";
    const TITLE: &'static str = "设置应用属性名称";
    const LIMITS: &'static str = "10 names of 50 bytes or fewer.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    type Response = Done;
}

/// Reads the names of the app's attributes. Tencent's page: 获取应用属性名称. 10 names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "get_attr_name")]
#[doc(alias = "timpush_get_attr_names")]
pub struct GetNames {}

impl Endpoint for GetNames {
    const PATH: &'static str = "v4/timpush/get_attr_name";
    const TITLE: &'static str = "获取应用属性名称";
    const LIMITS: &'static str = "10 names.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    type Response = GetNamesResponse;
}

/// Reads the attributes of users. Tencent's page: 获取用户属性. 100 users a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "get_attr")]
#[doc(alias = "timpush_get_user_attrs")]
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
    const PATH: &'static str = "v4/timpush/get_attr";
    const TITLE: &'static str = "获取用户属性";
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
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

/// Sets attributes of users. Tencent's page: 设置用户属性. 100 users a call; values of 50 bytes or fewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "set_attr")]
#[doc(alias = "timpush_set_user_attrs")]
pub struct Set {
    /// The users and their attributes.
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
    const PATH: &'static str = "v4/timpush/set_attr";
    const TITLE: &'static str = "设置用户属性";
    const LIMITS: &'static str = "100 users a call; values of 50 bytes or fewer.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
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

/// Removes attributes of users. Tencent's page: 删除用户属性. 100 users a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "remove_attr")]
#[doc(alias = "timpush_remove_user_attrs")]
pub struct Remove {
    /// The users and their attributes.
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
    const PATH: &'static str = "v4/timpush/remove_attr";
    const TITLE: &'static str = "删除用户属性";
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
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
