//! Followers.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::List;
use super::ack::Received;
use crate::model::{Conversation, UserId};

/// After a user followed others. Tencent's page: 关注之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Follow.CallbackAfterFollowAdd")]
pub struct AfterFollow {
    /// The follower.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The users who are followed now.
    pub follow_list: List<Followed>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(AfterFollow = "Follow.CallbackAfterFollowAdd" => Received, |event| Conversation::user(&event.from));

/// A followed user.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[doc(alias = "FollowList")]
pub struct Followed {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: UserId,
}

/// After a user stopped following others. Tencent's page: 取关之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Follow.CallbackAfterFollowDelete")]
pub struct AfterUnfollow {
    /// The former follower.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The users who are no longer followed.
    #[serde(rename = "To_Account")]
    pub to: List<UserId>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterUnfollow = "Follow.CallbackAfterFollowDelete" => Received, |event| Conversation::user(&event.from)
);
