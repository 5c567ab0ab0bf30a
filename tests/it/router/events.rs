//! Callbacks as a third party would write them: a struct and an `impl Callback`, for each kind of answer one.

use imhook::callback::Callback;
use imhook::callback::ack::{
    Admission, FriendRequests, FriendResults, GiftCode, GroupCode, Members, Permission, Question, Reply,
    Several, Wish,
};
use imhook::model::UserId;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FriendAdd {
    #[serde(rename = "FriendItem")]
    requests: Vec<Request>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Request {
    #[serde(rename = "To_Account")]
    to: UserId,
}

impl Callback for FriendAdd {
    const COMMAND: &'static str = "Sns.CallbackPrevFriendAdd";
    type Ack = FriendResults;
}

impl FriendRequests for FriendAdd {
    fn accounts(&self) -> impl Iterator<Item = &UserId> {
        self.requests.iter().map(|request| &request.to)
    }

    fn retain(&mut self, mut stays: impl FnMut(&UserId) -> bool) {
        self.requests.retain(|request| stays(&request.to));
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateGroup {
    pub name: String,
}

impl Callback for CreateGroup {
    const COMMAND: &'static str = "Group.CallbackBeforeCreateGroup";
    type Ack = Permission<GroupCode>;
}

impl Wish for CreateGroup {
    type Code = GroupCode;
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Invite {
    #[serde(rename = "DestinationMembers")]
    pub members: Vec<Member>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Member {
    #[serde(rename = "Member_Account")]
    pub account: UserId,
}

impl Callback for Invite {
    const COMMAND: &'static str = "Group.CallbackBeforeInviteJoinGroup";
    type Ack = Admission<Members>;
}

impl Several for Invite {
    type Party = Members;

    fn retain(&mut self, mut stays: impl FnMut(&UserId) -> bool) {
        self.members.retain(|member| stays(&member.account));
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Gift {
    pub room_id: String,
}

impl Callback for Gift {
    const COMMAND: &'static str = "Live.CallbackBeforeSendGift";
    type Ack = Permission<GiftCode>;
}

impl Wish for Gift {
    type Code = GiftCode;
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Signal {
    pub data: String,
}

impl Callback for Signal {
    const COMMAND: &'static str = "Chatbot.OnC2CSignalMessage";
    type Ack = Reply;
}

impl Question for Signal {}
