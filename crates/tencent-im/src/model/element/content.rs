//! The contents of plain elements: text, face, place, custom data, streamed answers.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::Part;

/// Text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMTextElem")]
pub struct Text {
    /// The text.
    pub text: String,
}

/// An emoji of the app's own set.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMFaceElem")]
pub struct Face {
    /// The number of the emoji, chosen by the app.
    pub index: Option<i64>,
    /// Data chosen by the app.
    pub data: Option<String>,
}

/// A place.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMLocationElem")]
pub struct Location {
    /// The name of the place.
    pub desc: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
}

/// Data of the app's own; a message has at most one such element.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMCustomElem")]
pub struct Custom {
    /// The data, often a JSON document.
    pub data: Option<String>,
    /// A description, shown in offline pushes.
    pub desc: Option<String>,
    /// More data, handed to offline pushes.
    pub ext: Option<String>,
    /// The sound file of offline pushes.
    pub sound: Option<String>,
}

/// A bot's answer that arrives in pieces.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMStreamElem")]
pub struct Stream {
    /// The pieces, in order.
    #[serde(default)]
    pub chunks: Vec<Part<Chunk>>,
    /// The text that old clients show instead.
    pub compatible_text: Option<String>,
    /// The stream that the pieces belong to.
    #[serde(rename = "StreamMsgID", default)]
    pub stream_msg_id: Option<String>,
}

/// A piece of a [`Stream`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Chunk {
    /// The kind of piece, `data` as far as is known.
    pub event_type: Option<String>,
    /// The number of the piece in the stream.
    pub index: Option<i64>,
    /// The text, Markdown.
    pub markdown: Option<String>,
    /// Whether the stream ends with this piece.
    pub is_last: Option<bool>,
}
