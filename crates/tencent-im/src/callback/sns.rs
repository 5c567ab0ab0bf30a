//! Friends and blocked users.

use serde::{Deserialize, Serialize};

use super::ack::{FriendRequests, FriendResults, Received};
use super::object::whole;
use super::{Callback, List};
use crate::model::{Conversation, Other, UserId, flag, number, text};

/// Before a client's friend requests take effect; those of the REST interface do not come. The answer has a
/// verdict for each account. Tencent's page: 添加好友之前回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackPrevFriendAdd")]
pub struct BeforeFriendAdd {
    /// Who asked for it.
    #[serde(rename = "Requester_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requester: Option<UserId>,
    /// Whose friends they are to be.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The requests.
    pub friend_item: List<FriendItem>,
    /// `Add_Type_Single` or `Add_Type_Both`.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub add_type: Option<String>,
    /// Whether nobody is asked.
    #[serde(rename = "ForceAddFlags", default, with = "flag", skip_serializing_if = "Option::is_none")]
    pub forced: Option<bool>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
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
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
pub struct FriendItem {
    /// Who is to be a friend.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// What the requester calls the friend.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// The requester's group of friends.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    /// Where the request comes from: `AddSource_Type_…`.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub add_source: Option<String>,
    /// The greeting.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub add_wording: Option<String>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

/// Before a client's answers to friend requests take effect; those of the REST interface do not come. The
/// answer has a verdict for each account. Tencent's page: 添加好友回应之前回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackPrevFriendResponse")]
pub struct BeforeFriendResponse {
    /// Who asked for it.
    #[serde(rename = "Requester_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requester: Option<UserId>,
    /// Who answers.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The answers.
    pub response_friend_item: List<ResponseItem>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
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
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "ResponseFriendItem")]
pub struct ResponseItem {
    /// Who asked to be a friend.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// What the answerer calls the friend.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// The answerer's group of friends.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub tag_name: Option<String>,
    /// `Response_Action_AgreeAndAdd`, `Response_Action_Agree` or `Response_Action_Reject`.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub response_action: Option<String>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

/// After users became friends, by client, REST interface or acceptance; not by import. Tencent's page:
/// 添加好友之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackFriendAdd")]
pub struct AfterFriendAdd {
    /// The pairs.
    pub pair_list: List<Pair>,
    /// `friend_add` or `friend_response`, also as `FriendAdd` and `FriendResponse`.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub client_cmd: Option<String>,
    /// The administrator who did it; empty if none did.
    #[serde(rename = "Admin_Account", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub admin: Option<String>,
    /// Whether nobody was asked.
    #[serde(rename = "ForceFlag", default, with = "flag", skip_serializing_if = "Option::is_none")]
    pub forced: Option<bool>,
    /// When the callback was made, Unix milliseconds; not documented here.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterFriendAdd {
    const COMMAND: &'static str = "Sns.CallbackFriendAdd";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        self.pair_list.first().map(|pair| Conversation::user(&pair.from))
    }
}

/// After friends were removed. Tencent's page: 删除好友之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackFriendDelete")]
pub struct AfterFriendDelete {
    /// The pairs.
    pub pair_list: List<Pair>,
    /// When the callback was made, Unix milliseconds; not documented here.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterFriendDelete {
    const COMMAND: &'static str = "Sns.CallbackFriendDelete";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        self.pair_list.first().map(|pair| Conversation::user(&pair.from))
    }
}

/// After users were blocked. Tencent's page: 添加黑名单之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackBlackListAdd")]
pub struct AfterBlockAdd {
    /// The pairs.
    pub pair_list: List<Pair>,
    /// When the callback was made, Unix milliseconds; not documented here.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterBlockAdd {
    const COMMAND: &'static str = "Sns.CallbackBlackListAdd";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        self.pair_list.first().map(|pair| Conversation::user(&pair.from))
    }
}

/// After users were unblocked. Tencent's page: 删除黑名单之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Sns.CallbackBlackListDelete")]
pub struct AfterBlockDelete {
    /// The pairs.
    pub pair_list: List<Pair>,
    /// When the callback was made, Unix milliseconds; not documented here.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterBlockDelete {
    const COMMAND: &'static str = "Sns.CallbackBlackListDelete";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        self.pair_list.first().map(|pair| Conversation::user(&pair.from))
    }
}

/// Two users; the list is that of the first.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[doc(alias = "PairList")]
pub struct Pair {
    /// Whose list changed.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// Who came or went.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// Who asked for it.
    #[serde(rename = "Initiator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initiator: Option<UserId>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

whole! { BeforeFriendAdd, BeforeFriendResponse, AfterFriendAdd, AfterFriendDelete, AfterBlockAdd, AfterBlockDelete; FriendItem, ResponseItem, Pair }
