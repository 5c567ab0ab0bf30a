//! Calls of the product beside IM (Call), which posts in the same way.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::List;
use super::ack::Received;
use super::command::Callback;
use crate::model::{Conversation, UserId};

/// After a call was started. Tencent's page: After a Call Starts (TRTC 68941).
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Call.CallbackAfterStartCall")]
pub struct AfterStart {
    /// The call.
    #[serde(rename = "CallInfo")]
    pub call: Call,
    /// The users in the call.
    #[serde(rename = "UserList", default, skip_serializing_if = "List::is_absent")]
    pub users: List<User>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterStart {
    const COMMAND: &'static str = "Call.CallbackAfterStartCall";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        let group = self.call.chat_group_id.as_deref().filter(|group| !group.is_empty());
        group
            .map(Conversation::group)
            .or_else(|| self.users.first().map(|user| Conversation::user(&user.account)))
    }
}

/// A call.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "CallInfo")]
pub struct Call {
    /// The call.
    pub call_id: String,
    /// `Audio` or `Video`.
    #[serde(rename = "CallMediaType")]
    pub media_type: Option<String>,
    /// The group it belongs to; empty if none.
    pub chat_group_id: Option<String>,
    /// The room it takes place in.
    pub room_id: Option<String>,
    /// The type of the room's id.
    pub room_id_type: Option<i64>,
}

/// A user in a call.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "UserList")]
pub struct User {
    /// The user; a sample has a bare number of 18 digits.
    #[serde(rename = "User_Account")]
    pub account: UserId,
    /// `Calling`, `Waiting`, …
    pub status: Option<String>,
}

/// After a call ended. Tencent's page: After a Call Ends (TRTC 68940).
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Call.CallbackAfterEndCall")]
pub struct AfterEnd {
    /// The call.
    #[serde(rename = "CallRecord")]
    pub record: Record,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterEnd = "Call.CallbackAfterEndCall" => Received,
    |event| event.record.caller.as_ref().map(Conversation::user)
);

/// A call that is over.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "CallRecord")]
pub struct Record {
    /// The call.
    pub call_id: String,
    /// The caller.
    #[serde(rename = "Caller_Account")]
    pub caller: Option<UserId>,
    /// `Audio` or `Video`.
    pub media_type: Option<String>,
    /// `SingleCall`, …
    pub call_type: Option<String>,
    /// The start of the call, Unix seconds.
    pub start_time: Option<i64>,
    /// The end of the call, Unix seconds.
    pub end_time: Option<i64>,
    /// The time of acceptance, Unix seconds.
    pub accept_time: Option<i64>,
    /// The outcome: `NormalEnd`, …
    #[serde(rename = "CallResult")]
    pub result: Option<String>,
    /// The users who were called.
    #[serde(rename = "CalleeList_Account", default)]
    #[serde(deserialize_with = "List::or_bare", skip_serializing_if = "List::is_absent")]
    pub callees: List<UserId>,
    /// The room it took place in.
    pub room_id: Option<String>,
    /// The type of the room's id.
    pub room_id_type: Option<i64>,
}

/// After somebody entered, refused or left a call. Tencent's page: After Call Members Change (TRTC 69215).
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Call.CallbackAfterMemberChanged")]
pub struct AfterMemberChange {
    /// The call.
    pub call_id: String,
    /// The users in the call.
    #[serde(rename = "UserList", default, skip_serializing_if = "List::is_absent")]
    pub users: List<User>,
    /// The users whose part in the call changed.
    #[serde(rename = "ChangedUserList", default, skip_serializing_if = "List::is_absent")]
    pub changed: List<Changed>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterMemberChange = "Call.CallbackAfterMemberChanged" => Received,
    |event| event.users.first().map(|user| Conversation::user(&user.account))
);

/// A user whose part in a call changed.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "ChangedUserList")]
pub struct Changed {
    /// The user.
    #[serde(rename = "User_Account")]
    pub account: UserId,
    /// `Accept`, …
    pub action_type: Option<String>,
}
