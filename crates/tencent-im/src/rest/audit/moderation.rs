//! Asking what is wrong with a content.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::rest::batch::Batch;
use crate::rest::outcome::{Outcome, failed};
use crate::rest::word::words;
use crate::rest::{Endpoint, Failure, Response, Retry};

/// Has a content judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "content_moderation")]
pub struct Check {
    /// Whose rules apply.
    pub audit_name: Scene,
    /// The type of the content.
    pub content_type: ContentKind,
    /// The text, or where the picture, sound or video is.
    pub content: String,
}

impl Check {
    /// A value with the required fields.
    #[must_use]
    pub fn new(audit_name: Scene, content_type: ContentKind, content: impl Into<String>) -> Self {
        Self { audit_name, content_type, content: content.into() }
    }
}

impl Endpoint for Check {
    const PATH: &'static str = "v4/im_msg_audit/content_moderation";
    const TITLE: &'static str = "云端审核主动审核";
    const LIMITS: &'static str = "Texts of 8 KB, pictures of 5 MB.";
    const RETRY: Retry = Retry::Safe;
    type Response = CheckResponse;
}

/// The answer to [`Check`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CheckResponse {
    /// The number of this call at Tencent.
    pub request_id: Option<String>,
    /// The verdict, in a word of Tencent's.
    pub result: Option<String>,
    /// The certainty of the finding, 0 to 100.
    pub score: Option<i64>,
    /// The kind of violation.
    pub label: Option<String>,
    /// The words that were found.
    pub keywords: Vec<String>,
}

impl Response for CheckResponse {}

/// Has several contents judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "batch_content_moderation")]
pub struct CheckMany {
    /// Whose rules apply.
    pub audit_name: Scene,
    /// The contents.
    pub contents: Vec<Content>,
}

impl CheckMany {
    /// A value with the required fields.
    #[must_use]
    pub fn new(audit_name: Scene, contents: Vec<Content>) -> Self {
        Self { audit_name, contents }
    }
}

impl Endpoint for CheckMany {
    const PATH: &'static str = "v4/im_msg_audit/batch_content_moderation";
    const TITLE: &'static str = "云端审核批量审核";
    const LIMITS: &'static str = "10 contents a call; texts of 8 KB, pictures of 5 MB.";
    const RETRY: Retry = Retry::Safe;
    type Response = CheckManyResponse;
}

impl Batch for CheckMany {
    const MAX: usize = 10;
    type Item = Content;

    fn items(&mut self) -> Option<&mut Vec<Content>> {
        Some(&mut self.contents)
    }

    fn append(all: &mut CheckManyResponse, next: CheckManyResponse) {
        all.audit_results.extend(next.audit_results);
    }
}

/// A content to judge.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Content {
    /// A number of the app's own.
    pub content_id: Option<i64>,
    /// The type of the content.
    pub content_type: Option<ContentKind>,
    /// The text, or where the picture, sound or video is.
    pub content: Option<String>,
}

impl Content {
    /// A content under a number of your own.
    #[must_use]
    pub fn new(content_id: i64, kind: ContentKind, content: impl Into<String>) -> Self {
        Self { content_id: Some(content_id), content_type: Some(kind), content: Some(content.into()) }
    }
}

/// The answer to [`CheckMany`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CheckManyResponse {
    /// The verdicts.
    pub audit_results: Vec<Verdict>,
}

impl Response for CheckManyResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.audit_results)
    }
}

/// A finding of moderation.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Verdict {
    /// 0, or the code of the failure.
    pub error_code: Option<i64>,
    /// The text of the code.
    pub error_info: Option<String>,
    /// A number of the app's own.
    pub content_id: Option<i64>,
    /// The verdict, in a word of Tencent's.
    pub result: Option<String>,
    /// The words that were found.
    pub keywords: Vec<String>,
    /// The certainty of the finding, 0 to 100.
    pub score: Option<i64>,
    /// The kind of violation.
    pub label: Option<String>,
    /// The violation in detail.
    pub sub_label: Option<String>,
    /// The number of this call at Tencent.
    pub request_id: Option<String>,
}

impl Outcome for Verdict {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.content_id, self.error_code, self.error_info.as_deref())
    }
}

words! {
    /// Whose rules apply.
    Scene {
        /// Those for one-to-one messages.
        C2c = "C2C",
        /// Those for group messages.
        Group = "Group",
        /// Those for profiles of users.
        UserInfo = "UserInfo",
        /// Those for profiles of groups.
        GroupInfo = "GroupInfo",
        /// Those for names in groups.
        GroupMemberInfo = "GroupMemberInfo",
        /// Those for remarks and requests of friends.
        RelationChain = "RelationChain",
    }
    /// The type of a content.
    ContentKind {
        /// A text.
        Text = "Text",
        /// A picture.
        Image = "Image",
        /// A recording.
        Audio = "Audio",
        /// A video.
        Video = "Video",
    }
}
