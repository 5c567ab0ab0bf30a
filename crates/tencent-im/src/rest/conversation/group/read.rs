//! What is in which conversation group.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::Response;
use crate::rest::conversation::Contact;
use crate::rest::conversation::group::GroupRef;
use crate::rest::define::{batch, endpoint, new, paged};

/// Tells marks and conversation groups of the conversations named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("search_contact_group", "search_conversation_group"))]
pub struct Search {
    /// The user whose conversation groups these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The conversations.
    pub contact_item: Vec<Contact>,
}

new!(Search(from into UserId, contact_item: Vec<Contact>));
endpoint!(Search => SearchResponse, "v4/recentcontact/search_contact_group", "搜索会话分组标记", Safe,
    "300 conversations a call.");
batch!(Search, 300 of contact_item: Contact => contact_result_item, group_item);

/// The answer to [`Search`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SearchResponse {
    /// The conversations.
    pub contact_result_item: Vec<MarkedContact>,
    /// The conversation groups.
    pub group_item: Vec<GroupRef>,
}

impl Response for SearchResponse {}

/// A conversation with its marks.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct MarkedContact {
    /// 1: with a user; 2: with a group.
    #[serde(rename = "Type")]
    pub kind: Option<i64>,
    /// The other user, if it is a user's.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The marks: 64 digits of 0 and 1.
    pub standard_mark: Option<String>,
    /// A mark of the app's own, 256 bytes or fewer.
    pub custom_mark: Option<String>,
    /// The conversation groups that it is in.
    pub contact_group_id: Vec<i64>,
    /// The time of the last change, Unix milliseconds.
    pub timestamp: Option<i64>,
    /// The group, if it is a group's.
    #[serde(rename = "ToGroupId")]
    pub to_group: Option<GroupId>,
}

/// Reads the conversations of a user that have marks or are in a conversation group, a page at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_contact_group", "get_conversation_group"))]
pub struct List {
    /// The user whose conversation groups these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The start of the page: 0 at first.
    pub start_index: i64,
}

new! {
    /// The first page.
    List(from into UserId) { start_index: 0 }
}

endpoint!(List => ListResponse, "v4/recentcontact/get_contact_group", "拉取会话分组标记数据", Safe,
    "Tencent sets the size of a page.");
paged!(List at start_index: i64, contact_item: MarkedContact, |response|
    response.next_start_index.filter(|_| response.complete_flag == Some(0)));

/// The answer to [`List`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListResponse {
    /// The conversations of this page.
    pub contact_item: Vec<MarkedContact>,
    /// The conversation groups.
    pub group_item: Vec<GroupRef>,
    /// Not 0 on the last page.
    pub complete_flag: Option<i64>,
    /// The start of the next page.
    pub next_start_index: Option<i64>,
}

impl Response for ListResponse {}
