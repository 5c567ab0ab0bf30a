//! The contents of elements that point to a stored file. Sizes are bytes, lengths seconds, widths and heights
//! pixels; clients of SDK 2 and 3 send no URLs.

use serde::{Deserialize, Serialize};

use crate::model::{Part, list, number, text};

/// A recording.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMSoundElem")]
pub struct Sound {
    /// Where to download it.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The file's identity.
    #[serde(rename = "UUID", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    /// Bytes.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// Seconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub second: Option<i64>,
    /// How to download: 2 = by the URL.
    #[serde(rename = "Download_Flag", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub download_flag: Option<i64>,
}

/// A picture, in several sizes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMImageElem")]
pub struct Image {
    /// The file's identity.
    #[serde(rename = "UUID", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    /// 1 JPG, 2 GIF, 3 PNG, 4 BMP, 255 other.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub image_format: Option<i64>,
    /// The sizes there are.
    #[serde(default, deserialize_with = "list::deserialize", skip_serializing_if = "Vec::is_empty")]
    pub image_info_array: Vec<Part<Picture>>,
}

/// One size of an [`Image`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "ImageInfoArray")]
pub struct Picture {
    /// 1 original, 2 large, 3 thumbnail.
    #[serde(rename = "Type", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub kind: Option<i64>,
    /// Bytes.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// Pixels; may be 0.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub width: Option<i64>,
    /// Pixels; may be 0.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub height: Option<i64>,
    /// Where to download it.
    #[serde(rename = "URL", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMFileElem")]
pub struct File {
    /// Where to download it.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The file's identity.
    #[serde(rename = "UUID", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    /// Bytes.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub file_size: Option<i64>,
    /// The name the sender's file had.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// How to download: 2 = by the URL.
    #[serde(rename = "Download_Flag", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub download_flag: Option<i64>,
}

/// A video with its cover picture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMVideoFileElem")]
pub struct VideoFile {
    /// Where to download the video.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub video_url: Option<String>,
    /// The video's identity.
    #[serde(rename = "VideoUUID", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub video_uuid: Option<String>,
    /// Bytes.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub video_size: Option<i64>,
    /// Seconds; 0 from browsers.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub video_second: Option<i64>,
    /// The video's format, such as `mp4`.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub video_format: Option<String>,
    /// How to download the video: 2 = by the URL.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub video_download_flag: Option<i64>,
    /// Where to download the cover.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub thumb_url: Option<String>,
    /// The cover's identity.
    #[serde(rename = "ThumbUUID", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub thumb_uuid: Option<String>,
    /// The cover's bytes.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub thumb_size: Option<i64>,
    /// The cover's pixels.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub thumb_width: Option<i64>,
    /// The cover's pixels.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub thumb_height: Option<i64>,
    /// The cover's format, such as `JPG`.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub thumb_format: Option<String>,
    /// How to download the cover: 2 = by the URL.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub thumb_download_flag: Option<i64>,
}
