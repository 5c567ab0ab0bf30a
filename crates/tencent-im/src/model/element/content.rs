//! The contents of plain elements: text, face, place, custom data, streamed answers.

use serde::{Deserialize, Serialize};

use crate::model::{Part, list, number, text};

/// Text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMTextElem")]
pub struct Text {
    /// The text.
    #[serde(deserialize_with = "text::required")]
    pub text: String,
}

/// An emoji of the app's own set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMFaceElem")]
pub struct Face {
    /// The number of the emoji, chosen by the app.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub index: Option<i64>,
    /// Data chosen by the app.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
}

/// A place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMLocationElem")]
pub struct Location {
    /// What the place is called.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub desc: Option<String>,
    /// Degrees north.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// Degrees east.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
}

/// Data whose meaning only the app knows; at most one in a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMCustomElem")]
pub struct Custom {
    /// The data, often a JSON document.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// A description, shown in offline pushes.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub desc: Option<String>,
    /// More data, handed to offline pushes.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub ext: Option<String>,
    /// The sound file of offline pushes.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub sound: Option<String>,
}

/// A bot's answer that arrives in pieces.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMStreamElem")]
pub struct Stream {
    /// The pieces, in order.
    #[serde(default, deserialize_with = "list::deserialize")]
    pub chunks: Vec<Part<Chunk>>,
    /// What old clients show instead.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub compatible_text: Option<String>,
    /// The stream that the pieces belong to.
    #[serde(rename = "StreamMsgID", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub stream_msg_id: Option<String>,
}

/// A piece of a [`Stream`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Chunk {
    /// What the piece is, `data` as far as is known.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub event_type: Option<String>,
    /// Its number in the stream.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub index: Option<i64>,
    /// Its text, Markdown.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
    /// Whether the stream ends with it.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub is_last: Option<bool>,
}
