//! A struct together with the fields that it does not know.

use std::ops::{Deref, DerefMut};

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use super::json::{self, Other};

/// The content of a message element (or an item inside one) with everything that came along with it, so that
/// it can be sent on whole. The content's fields are reached directly: `part.size`.
#[derive(Debug, Clone, Default)]
pub struct Part<T> {
    /// The documented fields.
    pub content: T,
    /// The other fields of the content.
    pub other: Other,
    /// The fields beside `MsgType` and `MsgContent`: none, as far as is known.
    pub(super) beside: Other,
}

impl<T> From<T> for Part<T> {
    fn from(content: T) -> Self {
        Self { content, other: Other::new(), beside: Other::new() }
    }
}

impl<T> Deref for Part<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.content
    }
}

impl<T> DerefMut for Part<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.content
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(input)?;
        let (content, other) = json::read_whole(raw.get()).map_err(D::Error::custom)?;
        Ok(Self { content, other, beside: Other::new() })
    }
}

impl<T: Serialize> Serialize for Part<T> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        if self.other.is_empty() {
            return self.content.serialize(output);
        }
        let json = serde_json::to_string(&self.content).map_err(S::Error::custom)?;
        splice(json, &self.other).map_err(S::Error::custom)?.serialize(output)
    }
}

/// An object with further fields at its end.
fn splice(mut object: String, other: &Other) -> serde_json::Result<Box<RawValue>> {
    // The closing brace makes room for the rest.
    object.pop();
    for (name, value) in other {
        if object.len() > 1 {
            object.push(',');
        }
        object.push_str(&serde_json::to_string(name)?);
        object.push(':');
        object.push_str(value.get());
    }
    object.push('}');
    RawValue::from_string(object)
}
