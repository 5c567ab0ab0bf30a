//! The app's own word list, applied inside the chat service.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::SdkAppId;
use crate::rest::Response;
use crate::rest::batch::Batch;
use crate::rest::cursor::behind;
use crate::rest::define::{endpoint, new, paged};

/// Puts words on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "add_local_audit_keywords")]
pub struct Add {
    /// The app that calls.
    pub sdk_app_id: SdkAppId,
    /// The words.
    pub local_audit_words: Vec<Word>,
}

new!(Add(sdk_app_id into SdkAppId, local_audit_words: Vec<Word>));
// No page says what becomes of a word that is there already.
endpoint!(Add => AddResponse, "v4/im_msg_audit_mgr/add_local_audit_keywords", "本地审核添加敏感词", Never,
    "10 words a call.");

impl Batch for Add {
    const MAX: usize = 10;
    type Item = Word;

    fn items(&mut self) -> Option<&mut Vec<Word>> {
        Some(&mut self.local_audit_words)
    }

    fn append(all: &mut AddResponse, next: AddResponse) {
        *all = next;
    }
}

/// A word of the list, with all that is known of it.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Word {
    /// The word.
    pub keyword: Option<String>,
    /// 1: a word; 2: a regular expression.
    pub word_type: Option<i64>,
    /// 1: replaced; 2: refused.
    pub filter_type: Option<i64>,
    /// The number.
    pub id: Option<i64>,
    /// The text in its place.
    pub replaced_content: Option<String>,
    /// The time of the last change, as text.
    pub update_time: Option<String>,
}

/// The answer to [`Add`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AddResponse {
    /// The number of this call at Tencent.
    pub request_id: Option<String>,
}

impl Response for AddResponse {}

/// Takes words off the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "delete_local_audit_keywords")]
pub struct Delete {
    /// The app that calls.
    pub sdk_app_id: SdkAppId,
    /// The words.
    pub local_audit_words: Vec<Word>,
}

new!(Delete(sdk_app_id into SdkAppId, local_audit_words: Vec<Word>));
endpoint!(Delete => AddResponse, "v4/im_msg_audit_mgr/delete_local_audit_keywords",
    "本地审核删除敏感词", Safe, "10 words a call.");

impl Batch for Delete {
    const MAX: usize = 10;
    type Item = Word;

    fn items(&mut self) -> Option<&mut Vec<Word>> {
        Some(&mut self.local_audit_words)
    }

    fn append(all: &mut AddResponse, next: AddResponse) {
        *all = next;
    }
}

/// Reads the list, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_local_audit_keywords")]
pub struct List {
    /// The app that calls.
    pub sdk_app_id: SdkAppId,
    /// Only words of this kind. 1: replaced; 2: refused.
    pub filter_type: Option<i64>,
    /// The number of items to skip; 0 at first.
    pub offset: i64,
    /// Words a page at most: 100 or fewer.
    pub limit: i64,
    /// Only words with this in them.
    pub keyword: Option<String>,
}

new! {
    /// The first page, 100 a page.
    List(sdk_app_id into SdkAppId) { filter_type: None, offset: 0, limit: 100, keyword: None }
}

endpoint!(List => ListResponse, "v4/im_msg_audit_mgr/get_local_audit_keywords", "本地审核获取敏感词", Safe,
    "100 words a page.");
paged!(List at offset: i64, local_audit_words: WordInfo, |response, request| {
    // Regular expressions are counted by themselves.
    let total = response.total_count.map(|words| words + response.total_reg_count.unwrap_or_default());
    behind(Some(request.offset), response.local_audit_words.len(), total)
});

/// The answer to [`List`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListResponse {
    /// The number of this call at Tencent.
    pub request_id: Option<String>,
    /// The words.
    pub local_audit_words: Vec<WordInfo>,
    /// Words in all.
    pub total_count: Option<i64>,
    /// Regular expressions in all.
    pub total_reg_count: Option<i64>,
    /// Words in this page.
    pub cur_count: Option<i64>,
    /// Regular expressions in this page.
    pub cur_reg_count: Option<i64>,
}

impl Response for ListResponse {}

/// A word as it is in the list.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct WordInfo {
    /// The word.
    pub keyword: Option<String>,
    /// 1: a word; 2: a regular expression.
    pub word_type: Option<i64>,
    /// 1: replaced; 2: refused.
    pub filter_type: Option<i64>,
    /// The number.
    pub id: Option<i64>,
    /// The text in its place.
    pub replaced_content: Option<String>,
    /// The time of the last change, as text.
    pub update_time: Option<String>,
}
