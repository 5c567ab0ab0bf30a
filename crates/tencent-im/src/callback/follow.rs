//! Who follows whom.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::ack::Received;
use super::{Callback, List};
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
    /// Who is followed.
    pub follow_list: List<Followed>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterFollow {
    const COMMAND: &'static str = "Follow.CallbackAfterFollowAdd";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::user(&self.from))
    }
}

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
    /// Who followed.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// Who was followed.
    #[serde(rename = "To_Account")]
    pub to: List<UserId>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterUnfollow {
    const COMMAND: &'static str = "Follow.CallbackAfterFollowDelete";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::user(&self.from))
    }
}
