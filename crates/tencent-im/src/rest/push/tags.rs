//! Requests about the tags of users, in the form that both push services take.

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::define::{batch, endpoint, new};
use crate::rest::push::Service;
use crate::rest::{Done, Response};

/// Reads the tags of users.
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
endpoint!(Get<S: Service> => GetResponse, S::GET_TAGS, "获取用户标签", Safe,
    "100 users a call.", 100 a second; "Tags" is now "UserTags");
batch!(Get<S: Service>, 100 of to: UserId => user_tags);

/// The answer to `Get`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The users and their tags.
    #[serde(alias = "Tags")]
    pub user_tags: Vec<TagsInfo>,
}

impl Response for GetResponse {}

/// A user's tags as they are.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TagsInfo {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The tags, 50 bytes or fewer each.
    pub tags: Vec<String>,
}

/// Puts tags on users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", bound = "")]
pub struct Add<S> {
    /// The users and their tags.
    #[serde(alias = "Tags")]
    pub user_tags: Vec<UserTags>,
    #[serde(skip)]
    service: PhantomData<S>,
}

new!(Add<S>(user_tags: Vec<UserTags>) { service: PhantomData });
endpoint!(Add<S: Service> => Done, S::ADD_TAGS, "添加用户标签", Safe,
    S::ADD_TAGS_LIMITS, 100 a second; "Tags" is now "UserTags");
batch!(Add<S: Service>, 100 of user_tags: UserTags);

/// A user and tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct UserTags {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The tags, 50 bytes or fewer each.
    pub tags: Vec<String>,
}

new!(UserTags(to into UserId, tags each String));

/// Takes tags off users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", bound = "")]
pub struct Remove<S> {
    /// The users and their tags.
    #[serde(alias = "Tags")]
    pub user_tags: Vec<UserTags>,
    #[serde(skip)]
    service: PhantomData<S>,
}

new!(Remove<S>(user_tags: Vec<UserTags>) { service: PhantomData });
endpoint!(Remove<S: Service> => Done, S::REMOVE_TAGS, "删除用户标签", Safe,
    "100 users a call.", 100 a second; "Tags" is now "UserTags");
batch!(Remove<S: Service>, 100 of user_tags: UserTags);

/// Takes all tags off users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Clear<S> {
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
    #[serde(skip)]
    service: PhantomData<S>,
}

new!(Clear<S>(to each UserId) { service: PhantomData });
endpoint!(Clear<S: Service> => Done, S::CLEAR_TAGS, S::CLEAR_TAGS_TITLE, Safe,
    "100 users a call.", 100 a second);
batch!(Clear<S: Service>, 100 of to: UserId);
