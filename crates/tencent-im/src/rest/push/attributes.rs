//! Requests about the attributes of users, in the form that both push services take.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::define::{batch, endpoint, new};
use crate::rest::push::Service;
use crate::rest::tag::TagValue;
use crate::rest::{Done, Response};

/// Names the app's attributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", bound = "")]
pub struct SetNames<S> {
    /// The names, by number from `0` to `9`.
    pub attr_names: BTreeMap<String, String>,
    #[serde(skip)]
    service: PhantomData<S>,
}

new!(SetNames<S>(attr_names: BTreeMap<String, String>) { service: PhantomData });
endpoint!(SetNames<S: Service> => Done, S::SET_ATTRIBUTE_NAMES, "设置应用属性名称", Safe,
    "10 names of 50 bytes or fewer.", 100 a second);

/// Reads the names of the app's attributes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct GetNames<S> {
    #[serde(skip)]
    service: PhantomData<S>,
}

endpoint!(GetNames<S: Service> => GetNamesResponse, S::GET_ATTRIBUTE_NAMES, "获取应用属性名称", Safe,
    "10 names.", 100 a second);

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

new!(Get<S>(to each UserId) { service: PhantomData });
endpoint!(Get<S: Service> => GetResponse, S::GET_ATTRIBUTES, "获取用户属性", Safe,
    "100 users a call.", 100 a second; "Attrs" is now "UserAttrs");
batch!(Get<S: Service>, 100 of to: UserId => user_attrs);

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

new!(Set<S>(user_attrs: Vec<UserAttributes>) { service: PhantomData });
endpoint!(Set<S: Service> => Done, S::SET_ATTRIBUTES, "设置用户属性", Safe,
    "100 users a call; values of 50 bytes or fewer.", 100 a second; "Attrs" is now "UserAttrs");
batch!(Set<S: Service>, 100 of user_attrs: UserAttributes);

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

new!(UserAttributes(to into UserId, attrs: BTreeMap<String, TagValue>));

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

new!(Remove<S>(user_attrs: Vec<RemovedAttributes>) { service: PhantomData });
endpoint!(Remove<S: Service> => Done, S::REMOVE_ATTRIBUTES, "删除用户属性", Safe,
    "100 users a call.", 100 a second; "Attrs" is now "UserAttrs");
batch!(Remove<S: Service>, 100 of user_attrs: RemovedAttributes);

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

new!(RemovedAttributes(to into UserId, attrs each String));
