//! The conversations of a user, as the user's clients list them.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::define::{endpoint, new};
use crate::rest::{Done, Paged, Response};

/// Reads the conversations of a user, a page at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_list", "get_conversation_list"))]
#[doc(alias("RecentContact.FetchSessions", "RecentContact.PullSessions"))]
pub struct List {
    /// The user whose conversations these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// Where the page starts among the conversations that are not pinned: 0 at first.
    pub time_stamp: i64,
    /// Where the page starts among the conversations that are not pinned: 0 at first.
    pub start_index: i64,
    /// Where the page starts among the pinned conversations: 0 at first.
    pub top_time_stamp: i64,
    /// Where the page starts among the pinned conversations: 0 at first.
    pub top_start_index: i64,
    /// The conversations wanted, as bits: 1 pinned ones, too; 2 empty ones, too; 4 page the pinned ones; 63 everything,
    /// with marks.
    pub assist_flags: i64,
}

new! {
    /// The first page.
    List(from into UserId) {
        time_stamp: 0,
        start_index: 0,
        top_time_stamp: 0,
        top_start_index: 0,
        assist_flags: 63,
    }
}

endpoint!(List => ListResponse, "v4/recentcontact/get_list", "拉取会话列表", Safe,
    "Tencent sets the size of a page and keeps 100 conversations a user, 500 in the top edition.");

impl Paged for List {
    type Item = Session;
    type Cursor = (i64, i64, i64, i64);

    fn cursor(&self) -> (i64, i64, i64, i64) {
        (self.time_stamp, self.start_index, self.top_time_stamp, self.top_start_index)
    }

    fn next(&self, response: &Self::Response) -> Option<Self> {
        (response.complete_flag == Some(0)).then(|| Self {
            time_stamp: response.time_stamp.unwrap_or(self.time_stamp),
            start_index: response.start_index.unwrap_or(self.start_index),
            top_time_stamp: response.top_time_stamp.unwrap_or(self.top_time_stamp),
            top_start_index: response.top_start_index.unwrap_or(self.top_start_index),
            ..self.clone()
        })
    }

    fn items(response: Self::Response) -> Vec<Session> {
        response.session_item
    }
}

/// The answer to [`List`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListResponse {
    /// The conversations.
    pub session_item: Vec<Session>,
    /// Not 0 on the last page.
    pub complete_flag: Option<i64>,
    /// The time at which the next page starts, for the request's field of this name.
    pub time_stamp: Option<i64>,
    /// The index at which the next page starts.
    pub start_index: Option<i64>,
    /// The time at which the next page of pinned conversations starts.
    pub top_time_stamp: Option<i64>,
    /// The index at which the next page of pinned conversations starts.
    pub top_start_index: Option<i64>,
}

impl Response for ListResponse {}

/// A conversation.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Session {
    /// 1: with a user; 2: with a group.
    #[serde(rename = "Type")]
    pub kind: Option<i64>,
    /// The other user, if it is a user's.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The group, if it is a group's.
    pub group_id: Option<GroupId>,
    /// The time of the last message, Unix seconds.
    pub msg_time: Option<i64>,
    /// 1: pinned.
    pub top_flag: Option<i64>,
    /// The marks: 64 digits of 0 and 1.
    pub standard_mark: Option<String>,
    /// A mark of the app's own, 256 bytes or fewer.
    pub custom_mark: Option<String>,
    /// The conversation groups that it is in, by number.
    pub contact_group_id: Vec<i64>,
}

/// Takes a conversation off a user's list.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("delete_conversation", "RecentContact.DeleteSession"))]
pub struct Delete {
    /// The user whose conversations these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// 1: with a user; 2: with a group.
    #[serde(rename = "Type", alias = "type")]
    pub kind: i64,
    /// The other user, if it is a user's.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The group, if it is a group's.
    #[serde(rename = "ToGroupid")]
    pub to_group: Option<GroupId>,
    /// 1: its messages in this user's history, too.
    pub clear_ramble: Option<i64>,
}

impl Delete {
    /// The conversation with a user.
    #[must_use]
    pub fn c2c(from: impl Into<UserId>, to: impl Into<UserId>) -> Self {
        Self { from: from.into(), kind: 1, to: Some(to.into()), to_group: None, clear_ramble: None }
    }

    /// The conversation in a group.
    #[must_use]
    pub fn group(from: impl Into<UserId>, group: impl Into<GroupId>) -> Self {
        Self { from: from.into(), kind: 2, to: None, to_group: Some(group.into()), clear_ramble: None }
    }
}

endpoint!(Delete => Done, "v4/recentcontact/delete", "删除单个会话", Safe,
    "One conversation a call."; "type" is now "Type");

/// Pins conversations to the top of a user's list, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("top", "pin_conversation"))]
pub struct Pin {
    /// The user whose conversations these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// 1: pin; 2: unpin.
    pub operation_type: i64,
    /// The conversations.
    pub recent_contact_item: Vec<Pinned>,
}

impl Pin {
    /// Pins conversations.
    #[must_use]
    pub fn new(from: impl Into<UserId>, conversations: Vec<Pinned>) -> Self {
        Self { from: from.into(), operation_type: 1, recent_contact_item: conversations }
    }

    /// Pins them no longer.
    #[must_use]
    pub fn undo(from: impl Into<UserId>, conversations: Vec<Pinned>) -> Self {
        Self { operation_type: 2, ..Self::new(from, conversations) }
    }
}

endpoint!(Pin => Done, "v4/recentcontact/top", "设置置顶会话", Safe, "50 pinned conversations a user.");

/// A conversation to pin.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Pinned {
    /// 1: with a user; 2: with a group.
    #[serde(rename = "Type")]
    pub kind: i64,
    /// The other user, if it is a user's.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The group, if it is a group's.
    pub group_id: Option<GroupId>,
}

impl Pinned {
    /// The conversation with a user.
    #[must_use]
    pub fn c2c(to: impl Into<UserId>) -> Self {
        Self { kind: 1, to: Some(to.into()), group_id: None }
    }

    /// The conversation in a group.
    #[must_use]
    pub fn group(group_id: impl Into<GroupId>) -> Self {
        Self { kind: 2, to: None, group_id: Some(group_id.into()) }
    }
}
