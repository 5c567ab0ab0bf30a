//! What was read of one-to-one messages.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{MsgKey, UserId};
use crate::rest::batch::Batch;
use crate::rest::outcome::{Outcome, failed};
use crate::rest::{Done, Endpoint, Failure, Response, Retry};

/// Marks a conversation as read.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "admin_set_msg_read")]
#[doc(alias = "set_c2c_msg_read")]
#[doc(alias = "Private.SetMessageRead")]
pub struct SetRead {
    /// Who has read.
    #[serde(rename = "Report_Account")]
    pub reporter: UserId,
    /// The other side.
    #[serde(rename = "Peer_Account")]
    pub peer: UserId,
    /// Messages up to this time are read, Unix seconds; all of them if missing.
    pub msg_read_time: Option<i64>,
}

impl SetRead {
    /// A value with the required fields.
    #[must_use]
    pub fn new(reporter: impl Into<UserId>, peer: impl Into<UserId>) -> Self {
        Self { reporter: reporter.into(), peer: peer.into(), msg_read_time: None }
    }
}

impl Endpoint for SetRead {
    const PATH: &'static str = "v4/openim/admin_set_msg_read";
    const TITLE: &'static str = "设置单聊消息已读";
    const LIMITS: &'static str = "One conversation a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Counts the messages that a user has not read: all, or for each peer.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "get_c2c_unread_msg_num")]
#[doc(alias = "Private.GetUnreadMessageNum")]
pub struct GetUnreadCount {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The peers; the count of all if missing.
    #[serde(rename = "Peer_Account")]
    pub peer: Option<Vec<UserId>>,
}

impl GetUnreadCount {
    /// A value with the required fields.
    #[must_use]
    pub fn new(to: impl Into<UserId>) -> Self {
        Self { to: to.into(), peer: None }
    }
}

impl Endpoint for GetUnreadCount {
    const PATH: &'static str = "v4/openim/get_c2c_unread_msg_num";
    const TITLE: &'static str = "查询单聊未读消息计数";
    const LIMITS: &'static str = "10 peers a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = GetUnreadCountResponse;
}

impl Batch for GetUnreadCount {
    const MAX: usize = 10;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        self.peer.as_mut()
    }

    fn append(all: &mut GetUnreadCountResponse, next: GetUnreadCountResponse) {
        all.unread_msg_num_list.extend(next.unread_msg_num_list);
        all.error_list.extend(next.error_list);
    }
}

/// The answer to [`GetUnreadCount`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetUnreadCountResponse {
    /// One-to-one messages that the user has not read; only when no peer was named.
    #[serde(rename = "AllC2CUnreadMsgNum")]
    pub all_unread_msg_num: Option<i64>,
    /// The counts, for each peer.
    #[serde(rename = "C2CUnreadMsgNumList")]
    pub unread_msg_num_list: Vec<UnreadCount>,
    /// The peers that failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_list: Vec<CountFailure>,
}

impl Response for GetUnreadCountResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.error_list)
    }
}

/// A peer whose count is not known.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CountFailure {
    /// The peer.
    #[serde(rename = "Peer_Account")]
    pub peer: Option<UserId>,
    /// 0, or the code of the failure.
    pub error_code: Option<i64>,
}

impl Outcome for CountFailure {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.peer.as_ref(), self.error_code, None)
    }
}

/// The count of a peer.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnreadCount {
    /// The peer.
    #[serde(rename = "Peer_Account")]
    pub peer: Option<UserId>,
    /// Messages of this peer that the user has not read.
    #[serde(rename = "C2CUnreadMsgNum")]
    pub unread_msg_num: Option<i64>,
}

/// Sends read receipts for messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "c2c_msg_read_receipt")]
pub struct SendReadReceipts {
    /// Who has read them.
    #[serde(rename = "Operator_Account")]
    pub operator: UserId,
    /// The other side.
    #[serde(rename = "Peer_Account")]
    pub peer: UserId,
    /// The messages.
    #[serde(rename = "C2CMsgInfo")]
    pub messages: Vec<MessageRef>,
}

impl SendReadReceipts {
    /// A value with the required fields.
    #[must_use]
    pub fn new(operator: impl Into<UserId>, peer: impl Into<UserId>, messages: Vec<MessageRef>) -> Self {
        Self { operator: operator.into(), peer: peer.into(), messages }
    }
}

impl Endpoint for SendReadReceipts {
    const PATH: &'static str = "v4/openim/c2c_msg_read_receipt";
    const TITLE: &'static str = "发送单聊消息已读回执";
    const LIMITS: &'static str = "Several messages a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// A message.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MessageRef {
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The recipient.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The message.
    pub msg_key: Option<MsgKey>,
}

impl MessageRef {
    /// A message from one user to another.
    #[must_use]
    pub fn new(from: impl Into<UserId>, to: impl Into<UserId>, msg_key: impl Into<MsgKey>) -> Self {
        Self { from: Some(from.into()), to: Some(to.into()), msg_key: Some(msg_key.into()) }
    }
}
