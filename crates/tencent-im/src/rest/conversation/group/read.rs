//! What is in which conversation group.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::batch::Batch;
use crate::rest::conversation::Contact;
use crate::rest::conversation::group::GroupRef;
use crate::rest::{Endpoint, Paged, Response, Retry};

/// Tells marks and conversation groups of the conversations named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "search_contact_group")]
#[doc(alias = "search_conversation_group")]
pub struct Search {
    /// The user whose conversation groups these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The conversations.
    pub contact_item: Vec<Contact>,
}

impl Search {
    /// A value with the required fields.
    #[must_use]
    pub fn new(from: impl Into<UserId>, contact_item: Vec<Contact>) -> Self {
        Self { from: from.into(), contact_item }
    }
}

impl Endpoint for Search {
    const PATH: &'static str = "v4/recentcontact/search_contact_group";
    const TITLE: &'static str = "搜索会话分组标记";
    const LIMITS: &'static str = "300 conversations a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = SearchResponse;
}

impl Batch for Search {
    const MAX: usize = 300;
    type Item = Contact;

    fn items(&mut self) -> Option<&mut Vec<Contact>> {
        Some(&mut self.contact_item)
    }

    fn append(all: &mut SearchResponse, next: SearchResponse) {
        all.contact_result_item.extend(next.contact_result_item);
        all.group_item.extend(next.group_item);
    }
}

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
#[doc(alias = "get_contact_group")]
#[doc(alias = "get_conversation_group")]
pub struct List {
    /// The user whose conversation groups these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The start of the page: 0 at first.
    pub start_index: i64,
}

impl List {
    /// The first page.
    #[must_use]
    pub fn new(from: impl Into<UserId>) -> Self {
        Self { from: from.into(), start_index: 0 }
    }
}

impl Endpoint for List {
    const PATH: &'static str = "v4/recentcontact/get_contact_group";
    const TITLE: &'static str = "拉取会话分组标记数据";
    const LIMITS: &'static str = "Tencent sets the size of a page.";
    const RETRY: Retry = Retry::Safe;
    type Response = ListResponse;
}

impl Paged for List {
    type Item = MarkedContact;
    type Cursor = i64;

    fn cursor(&self) -> i64 {
        self.start_index
    }

    fn next(&self, response: &Self::Response) -> Option<Self> {
        let start_index = response.next_start_index.filter(|_| response.complete_flag == Some(0))?;
        Some(Self { start_index, ..self.clone() })
    }

    fn items(response: Self::Response) -> Vec<MarkedContact> {
        response.contact_item
    }
}

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
