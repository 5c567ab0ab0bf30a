//! Friends and blocked users.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::ack::{FriendRequests, FriendResults, Received};
use super::{Callback, List};
use crate::model::{Conversation, UserId, flag};

/// Before a client's friend requests take effect; those of the REST interface do not come. The answer has a
/// verdict for each account. Tencent's page: 添加好友之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackPrevFriendAdd")]
pub struct BeforeFriendAdd {
    /// Who asked for it.
    #[serde(rename = "Requester_Account")]
    pub requester: Option<UserId>,
    /// Whose friends they are to be.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The requests.
    pub friend_item: List<FriendItem>,
    /// `Add_Type_Single` or `Add_Type_Both`.
    pub add_type: Option<String>,
    /// Whether nobody is asked.
    #[serde(rename = "ForceAddFlags", serialize_with = "flag::serialize")]
    pub forced: Option<bool>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for BeforeFriendAdd {
    const COMMAND: &'static str = "Sns.CallbackPrevFriendAdd";
    type Ack = FriendResults;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::user(&self.from))
    }
}

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
    /// Who is to be a friend.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// What the requester calls the friend.
    pub remark: Option<String>,
    /// The requester's group of friends.
    pub group_name: Option<String>,
    /// Where the request comes from: `AddSource_Type_…`.
    pub add_source: Option<String>,
    /// The greeting.
    pub add_wording: Option<String>,
}

/// Before a client's answers to friend requests take effect; those of the REST interface do not come. The
/// answer has a verdict for each account. Tencent's page: 添加好友回应之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackPrevFriendResponse")]
pub struct BeforeFriendResponse {
    /// Who asked for it.
    #[serde(rename = "Requester_Account")]
    pub requester: Option<UserId>,
    /// Who answers.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The answers.
    pub response_friend_item: List<ResponseItem>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for BeforeFriendResponse {
    const COMMAND: &'static str = "Sns.CallbackPrevFriendResponse";
    type Ack = FriendResults;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::user(&self.from))
    }
}

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
    /// Who asked to be a friend.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// What the answerer calls the friend.
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
    /// Whether nobody was asked.
    #[serde(rename = "ForceFlag", serialize_with = "flag::serialize")]
    pub forced: Option<bool>,
    /// When the callback was made, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

impl Callback for AfterFriendAdd {
    const COMMAND: &'static str = "Sns.CallbackFriendAdd";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        self.pair_list.first().map(|pair| Conversation::user(&pair.from))
    }
}

/// After friends were removed. Tencent's page: 删除好友之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackFriendDelete")]
pub struct AfterFriendDelete {
    /// The pairs.
    pub pair_list: List<Pair>,
    /// When the callback was made, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

impl Callback for AfterFriendDelete {
    const COMMAND: &'static str = "Sns.CallbackFriendDelete";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        self.pair_list.first().map(|pair| Conversation::user(&pair.from))
    }
}

/// After users were blocked. Tencent's page: 添加黑名单之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackBlackListAdd")]
pub struct AfterBlockAdd {
    /// The pairs.
    pub pair_list: List<Pair>,
    /// When the callback was made, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

impl Callback for AfterBlockAdd {
    const COMMAND: &'static str = "Sns.CallbackBlackListAdd";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        self.pair_list.first().map(|pair| Conversation::user(&pair.from))
    }
}

/// After users were unblocked. Tencent's page: 删除黑名单之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackBlackListDelete")]
pub struct AfterBlockDelete {
    /// The pairs.
    pub pair_list: List<Pair>,
    /// When the callback was made, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

impl Callback for AfterBlockDelete {
    const COMMAND: &'static str = "Sns.CallbackBlackListDelete";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        self.pair_list.first().map(|pair| Conversation::user(&pair.from))
    }
}

/// Two users; the list is that of the first.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[doc(alias = "PairList")]
pub struct Pair {
    /// Whose list changed.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// Who came or went.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// Who asked for it.
    #[serde(rename = "Initiator_Account")]
    pub initiator: Option<UserId>,
}
