//! Files that were sent in messages.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::rest::Done;
use crate::rest::define::{endpoint, failures, new, outcome};

/// Keeps a file from being fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "forbid_illegal_object")]
pub struct Forbid {
    /// The URL of the file, as in the message.
    #[serde(rename = "RawURL")]
    pub raw_url: String,
}

new!(Forbid(raw_url into String));
endpoint!(Forbid => Done, "v4/im_cos_msg/forbid_illegal_object", "聊天文件封禁", Safe, "One file a call.");

/// Lets a file be fetched again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "allow_banned_object")]
pub struct Allow {
    /// The URL of the file, as in the message.
    #[serde(rename = "RawURL")]
    pub raw_url: String,
}

new!(Allow(raw_url into String));
endpoint!(Allow => Done, "v4/im_cos_msg/allow_banned_object", "聊天文件解封", Safe, "One file a call.");

/// Makes addresses from which files can be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "get_cos_sig")]
pub struct Sign {
    /// The files.
    #[serde(rename = "RawURLs")]
    pub raw_urls: Vec<FileRef>,
}

new!(Sign(raw_urls: Vec<FileRef>));
endpoint!(Sign => SignResponse, "v4/im_cos_msg/get_cos_sig", "聊天文件签名", Safe, "Several files a call.");

/// A file to sign.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// A number of the app's own.
    #[serde(rename = "ResourceID")]
    pub resource_id: Option<i64>,
    /// The URL of the file, as in the message.
    #[serde(rename = "RawURL")]
    pub raw_url: Option<String>,
}

impl FileRef {
    /// A file under a number of your own.
    #[must_use]
    pub fn new(resource_id: i64, raw_url: impl Into<String>) -> Self {
        Self { resource_id: Some(resource_id), raw_url: Some(raw_url.into()) }
    }
}

/// The answer to [`Sign`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignResponse {
    /// The files with a signature.
    #[serde(rename = "PreSigURLs")]
    pub pre_sig_urls: Vec<SignedFile>,
}

failures!(SignResponse: pre_sig_urls);

/// A file with a signature.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SignedFile {
    /// 0, or the code of the failure.
    pub code: Option<i64>,
    /// The text of the code.
    pub desc: Option<String>,
    /// A number of the app's own.
    #[serde(rename = "ResourceID")]
    pub resource_id: Option<i64>,
    /// The URL from which the file can be fetched now.
    #[serde(rename = "PreSigURL")]
    pub pre_sig_url: Option<String>,
    /// The state of the file, a number of Tencent's.
    pub status: Option<i64>,
}

outcome!(SignedFile: resource_id, code, desc);
