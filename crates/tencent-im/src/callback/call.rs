//! Calls of the product beside IM (Call), which posts in the same way.

use serde::{Deserialize, Serialize};

use super::ack::Received;
use super::object::whole;
use super::{Callback, List};
use crate::model::{Conversation, Other, UserId, number, text};

/// After a call was started. Tencent's page: After a Call Starts (TRTC 68941).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Call.CallbackAfterStartCall")]
pub struct AfterStart {
    /// The call.
    #[serde(rename = "CallInfo")]
    pub call: Call,
    /// Who is in it.
    #[serde(rename = "UserList", default, skip_serializing_if = "List::is_absent")]
    pub users: List<User>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
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
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "CallInfo")]
pub struct Call {
    /// The call.
    #[serde(deserialize_with = "text::required")]
    pub call_id: String,
    /// `Audio` or `Video`.
    #[serde(rename = "CallMediaType", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The group it belongs to; empty if none.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub chat_group_id: Option<String>,
    /// The room it takes place in.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub room_id: Option<String>,
    /// What kind of id the room has.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub room_id_type: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

/// Somebody in a call.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "UserList")]
pub struct User {
    /// The user; a sample has a bare number of 18 digits.
    #[serde(rename = "User_Account")]
    pub account: UserId,
    /// `Calling`, `Waiting`, …
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

/// After a call ended. Tencent's page: After a Call Ends (TRTC 68940).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Call.CallbackAfterEndCall")]
pub struct AfterEnd {
    /// The call.
    #[serde(rename = "CallRecord")]
    pub record: Record,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterEnd {
    const COMMAND: &'static str = "Call.CallbackAfterEndCall";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        self.record.caller.as_ref().map(Conversation::user)
    }
}

/// A call that is over.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "CallRecord")]
pub struct Record {
    /// The call.
    #[serde(deserialize_with = "text::required")]
    pub call_id: String,
    /// Who called.
    #[serde(rename = "Caller_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<UserId>,
    /// `Audio` or `Video`.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// `SingleCall`, …
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub call_type: Option<String>,
    /// When it started, Unix seconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<i64>,
    /// When it ended, Unix seconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub end_time: Option<i64>,
    /// When it was accepted, Unix seconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub accept_time: Option<i64>,
    /// How it ended: `NormalEnd`, …
    #[serde(rename = "CallResult", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// Who was called.
    #[serde(rename = "CalleeList_Account", default, deserialize_with = "List::or_bare")]
    #[serde(skip_serializing_if = "List::is_absent")]
    pub callees: List<UserId>,
    /// The room it took place in.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub room_id: Option<String>,
    /// What kind of id the room has.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub room_id_type: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

/// After somebody entered, refused or left a call. Tencent's page: After Call Members Change (TRTC 69215).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Call.CallbackAfterMemberChanged")]
pub struct AfterMemberChange {
    /// The call.
    #[serde(deserialize_with = "text::required")]
    pub call_id: String,
    /// Who is in it.
    #[serde(rename = "UserList", default, skip_serializing_if = "List::is_absent")]
    pub users: List<User>,
    /// Whose part changed.
    #[serde(rename = "ChangedUserList", default, skip_serializing_if = "List::is_absent")]
    pub changed: List<Changed>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterMemberChange {
    const COMMAND: &'static str = "Call.CallbackAfterMemberChanged";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        self.users.first().map(|user| Conversation::user(&user.account))
    }
}

/// Somebody whose part in a call changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "ChangedUserList")]
pub struct Changed {
    /// The user.
    #[serde(rename = "User_Account")]
    pub account: UserId,
    /// `Accept`, …
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub action_type: Option<String>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

whole! { AfterStart, AfterEnd, AfterMemberChange; Call, User, Record, Changed }
