//! Tags of users, for [pushes](super::Send).
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Get`] | `all_member_push/im_get_tag` | 获取用户标签 |
//! | [`Add`] | `all_member_push/im_add_tag` | 添加用户标签 |
//! | [`Remove`] | `all_member_push/im_remove_tag` | 删除用户标签 |
//! | [`Clear`] | `all_member_push/im_remove_all_tags` | 删除用户所有标签 |

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{UserId, list};
use crate::rest::batch::Batch;
use crate::rest::{Done, Endpoint, Response, Retry};

/// Reads the tags of users. Tencent's page: 获取用户标签. 100 users a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "im_get_tag")]
#[doc(alias = "get_user_tags")]
#[doc(alias = "Push.GetUserTags")]
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
    const PATH: &'static str = "v4/all_member_push/im_get_tag";
    const TITLE: &'static str = "获取用户标签";
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("Tags", "UserTags")];
    type Response = GetResponse;
}

impl Batch for Get {
    const MAX: usize = 100;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(all: &mut GetResponse, next: GetResponse) {
        all.user_tags.extend(next.user_tags);
    }
}

/// What [`Get`] gives back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The users and their tags.
    #[serde(alias = "Tags", deserialize_with = "list::deserialize")]
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
    #[serde(deserialize_with = "list::deserialize")]
    pub tags: Vec<String>,
}

/// Puts tags on users. Tencent's page: 添加用户标签. 100 users a call and 10 tags each; 100 tags a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "im_add_tag")]
#[doc(alias = "add_user_tags")]
#[doc(alias = "Push.AddUserTags")]
pub struct Add {
    /// The users and their tags.
    #[serde(alias = "Tags")]
    pub user_tags: Vec<UserTags>,
}

impl Add {
    /// With what is required.
    #[must_use]
    pub fn new(user_tags: Vec<UserTags>) -> Self {
        Self { user_tags }
    }
}

impl Endpoint for Add {
    const PATH: &'static str = "v4/all_member_push/im_add_tag";
    const TITLE: &'static str = "添加用户标签";
    const LIMITS: &'static str = "100 users a call and 10 tags each; 100 tags a user.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("Tags", "UserTags")];
    type Response = Done;
}

impl Batch for Add {
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
    /// With what is required.
    #[must_use]
    pub fn new(to: impl Into<UserId>, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { to: to.into(), tags: tags.into_iter().map(Into::into).collect() }
    }
}

/// Takes tags off users. Tencent's page: 删除用户标签. 100 users a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "im_remove_tag")]
#[doc(alias = "remove_user_tags")]
#[doc(alias = "Push.DeleteUserTags")]
pub struct Remove {
    /// The users and their tags.
    #[serde(alias = "Tags")]
    pub user_tags: Vec<UserTags>,
}

impl Remove {
    /// With what is required.
    #[must_use]
    pub fn new(user_tags: Vec<UserTags>) -> Self {
        Self { user_tags }
    }
}

impl Endpoint for Remove {
    const PATH: &'static str = "v4/all_member_push/im_remove_tag";
    const TITLE: &'static str = "删除用户标签";
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("Tags", "UserTags")];
    type Response = Done;
}

impl Batch for Remove {
    const MAX: usize = 100;
    type Item = UserTags;

    fn items(&mut self) -> Option<&mut Vec<UserTags>> {
        Some(&mut self.user_tags)
    }

    fn append(_: &mut Done, _: Done) {}
}

/// Takes all tags off users. Tencent's page: 删除用户所有标签. 100 users a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "im_remove_all_tags")]
#[doc(alias = "remove_all_user_tags")]
#[doc(alias = "Push.DeleteUserAllTags")]
pub struct Clear {
    /// The users.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
}

impl Clear {
    /// With what is required.
    #[must_use]
    pub fn new(to: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { to: to.into_iter().map(Into::into).collect() }
    }
}

impl Endpoint for Clear {
    const PATH: &'static str = "v4/all_member_push/im_remove_all_tags";
    const TITLE: &'static str = "删除用户所有标签";
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
    type Response = Done;
}

impl Batch for Clear {
    const MAX: usize = 100;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(_: &mut Done, _: Done) {}
}
