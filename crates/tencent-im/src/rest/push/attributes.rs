//! Requests about the attributes of users, in the form that both push services take.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::batch::Batch;
use crate::rest::push::Service;
use crate::rest::tag::TagValue;
use crate::rest::{Done, Endpoint, Response, Retry};

/// Names the app's attributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", bound = "")]
pub struct SetNames<S> {
    /// The names, by number from `0` to `9`.
    pub attr_names: BTreeMap<String, String>,
    #[serde(skip)]
    service: PhantomData<S>,
}

impl<S> SetNames<S> {
    /// A value with the required fields.
    #[must_use]
    pub fn new(attr_names: BTreeMap<String, String>) -> Self {
        Self { attr_names, service: PhantomData }
    }
}

impl<S: Service> Endpoint for SetNames<S> {
    const PATH: &'static str = S::SET_ATTRIBUTE_NAMES;
    const TITLE: &'static str = "设置应用属性名称";
    const LIMITS: &'static str = "10 names of 50 bytes or fewer.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    type Response = Done;
}

/// Reads the names of the app's attributes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct GetNames<S> {
    #[serde(skip)]
    service: PhantomData<S>,
}

impl<S: Service> Endpoint for GetNames<S> {
    const PATH: &'static str = S::GET_ATTRIBUTE_NAMES;
    const TITLE: &'static str = "获取应用属性名称";
    const LIMITS: &'static str = "10 names.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    type Response = GetNamesResponse;
}

/// The answer to `GetNames`.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetNamesResponse {
    /// The names, by number from `0` to `9`.
    pub attr_names: Option<BTreeMap<String, String>>,
}

impl Response for GetNamesResponse {}

/// Reads the attributes of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Get<S> {
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
    #[serde(skip)]
    service: PhantomData<S>,
}

impl<S> Get<S> {
    /// A value with the required fields.
    #[must_use]
    pub fn new(to: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { to: to.into_iter().map(Into::into).collect(), service: PhantomData }
    }
}

impl<S: Service> Endpoint for Get<S> {
    const PATH: &'static str = S::GET_ATTRIBUTES;
    const TITLE: &'static str = "获取用户属性";
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("Attrs", "UserAttrs")];
    type Response = GetResponse;
}

impl<S: Service> Batch for Get<S> {
    const MAX: usize = 100;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(all: &mut GetResponse, next: GetResponse) {
        all.user_attrs.extend(next.user_attrs);
    }
}

/// The answer to `Get`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The users and their attributes.
    #[serde(alias = "Attrs")]
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

/// Sets attributes of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", bound = "")]
pub struct Set<S> {
    /// The users and their attributes.
    #[serde(alias = "Attrs")]
    pub user_attrs: Vec<UserAttributes>,
    #[serde(skip)]
    service: PhantomData<S>,
}

impl<S> Set<S> {
    /// A value with the required fields.
    #[must_use]
    pub fn new(user_attrs: Vec<UserAttributes>) -> Self {
        Self { user_attrs, service: PhantomData }
    }
}

impl<S: Service> Endpoint for Set<S> {
    const PATH: &'static str = S::SET_ATTRIBUTES;
    const TITLE: &'static str = "设置用户属性";
    const LIMITS: &'static str = "100 users a call; values of 50 bytes or fewer.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("Attrs", "UserAttrs")];
    type Response = Done;
}

impl<S: Service> Batch for Set<S> {
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
    /// A value with the required fields.
    #[must_use]
    pub fn new(to: impl Into<UserId>, attrs: BTreeMap<String, TagValue>) -> Self {
        Self { to: to.into(), attrs }
    }
}

/// Removes attributes of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", bound = "")]
pub struct Remove<S> {
    /// The users and their attributes.
    #[serde(alias = "Attrs")]
    pub user_attrs: Vec<RemovedAttributes>,
    #[serde(skip)]
    service: PhantomData<S>,
}

impl<S> Remove<S> {
    /// A value with the required fields.
    #[must_use]
    pub fn new(user_attrs: Vec<RemovedAttributes>) -> Self {
        Self { user_attrs, service: PhantomData }
    }
}

impl<S: Service> Endpoint for Remove<S> {
    const PATH: &'static str = S::REMOVE_ATTRIBUTES;
    const TITLE: &'static str = "删除用户属性";
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("Attrs", "UserAttrs")];
    type Response = Done;
}

impl<S: Service> Batch for Remove<S> {
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
    /// A value with the required fields.
    #[must_use]
    pub fn new(to: impl Into<UserId>, attrs: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { to: to.into(), attrs: attrs.into_iter().map(Into::into).collect() }
    }
}
