//! Asking what is wrong with a content.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::rest::Response;
use crate::rest::define::{batch, endpoint, failures, new, outcome};
use crate::rest::word::words;

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

new!(Check(audit_name: Scene, content_type: ContentKind, content into String));
endpoint!(Check => CheckResponse, "v4/im_msg_audit/content_moderation", "云端审核主动审核", Safe,
    "Texts of 8 KB, pictures of 5 MB.");

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

new!(CheckMany(audit_name: Scene, contents: Vec<Content>));
endpoint!(CheckMany => CheckManyResponse, "v4/im_msg_audit/batch_content_moderation",
    "云端审核批量审核", Safe, "10 contents a call; texts of 8 KB, pictures of 5 MB.");
batch!(CheckMany, 10 of contents: Content => audit_results);

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

failures!(CheckManyResponse: audit_results);

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

outcome!(Verdict: content_id, error_code, error_info);

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
