//! The word libraries of cloud moderation.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::SdkAppId;
use crate::rest::batch::Batch;
use crate::rest::cursor::behind;
use crate::rest::define::{endpoint, failures, new, paged};
use crate::rest::outcome::Outcome;
use crate::rest::{Failure, Response};

/// Puts words into a library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "add_cloud_audit_keywords")]
pub struct Add {
    /// The app that calls.
    pub sdk_app_id: SdkAppId,
    /// The library.
    #[serde(rename = "LibID")]
    pub lib_id: String,
    /// The words.
    pub user_keywords: Vec<NewWord>,
}

new!(Add(sdk_app_id into SdkAppId, lib_id into String, user_keywords: Vec<NewWord>));
// No page says what becomes of a word that is there already.
endpoint!(Add => AddResponse, "v4/im_msg_audit_mgr/add_cloud_audit_keywords", "云端审核添加敏感词", Never,
    "Several words a call.");

/// A word to add.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewWord {
    /// The word.
    pub content: Option<String>,
    /// The kind of violation.
    pub label: Option<String>,
}

impl NewWord {
    /// A word, and what is wrong with it.
    #[must_use]
    pub fn new(content: impl Into<String>, label: impl Into<String>) -> Self {
        Self { content: Some(content.into()), label: Some(label.into()) }
    }
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

/// Takes words out of a library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "delete_cloud_audit_keywords")]
pub struct Delete {
    /// The app that calls.
    pub sdk_app_id: SdkAppId,
    /// The library.
    #[serde(rename = "LibID")]
    pub lib_id: String,
    /// The words.
    pub keywords: Vec<String>,
}

new!(Delete(sdk_app_id into SdkAppId, lib_id into String, keywords each String));
endpoint!(Delete => DeleteResponse, "v4/im_msg_audit_mgr/delete_cloud_audit_keywords",
    "云端审核删除敏感词", Safe, "10 words a call.");

impl Batch for Delete {
    const MAX: usize = 10;
    type Item = String;

    fn items(&mut self) -> Option<&mut Vec<String>> {
        Some(&mut self.keywords)
    }

    fn append(all: &mut DeleteResponse, next: DeleteResponse) {
        all.details.extend(next.details);
        all.count = all.count.zip(next.count).map(|(all, next)| all + next);
    }
}

/// The answer to [`Delete`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteResponse {
    /// The number of this call at Tencent.
    pub request_id: Option<String>,
    /// Words deleted.
    pub count: Option<i64>,
    /// The result for each word.
    pub details: Vec<DeleteResult>,
}

failures!(DeleteResponse: details);

/// The result for one word.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteResult {
    /// The number.
    #[serde(rename = "KeywordID")]
    pub keyword_id: Option<String>,
    /// The word.
    pub keyword: Option<String>,
    /// Whether it is gone.
    pub deleted: Option<bool>,
    /// Why it is still there.
    pub error_info: Option<String>,
}

impl Outcome for DeleteResult {
    fn failure(&self) -> Option<Failure> {
        Failure::told(self.deleted == Some(false), self.keyword.as_ref(), self.error_info.as_deref())
    }
}

/// Reads the words of a library, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_cloud_audit_keywords")]
pub struct List {
    /// The app that calls.
    pub sdk_app_id: SdkAppId,
    /// The number of items to skip; 0 at first.
    pub offset: i64,
    /// Words a page at most: 100 or fewer.
    pub limit: i64,
    /// The library.
    #[serde(rename = "LibID")]
    pub lib_id: Option<String>,
    /// Only this word.
    pub content: Option<String>,
}

new! {
    /// The first page, 100 a page.
    List(sdk_app_id into SdkAppId) { offset: 0, limit: 100, lib_id: None, content: None }
}

endpoint!(List => ListResponse, "v4/im_msg_audit_mgr/get_cloud_audit_keywords", "云端审核获取敏感词", Safe,
    "100 words a page.");
paged!(List at offset: i64, infos: WordInfo, |response, request|
    behind(Some(request.offset), response.infos.len(), response.total_count));

/// The answer to [`List`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListResponse {
    /// The number of this call at Tencent.
    pub request_id: Option<String>,
    /// The number of all items.
    pub total_count: Option<i64>,
    /// The words.
    pub infos: Vec<WordInfo>,
}

impl Response for ListResponse {}

/// A word, or a library.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct WordInfo {
    /// The number.
    #[serde(rename = "ID")]
    pub id: Option<String>,
    /// The library's name.
    pub lib_name: Option<String>,
    /// The word.
    pub content: Option<String>,
    /// A description.
    pub describe: Option<String>,
    /// The time of creation, as text.
    pub create_time: Option<String>,
    /// The action where the word is found.
    pub suggestion: Option<String>,
}

/// Reads the libraries, a page at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_cloud_audit_keywords_ids", "get_cloud_audit_keyword_libs"))]
pub struct ListLibraries {
    /// The app that calls.
    pub sdk_app_id: SdkAppId,
    /// The number of items to skip; 0 at first.
    pub offset: i64,
    /// Libraries a page at most: 100 or fewer.
    pub limit: i64,
}

new! {
    /// The first page, 100 a page.
    ListLibraries(sdk_app_id into SdkAppId) { offset: 0, limit: 100 }
}

endpoint!(ListLibraries => ListLibrariesResponse, "v4/im_msg_audit_mgr/get_cloud_audit_keywords_ids",
    "云端审核获取词库列表", Safe, "100 libraries a page.");
paged!(ListLibraries at offset: i64, infos: WordInfo, |response, request|
    behind(Some(request.offset), response.infos.len(), response.total_count));

/// The answer to [`ListLibraries`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListLibrariesResponse {
    /// The number of this call at Tencent.
    pub request_id: Option<String>,
    /// The number of all items.
    pub total_count: Option<i64>,
    /// The libraries.
    pub infos: Vec<WordInfo>,
}

impl Response for ListLibrariesResponse {}
