//! Friends and blocked users.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::List;
use super::ack::{FriendRequests, FriendResults, Received};
use crate::model::{Conversation, UserId, flag};

/// Before a client's friend requests take effect; requests through the REST interface cause no callback. The answer
/// has a verdict for each account. Tencent's page: 添加好友之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackPrevFriendAdd")]
pub struct BeforeFriendAdd {
    /// The user who asked for it.
    #[serde(rename = "Requester_Account")]
    pub requester: Option<UserId>,
    /// The user who gets the friends.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The requests.
    pub friend_item: List<FriendItem>,
    /// `Add_Type_Single` or `Add_Type_Both`.
    pub add_type: Option<String>,
    /// Whether the friend is not asked for consent.
    #[serde(rename = "ForceAddFlags", serialize_with = "flag::serialize")]
    pub forced: Option<bool>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    BeforeFriendAdd = "Sns.CallbackPrevFriendAdd" => FriendResults, |event| Conversation::user(&event.from)
);

impl FriendRequests for BeforeFriendAdd {
    fn accounts(&self) -> impl Iterator<Item = &UserId> {
        self.friend_item.iter().map(|item| &item.to)
    }

    fn retain(&mut self, mut stays: impl FnMut(&UserId) -> bool) {
        self.friend_item.retain(|item| stays(&item.to));
    }
}

/// A friend request.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct FriendItem {
    /// The friend to be.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The requester's name for the friend.
    pub remark: Option<String>,
    /// The requester's group of friends.
    pub group_name: Option<String>,
    /// The source of the request: `AddSource_Type_…`.
    pub add_source: Option<String>,
    /// The greeting.
    pub add_wording: Option<String>,
}

/// Before a client's answers to friend requests take effect; requests through the REST interface cause no callback.
/// The answer has a verdict for each account. Tencent's page: 添加好友回应之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackPrevFriendResponse")]
pub struct BeforeFriendResponse {
    /// The user who asked for it.
    #[serde(rename = "Requester_Account")]
    pub requester: Option<UserId>,
    /// The user who answers.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The answers.
    pub response_friend_item: List<ResponseItem>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    BeforeFriendResponse = "Sns.CallbackPrevFriendResponse" => FriendResults,
    |event| Conversation::user(&event.from)
);

impl FriendRequests for BeforeFriendResponse {
    fn accounts(&self) -> impl Iterator<Item = &UserId> {
        self.response_friend_item.iter().map(|item| &item.to)
    }

    fn retain(&mut self, mut stays: impl FnMut(&UserId) -> bool) {
        self.response_friend_item.retain(|item| stays(&item.to));
    }
}

/// An answer to a friend request.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "ResponseFriendItem")]
pub struct ResponseItem {
    /// The user who asked to be a friend.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The answerer's name for the friend.
    pub remark: Option<String>,
    /// The answerer's group of friends.
    pub tag_name: Option<String>,
    /// `Response_Action_AgreeAndAdd`, `Response_Action_Agree` or `Response_Action_Reject`.
    pub response_action: Option<String>,
}

/// After users became friends, by client, REST interface or acceptance; not by import. Tencent's page:
/// 添加好友之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackFriendAdd")]
pub struct AfterFriendAdd {
    /// The pairs.
    pub pair_list: List<Pair>,
    /// `friend_add` or `friend_response`, also as `FriendAdd` and `FriendResponse`.
    pub client_cmd: Option<String>,
    /// The administrator who did it; empty if none did.
    #[serde(rename = "Admin_Account")]
    pub admin: Option<String>,
    /// Whether the friend was not asked for consent.
    #[serde(rename = "ForceFlag", serialize_with = "flag::serialize")]
    pub forced: Option<bool>,
    /// The time of the callback, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

callback!(
    AfterFriendAdd = "Sns.CallbackFriendAdd" => Received,
    |event| event.pair_list.first().map(|pair| Conversation::user(&pair.from))
);

/// After friends were removed. Tencent's page: 删除好友之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackFriendDelete")]
pub struct AfterFriendDelete {
    /// The pairs.
    pub pair_list: List<Pair>,
    /// The time of the callback, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

callback!(
    AfterFriendDelete = "Sns.CallbackFriendDelete" => Received,
    |event| event.pair_list.first().map(|pair| Conversation::user(&pair.from))
);

/// After users were blocked. Tencent's page: 添加黑名单之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackBlackListAdd")]
pub struct AfterBlockAdd {
    /// The pairs.
    pub pair_list: List<Pair>,
    /// The time of the callback, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

callback!(
    AfterBlockAdd = "Sns.CallbackBlackListAdd" => Received,
    |event| event.pair_list.first().map(|pair| Conversation::user(&pair.from))
);

/// After users were unblocked. Tencent's page: 删除黑名单之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackBlackListDelete")]
pub struct AfterBlockDelete {
    /// The pairs.
    pub pair_list: List<Pair>,
    /// The time of the callback, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

callback!(
    AfterBlockDelete = "Sns.CallbackBlackListDelete" => Received,
    |event| event.pair_list.first().map(|pair| Conversation::user(&pair.from))
);

/// Two users: one whose list of friends or blocked users changed, and the one who came or went.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[doc(alias = "PairList")]
pub struct Pair {
    /// The owner of the list.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The user who was put on the list or taken off.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The user who asked for it.
    #[serde(rename = "Initiator_Account")]
    pub initiator: Option<UserId>,
}
