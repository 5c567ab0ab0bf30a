//! Requests about the tags of users, in the form that both push services take.

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::batch::Batch;
use crate::rest::push::Service;
use crate::rest::{Done, Endpoint, Response, Retry};

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

impl<S> Get<S> {
    /// A value with the required fields.
    #[must_use]
    pub fn new(to: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { to: to.into_iter().map(Into::into).collect(), service: PhantomData }
    }
}

impl<S: Service> Endpoint for Get<S> {
    const PATH: &'static str = S::GET_TAGS;
    const TITLE: &'static str = "获取用户标签";
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("Tags", "UserTags")];
    type Response = GetResponse;
}

impl<S: Service> Batch for Get<S> {
    const MAX: usize = 100;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(all: &mut GetResponse, next: GetResponse) {
        all.user_tags.extend(next.user_tags);
    }
}

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

impl<S> Add<S> {
    /// A value with the required fields.
    #[must_use]
    pub fn new(user_tags: Vec<UserTags>) -> Self {
        Self { user_tags, service: PhantomData }
    }
}

impl<S: Service> Endpoint for Add<S> {
    const PATH: &'static str = S::ADD_TAGS;
    const TITLE: &'static str = "添加用户标签";
    const LIMITS: &'static str = S::ADD_TAGS_LIMITS;
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("Tags", "UserTags")];
    type Response = Done;
}

impl<S: Service> Batch for Add<S> {
    const MAX: usize = 100;
    type Item = UserTags;

    fn items(&mut self) -> Option<&mut Vec<UserTags>> {
        Some(&mut self.user_tags)
    }

    fn append(_: &mut Done, _: Done) {}
}

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

impl UserTags {
    /// A value with the required fields.
    #[must_use]
    pub fn new(to: impl Into<UserId>, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { to: to.into(), tags: tags.into_iter().map(Into::into).collect() }
    }
}

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

impl<S> Remove<S> {
    /// A value with the required fields.
    #[must_use]
    pub fn new(user_tags: Vec<UserTags>) -> Self {
        Self { user_tags, service: PhantomData }
    }
}

impl<S: Service> Endpoint for Remove<S> {
    const PATH: &'static str = S::REMOVE_TAGS;
    const TITLE: &'static str = "删除用户标签";
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("Tags", "UserTags")];
    type Response = Done;
}

impl<S: Service> Batch for Remove<S> {
    const MAX: usize = 100;
    type Item = UserTags;

    fn items(&mut self) -> Option<&mut Vec<UserTags>> {
        Some(&mut self.user_tags)
    }

    fn append(_: &mut Done, _: Done) {}
}

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

impl<S> Clear<S> {
    /// A value with the required fields.
    #[must_use]
    pub fn new(to: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { to: to.into_iter().map(Into::into).collect(), service: PhantomData }
    }
}

impl<S: Service> Endpoint for Clear<S> {
    const PATH: &'static str = S::CLEAR_TAGS;
    const TITLE: &'static str = S::CLEAR_TAGS_TITLE;
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    type Response = Done;
}

impl<S: Service> Batch for Clear<S> {
    const MAX: usize = 100;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(_: &mut Done, _: Done) {}
}
