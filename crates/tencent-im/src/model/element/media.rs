//! The contents of elements that point to a stored file. Sizes are bytes, lengths seconds, widths and heights
//! pixels; clients of SDK 2 and 3 send no URLs.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::Part;

/// A recording.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMSoundElem")]
pub struct Sound {
    /// The URL of the file.
    pub url: Option<String>,
    /// The file's identity.
    #[serde(rename = "UUID")]
    pub uuid: Option<String>,
    /// Bytes.
    pub size: Option<i64>,
    /// Seconds.
    pub second: Option<i64>,
    /// The way to download: 2 is by the URL.
    #[serde(rename = "Download_Flag")]
    pub download_flag: Option<i64>,
}

/// A picture, in several sizes.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMImageElem")]
pub struct Image {
    /// The file's identity.
    #[serde(rename = "UUID")]
    pub uuid: Option<String>,
    /// 1 JPG, 2 GIF, 3 PNG, 4 BMP, 255 other.
    pub image_format: Option<i64>,
    /// The picture in each of its sizes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub image_info_array: Vec<Part<Picture>>,
}

/// One size of an [`Image`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "ImageInfoArray")]
pub struct Picture {
    /// 1 original, 2 large, 3 thumbnail.
    #[serde(rename = "Type")]
    pub kind: Option<i64>,
    /// Bytes.
    pub size: Option<i64>,
    /// Pixels; may be 0.
    pub width: Option<i64>,
    /// Pixels; may be 0.
    pub height: Option<i64>,
    /// The URL of the file.
    #[serde(rename = "URL")]
    pub url: Option<String>,
}

/// A file.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMFileElem")]
pub struct File {
    /// The URL of the file.
    pub url: Option<String>,
    /// The file's identity.
    #[serde(rename = "UUID")]
    pub uuid: Option<String>,
    /// Bytes.
    pub file_size: Option<i64>,
    /// The name of the sender's file.
    pub file_name: Option<String>,
    /// The way to download: 2 is by the URL.
    #[serde(rename = "Download_Flag")]
    pub download_flag: Option<i64>,
}

/// A video with its cover picture.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMVideoFileElem")]
pub struct VideoFile {
    /// The URL of the video.
    pub video_url: Option<String>,
    /// The video's identity.
    #[serde(rename = "VideoUUID")]
    pub video_uuid: Option<String>,
    /// Bytes.
    pub video_size: Option<i64>,
    /// Seconds; 0 from browsers.
    pub video_second: Option<i64>,
    /// The video's format, such as `mp4`.
    pub video_format: Option<String>,
    /// The way to download the video: 2 is by the URL.
    pub video_download_flag: Option<i64>,
    /// The URL of the cover.
    pub thumb_url: Option<String>,
    /// The cover's identity.
    #[serde(rename = "ThumbUUID")]
    pub thumb_uuid: Option<String>,
    /// The cover's bytes.
    pub thumb_size: Option<i64>,
    /// The cover's pixels.
    pub thumb_width: Option<i64>,
    /// The cover's pixels.
    pub thumb_height: Option<i64>,
    /// The cover's format, such as `JPG`.
    pub thumb_format: Option<String>,
    /// The way to download the cover: 2 is by the URL.
    pub thumb_download_flag: Option<i64>,
}
