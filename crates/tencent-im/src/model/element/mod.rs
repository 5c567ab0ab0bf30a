//! The elements of a message (`MsgBody`).

mod content;
mod media;
mod nesting;
mod strings;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;
use serde_with::skip_serializing_none;
use strum::IntoStaticStr;

pub use content::{Chunk, Custom, Face, Location, Stream, Text};
pub use media::{File, Image, Picture, Sound, VideoFile};

use super::ids::{GroupId, UserId};
use super::json::{self, Other};
use super::part::Part;
use super::text::lossy;

/// A piece of a message: text, a picture, … A message may hold several, of mixed kinds, in order.
///
/// Reading an element never fails: an unknown or malformed one is kept as JSON text, and written byte for byte.
#[derive(Debug, Clone, IntoStaticStr)]
#[strum(prefix = "TIM", suffix = "Elem")]
pub enum Element {
    /// Text.
    Text(Part<Text>),
    /// An emoji of the app's own set.
    Face(Part<Face>),
    /// A place.
    Location(Part<Location>),
    /// Data of the app's own.
    Custom(Part<Custom>),
    /// A recording.
    Sound(Part<Sound>),
    /// A picture.
    Image(Part<Image>),
    /// A file.
    File(Part<File>),
    /// A video.
    VideoFile(Box<Part<VideoFile>>),
    /// Messages forwarded together.
    Relay(Box<Part<Relay>>),
    /// A bot's answer that arrives in pieces.
    Stream(Part<Stream>),
    /// An element of an unknown `MsgType`, or of none: the whole element as received.
    Unknown(Box<RawValue>),
    /// An element of a known `MsgType` whose content does not fit: the whole element as received.
    Malformed(Box<RawValue>),
}

impl Element {
    /// The `MsgType`, in Tencent's spelling; None if the element has none.
    #[must_use]
    pub fn msg_type(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Unknown(raw) | Self::Malformed(raw) => {
                serde_json::from_str(entries(raw)?.get("MsgType")?.get()).ok().map(Cow::Owned)
            }
            known => Some(Cow::Borrowed(known.into())),
        }
    }

    /// The text of a text element, also where the type is missing or names have another letter case.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(part) => Some(Cow::Borrowed(&part.text)),
            Self::Unknown(raw) | Self::Malformed(raw) => odd_text(raw).map(Cow::Owned),
            _ => None,
        }
    }

    /// Whether the `MsgType` is known and the content does not fit it.
    #[must_use]
    pub fn is_malformed(&self) -> bool {
        matches!(self, Self::Malformed(_))
    }
}

/// A text element.
impl From<String> for Element {
    fn from(text: String) -> Self {
        Self::Text(Text { text }.into())
    }
}

/// A text element.
impl From<&str> for Element {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// The texts of a message's text elements, joined by line feeds; None if it has none.
#[must_use]
pub fn texts(body: &[Element]) -> Option<String> {
    let mut texts = body.iter().filter_map(Element::text);
    let first = texts.next()?.into_owned();
    Some(texts.fold(first, |all, text| all + "\n" + &text))
}

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(input)?;
        Ok(match read(&raw) {
            Ok(element) => element,
            Err(Unread::Unknown) => Self::Unknown(raw),
            Err(Unread::Malformed) => Self::Malformed(raw),
        })
    }
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Shell<'a> {
    #[serde(borrow, default)]
    msg_type: Cow<'a, str>,
    #[serde(borrow, default)]
    msg_content: Option<&'a RawValue>,
}

/// Why an element stays raw.
enum Unread {
    Unknown,
    Malformed,
}

fn read(raw: &RawValue) -> Result<Element, Unread> {
    let (Shell { msg_type, msg_content }, beside) =
        json::read_whole(raw.get()).map_err(|_| Unread::Unknown)?;
    let found = (msg_content, beside);
    let element = match &*msg_type {
        "TIMTextElem" => part(found).map(Element::Text),
        "TIMFaceElem" => part(found).map(Element::Face),
        "TIMLocationElem" => part(found).map(Element::Location),
        "TIMCustomElem" => part(found).map(Element::Custom),
        "TIMSoundElem" => part(found).map(Element::Sound),
        "TIMImageElem" => part(found).map(Element::Image),
        "TIMFileElem" => part(found).map(Element::File),
        "TIMVideoFileElem" => part(found).map(Box::new).map(Element::VideoFile),
        "TIMRelayElem" => {
            let level = nesting::Nested::enter();
            level.as_ref().and_then(|_| part(found)).map(Box::new).map(Element::Relay)
        }
        "TIMStreamElem" => part(found).map(Element::Stream),
        _ => return Err(Unread::Unknown),
    };
    element.ok_or(Unread::Malformed)
}

fn part<T: DeserializeOwned>((content, beside): (Option<&RawValue>, Other)) -> Option<Part<T>> {
    let (content, other) = json::read_whole(content?.get()).ok()?;
    Some(Part { content, other, beside })
}

// Of equal names the last one wins, as in most readers of JSON.
fn entries(raw: &RawValue) -> Option<BTreeMap<String, &RawValue>> {
    serde_json::from_str(raw.get()).ok()
}

fn any_case<'a>(entries: &BTreeMap<String, &'a RawValue>, name: &str) -> Option<&'a RawValue> {
    let other_case =
        || entries.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    entries.get(name).or_else(other_case).copied()
}

fn odd_text(raw: &RawValue) -> Option<String> {
    let element = entries(raw)?;
    if let Some(kind) = any_case(&element, "MsgType").and_then(|kind| lossy(kind.get()))
        && !kind.eq_ignore_ascii_case("TIMTextElem")
    {
        return None;
    }
    lossy(any_case(&entries(any_case(&element, "MsgContent")?)?, "Text")?.get())
}

impl Serialize for Element {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(part) => self.write(part, output),
            Self::Face(part) => self.write(part, output),
            Self::Location(part) => self.write(part, output),
            Self::Custom(part) => self.write(part, output),
            Self::Sound(part) => self.write(part, output),
            Self::Image(part) => self.write(part, output),
            Self::File(part) => self.write(part, output),
            Self::VideoFile(part) => self.write(part, output),
            Self::Relay(part) => self.write(part, output),
            Self::Stream(part) => self.write(part, output),
            Self::Unknown(raw) | Self::Malformed(raw) => raw.serialize(output),
        }
    }
}

impl Element {
    fn write<S: Serializer, T: Serialize>(&self, part: &Part<T>, output: S) -> Result<S::Ok, S::Error> {
        let mut map = output.serialize_map(None)?;
        map.serialize_entry("MsgType", &self.msg_type())?;
        map.serialize_entry("MsgContent", part)?;
        for (name, value) in &part.beside {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// Messages forwarded together: in full while they total 12 KB at most, else by a key.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMRelayElem")]
pub struct Relay {
    /// The title of the conversation.
    pub title: Option<String>,
    /// The number of forwarded messages.
    pub msg_num: Option<i64>,
    /// The text that old clients show instead.
    pub compatible_text: Option<String>,
    /// The first lines, for a preview.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub abstract_list: Vec<String>,
    /// The messages themselves, if they are small.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub msg_list: Vec<Part<Relayed>>,
    /// The key to the messages, if they are large.
    pub json_msg_key: Option<String>,
}

/// A message inside a [`Relay`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "MsgList")]
pub struct Relayed {
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The recipient, for a one-to-one message.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The group, for a group message.
    pub group_id: Option<GroupId>,
    /// The sequence of the message.
    pub msg_seq: Option<u32>,
    /// The random number of the message.
    pub msg_random: Option<u32>,
    /// The time of sending, Unix seconds.
    #[serde(rename = "MsgTimeStamp")]
    pub msg_time: Option<i64>,
    /// The elements of the message.
    #[serde(rename = "MsgBody", default)]
    pub body: Vec<Element>,
    /// The app's own data.
    pub cloud_custom_data: Option<String>,
}
