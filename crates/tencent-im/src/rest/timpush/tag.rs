//! Tags of users, for the push service.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Get`] | `timpush/get_tag` | 获取用户标签 |
//! | [`Add`] | `timpush/add_tag` | 添加用户标签 |
//! | [`Remove`] | `timpush/remove_tag` | 删除用户标签 |
//! | [`Clear`] | `timpush/clear_all_tags` | 清空用户标签 |

use serde::{Deserialize, Serialize};

use crate::model::UserId;
use crate::rest::batch::Batch;
use crate::rest::push::tag::GetResponse;
use crate::rest::push::tag::UserTags;
use crate::rest::{Done, Endpoint, Retry};

/// Reads the tags of users. Tencent's page: 获取用户标签. 100 users a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "get_tag")]
#[doc(alias = "timpush_get_user_tags")]
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
    const PATH: &'static str = "v4/timpush/get_tag";
    const TITLE: &'static str = "获取用户标签";
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
        all.user_tags.extend(next.user_tags);
    }
}

/// Puts tags on users. Tencent's page: 添加用户标签. 100 users a call and 10 tags each; 100 tags a user, 1000
/// different ones in the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "add_tag")]
#[doc(alias = "timpush_add_user_tags")]
pub struct Add {
    /// The users and their tags.
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
    const PATH: &'static str = "v4/timpush/add_tag";
    const TITLE: &'static str = "添加用户标签";
    const LIMITS: &'static str =
        "100 users a call and 10 tags each; 100 tags a user, 1000 different ones in the app.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
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

/// Takes tags off users. Tencent's page: 删除用户标签. 100 users a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "remove_tag")]
#[doc(alias = "timpush_remove_user_tags")]
pub struct Remove {
    /// The users and their tags.
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
    const PATH: &'static str = "v4/timpush/remove_tag";
    const TITLE: &'static str = "删除用户标签";
    const LIMITS: &'static str = "100 users a call.";
    const RETRY: Retry = Retry::Safe;
    const PER_SECOND: u32 = 100;
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

/// Takes all tags off users. Tencent's page: 清空用户标签. 100 users a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "clear_all_tags")]
#[doc(alias = "timpush_clear_user_tags")]
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
    const PATH: &'static str = "v4/timpush/clear_all_tags";
    const TITLE: &'static str = "清空用户标签";
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
