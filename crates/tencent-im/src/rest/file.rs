//! Files that were sent in messages.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Forbid`] | `im_cos_msg/forbid_illegal_object` | 聊天文件封禁 |
//! | [`Allow`] | `im_cos_msg/allow_banned_object` | 聊天文件解封 |
//! | [`Sign`] | `im_cos_msg/get_cos_sig` | 聊天文件签名 |

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{list, number};
use crate::rest::outcome::{Outcome, failed};
use crate::rest::{Done, Endpoint, Failure, Response, Retry};

/// Keeps a file from being fetched. Tencent's page: 聊天文件封禁. One file a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "forbid_illegal_object")]
pub struct Forbid {
    /// Where the file is, as in the message.
    #[serde(rename = "RawURL")]
    pub raw_url: String,
}

impl Forbid {
    /// With what is required.
    #[must_use]
    pub fn new(raw_url: impl Into<String>) -> Self {
        Self { raw_url: raw_url.into() }
    }
}

impl Endpoint for Forbid {
    const PATH: &'static str = "v4/im_cos_msg/forbid_illegal_object";
    const TITLE: &'static str = "聊天文件封禁";
    const LIMITS: &'static str = "One file a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Lets a file be fetched again. Tencent's page: 聊天文件解封. One file a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "allow_banned_object")]
pub struct Allow {
    /// Where the file is, as in the message.
    #[serde(rename = "RawURL")]
    pub raw_url: String,
}

impl Allow {
    /// With what is required.
    #[must_use]
    pub fn new(raw_url: impl Into<String>) -> Self {
        Self { raw_url: raw_url.into() }
    }
}

impl Endpoint for Allow {
    const PATH: &'static str = "v4/im_cos_msg/allow_banned_object";
    const TITLE: &'static str = "聊天文件解封";
    const LIMITS: &'static str = "One file a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

/// Makes addresses from which files can be fetched. Tencent's page: 聊天文件签名. Several files a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[doc(alias = "get_cos_sig")]
pub struct Sign {
    /// The files.
    #[serde(rename = "RawURLs")]
    pub raw_urls: Vec<FileRef>,
}

impl Sign {
    /// With what is required.
    #[must_use]
    pub fn new(raw_urls: Vec<FileRef>) -> Self {
        Self { raw_urls }
    }
}

impl Endpoint for Sign {
    const PATH: &'static str = "v4/im_cos_msg/get_cos_sig";
    const TITLE: &'static str = "聊天文件签名";
    const LIMITS: &'static str = "Several files a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = SignResponse;
}

/// A file to sign.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// A number of the app's own.
    #[serde(rename = "ResourceID")]
    pub resource_id: Option<i64>,
    /// Where the file is, as in the message.
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

/// What [`Sign`] gives back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignResponse {
    /// The files with a signature.
    #[serde(rename = "PreSigURLs", deserialize_with = "list::deserialize")]
    pub pre_sig_urls: Vec<SignedFile>,
}

impl Response for SignResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.pre_sig_urls)
    }
}

/// A file with a signature.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SignedFile {
    /// 0, or why this one failed.
    #[serde(with = "number")]
    pub code: Option<i64>,
    /// The code in words.
    pub desc: Option<String>,
    /// A number of the app's own.
    #[serde(rename = "ResourceID", with = "number")]
    pub resource_id: Option<i64>,
    /// Where it can be fetched now.
    #[serde(rename = "PreSigURL")]
    pub pre_sig_url: Option<String>,
    /// The state of the file, a number of Tencent's.
    #[serde(with = "number")]
    pub status: Option<i64>,
}

impl Outcome for SignedFile {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.resource_id, self.code, self.desc.as_deref())
    }
}
