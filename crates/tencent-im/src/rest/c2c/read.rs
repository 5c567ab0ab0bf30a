//! What was read of one-to-one messages.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{MsgKey, UserId};
use crate::rest::Done;
use crate::rest::batch::Batch;
use crate::rest::define::{endpoint, failures, new, outcome};

/// Marks a conversation as read.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("admin_set_msg_read", "set_c2c_msg_read", "Private.SetMessageRead"))]
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

new!(SetRead(reporter into UserId, peer into UserId) { msg_read_time: None });
endpoint!(SetRead => Done, "v4/openim/admin_set_msg_read", "设置单聊消息已读", Safe,
    "One conversation a call.");

/// Counts the messages that a user has not read: all, or for each peer.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias("get_c2c_unread_msg_num", "Private.GetUnreadMessageNum"))]
pub struct GetUnreadCount {
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The peers; the count of all if missing.
    #[serde(rename = "Peer_Account")]
    pub peer: Option<Vec<UserId>>,
}

new!(GetUnreadCount(to into UserId) { peer: None });
endpoint!(GetUnreadCount => GetUnreadCountResponse, "v4/openim/get_c2c_unread_msg_num",
    "查询单聊未读消息计数", Safe, "10 peers a call.");

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

failures!(GetUnreadCountResponse: error_list);

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

outcome!(CountFailure: peer, error_code);

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

new!(SendReadReceipts(operator into UserId, peer into UserId, messages: Vec<MessageRef>));
endpoint!(SendReadReceipts => Done, "v4/openim/c2c_msg_read_receipt", "发送单聊消息已读回执", Safe,
    "Several messages a call.");

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
