//! The history of one-to-one messages: reading, recalling, changing, deleting.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{Element, MsgKey, UserId};
use crate::rest::define::{batch, endpoint, new};
use crate::rest::outcome::listed;
use crate::rest::{Done, Failure, Paged, Response};

/// Reads the messages of two users in one user's view, newest first, a page at a time. Recalled ones come,
/// too; those that were not synced to this side do not.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("admin_getroammsg", "get_c2c_roam_msg", "Private.FetchMessages", "Private.PullMessages"))]
pub struct GetRoamMessages {
    /// Whose view is read: what this user deleted is missing.
    #[serde(rename = "Operator_Account", alias = "From_Account")]
    pub operator: UserId,
    /// The other side.
    #[serde(rename = "Peer_Account", alias = "To_Account")]
    pub peer: UserId,
    /// Messages a page at most; 100 or fewer are advised.
    pub max_cnt: i64,
    /// The oldest wanted, Unix seconds.
    pub min_time: i64,
    /// The newest wanted, Unix seconds.
    pub max_time: i64,
    /// The start of the page: missing at first, then the value of the page before.
    pub last_msg_key: Option<MsgKey>,
}

impl GetRoamMessages {
    /// The first page of what was said between the two in `times` (Unix seconds, both ends included), 100
    /// messages a page.
    #[must_use]
    pub fn new(operator: impl Into<UserId>, peer: impl Into<UserId>, times: RangeInclusive<i64>) -> Self {
        let (min_time, max_time) = times.into_inner();
        Self {
            operator: operator.into(),
            peer: peer.into(),
            max_cnt: 100,
            min_time,
            max_time,
            last_msg_key: None,
        }
    }
}

endpoint!(GetRoamMessages => GetRoamMessagesResponse, "v4/openim/admin_getroammsg", "查询单聊消息", Safe,
    "A page has 13 KB or fewer; the history goes back 7 days unless more is booked.";
    "From_Account" is now "Operator_Account", "To_Account" is now "Peer_Account");

impl Paged for GetRoamMessages {
    type Item = RoamMessage;
    type Cursor = (i64, Option<MsgKey>);

    fn cursor(&self) -> (i64, Option<MsgKey>) {
        (self.max_time, self.last_msg_key.clone())
    }

    fn next(&self, response: &Self::Response) -> Option<Self> {
        if response.complete == Some(1) {
            return None;
        }
        // A second can hold several messages: the time alone would lose some.
        let last_msg_key = response.last_msg_key.clone();
        Some(Self { max_time: response.last_msg_time?, last_msg_key, ..self.clone() })
    }

    fn items(response: Self::Response) -> Vec<RoamMessage> {
        response.msg_list
    }
}

/// The answer to [`GetRoamMessages`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetRoamMessagesResponse {
    /// 1 on the last page.
    pub complete: Option<i64>,
    /// Messages in this page.
    pub msg_cnt: Option<i64>,
    /// When the last message was sent, Unix seconds.
    pub last_msg_time: Option<i64>,
    /// The start of the next page.
    pub last_msg_key: Option<MsgKey>,
    /// The messages.
    pub msg_list: Vec<RoamMessage>,
}

impl Response for GetRoamMessagesResponse {}

/// A message of the history.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct RoamMessage {
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The recipient.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The sender's number.
    pub msg_seq: Option<u32>,
    /// The sender's random.
    pub msg_random: Option<u32>,
    /// The time of sending, Unix seconds.
    pub msg_time_stamp: Option<i64>,
    /// When the client sent it, Unix seconds.
    pub msg_client_time: Option<i64>,
    /// 8 for a recalled message, else 0.
    pub msg_flag_bits: Option<i64>,
    /// 1: the other side sent a read receipt.
    pub is_peer_read: Option<i64>,
    /// The message.
    pub msg_key: Option<MsgKey>,
    /// The elements of the message.
    #[serde(rename = "MsgBody")]
    pub body: Vec<Element>,
    /// The app's own data; it goes to the clients and stays in the history.
    pub cloud_custom_data: Option<String>,
}

/// Recalls a message on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("admin_msgwithdraw", "recall_c2c_msg", "Private.RevokeMessage"))]
pub struct RecallMessage {
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The recipient.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The message.
    pub msg_key: MsgKey,
}

new!(RecallMessage(from into UserId, to into UserId, msg_key into MsgKey));
endpoint!(RecallMessage => Done, "v4/openim/admin_msgwithdraw", "撤回单聊消息", Safe,
    "One message a call, as old as the history goes back.");

/// Changes what a message says, or its own data.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "modify_c2c_msg")]
pub struct ModifyMessage {
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The recipient.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// The message.
    pub msg_key: MsgKey,
    /// The elements of the message.
    #[serde(rename = "MsgBody")]
    pub body: Option<Vec<Element>>,
    /// The app's own data; it goes to the clients and stays in the history.
    pub cloud_custom_data: Option<String>,
}

new!(ModifyMessage(from into UserId, to into UserId, msg_key into MsgKey) { ..Self::default() });
endpoint!(ModifyMessage => Done, "v4/openim/modify_c2c_msg", "修改单聊历史消息", Safe, "One message a call.");

/// Deletes messages from the history of one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "delete_c2c_msg_ramble")]
pub struct DeleteMessages {
    /// Whose history.
    #[serde(rename = "Operator_Account")]
    pub operator: UserId,
    /// The other side.
    #[serde(rename = "Peer_Account")]
    pub peer: UserId,
    /// The messages.
    pub msg_key_list: Vec<MsgKey>,
}

new!(DeleteMessages(operator into UserId, peer into UserId, msg_key_list each MsgKey));
endpoint!(DeleteMessages => DeleteMessagesResponse, "v4/openim/delete_c2c_msg_ramble",
    "单向删除单聊历史消息", Safe, "30 messages a call.");
batch!(DeleteMessages, 30 of msg_key_list: MsgKey => invalid_msg_key_list);

/// The answer to [`DeleteMessages`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteMessagesResponse {
    /// Messages that were not found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub invalid_msg_key_list: Vec<MsgKey>,
}

impl Response for DeleteMessagesResponse {
    fn failures(&self) -> Vec<Failure> {
        listed(Vec::new(), &self.invalid_msg_key_list)
    }
}
