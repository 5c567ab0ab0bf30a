//! Strings that may come as something else: a bare number keeps its digits, however many; an object keeps its
//! text.
//!
//! Used as `#[serde(default, with = "text", skip_serializing_if = "Option::is_none")]` on an
//! `Option<String>`. Everything goes through `serde_json`'s raw values: as numbers, ids beyond 64 bits would
//! lose digits.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// Reads a text that may be absent: null is absent, anything but a string is kept as its JSON text.
///
/// # Errors
/// If the string is no Unicode (it has an unpaired surrogate).
pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Option<String>, D::Error> {
    let raw = Box::<RawValue>::deserialize(input)?;
    match kind(&raw) {
        Kind::Null => Ok(None),
        Kind::Text => unquote(raw).map(Some).map_err(Error::custom),
        Kind::Scalar | Kind::Compound => Ok(Some(bare(raw))),
    }
}

/// Writes a JSON string.
///
/// # Errors
/// If the output fails.
pub fn serialize<S: Serializer, T: Serialize>(value: &T, output: S) -> Result<S::Ok, S::Error> {
    value.serialize(output)
}

/// Like [`deserialize`], for text that we only pass on: an unpaired surrogate becomes U+FFFD instead of
/// costing the whole message.
///
/// # Errors
/// If the value is no JSON.
pub fn opaque<'de, D: Deserializer<'de>>(input: D) -> Result<Option<String>, D::Error> {
    let raw = Box::<RawValue>::deserialize(input)?;
    match kind(&raw) {
        Kind::Null => Ok(None),
        Kind::Text => Ok(lossy(&raw)),
        Kind::Scalar | Kind::Compound => Ok(Some(bare(raw))),
    }
}

/// Reads a text that must be there: a string, or a bare number or boolean as its JSON text.
///
/// # Errors
/// If the value is null, an object or an array, or no Unicode.
pub fn required<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
    let raw = Box::<RawValue>::deserialize(input)?;
    match kind(&raw) {
        Kind::Text => unquote(raw).map_err(Error::custom),
        Kind::Scalar => Ok(bare(raw)),
        Kind::Null | Kind::Compound => Err(Error::custom("expected a string")),
    }
}

/// Reads an id that may be absent: null and the empty string are absent.
///
/// # Errors
/// If the value is an object or an array, or no Unicode.
pub fn filled<'de, D: Deserializer<'de>, T: From<String>>(input: D) -> Result<Option<T>, D::Error> {
    let raw = Box::<RawValue>::deserialize(input)?;
    let text = match kind(&raw) {
        Kind::Null => return Ok(None),
        Kind::Text => unquote(raw).map_err(Error::custom)?,
        Kind::Scalar => bare(raw),
        Kind::Compound => return Err(Error::custom("expected a string")),
    };
    Ok(if text.is_empty() { None } else { Some(text.into()) })
}

/// Reads an id that must be there and say something.
///
/// # Errors
/// If the value is null, empty, an object or an array, or no Unicode.
pub fn required_filled<'de, D: Deserializer<'de>, T: From<String>>(input: D) -> Result<T, D::Error> {
    filled(input)?.ok_or_else(|| Error::custom("expected a string that is not empty"))
}

/// Reads an id that may be absent and else says something: where odd values are kept aside, so is the empty string.
///
/// # Errors
/// If the value is null, empty, an object or an array, or no Unicode.
pub fn named<'de, D: Deserializer<'de>, T: From<String>>(input: D) -> Result<Option<T>, D::Error> {
    required_filled(input).map(Some)
}

/// The text of a JSON string with U+FFFD for what is no Unicode; None for every other value.
pub(crate) fn lossy(raw: &RawValue) -> Option<String> {
    // Asked for bytes, serde_json hands out unpaired surrogates too.
    let bytes = serde_json::Deserializer::from_str(raw.get()).deserialize_bytes(Bytes).ok()?;
    Some(String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
}

enum Kind {
    Null,
    Text,
    Scalar,
    Compound,
}

fn kind(raw: &RawValue) -> Kind {
    match raw.get().as_bytes().first() {
        Some(b'"') => Kind::Text,
        Some(b'{' | b'[') => Kind::Compound,
        Some(b'n') => Kind::Null,
        _ => Kind::Scalar,
    }
}

fn bare(raw: Box<RawValue>) -> String {
    Box::<str>::from(raw).into_string()
}

// Nearly all strings have no escapes: these keep the memory they were read into.
fn unquote(raw: Box<RawValue>) -> serde_json::Result<String> {
    if raw.get().contains('\\') {
        return serde_json::from_str(raw.get());
    }
    let mut text = bare(raw);
    text.pop();
    text.remove(0);
    Ok(text)
}

struct Bytes;

impl Visitor<'_> for Bytes {
    type Value = Vec<u8>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a string")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::Deserializer;

    fn read(json: &str) -> Option<String> {
        super::deserialize(&mut Deserializer::from_str(json)).unwrap()
    }

    #[test]
    fn everything_keeps_its_text() {
        let huge = "144115290000000001234567890123456789";
        for (json, text) in [
            ("\"a\"", "a"),
            ("\"\"", ""),
            (r#""tab\t\"q\" \u00e9\ud83d\ude00""#, "tab\t\"q\" é😀"),
            (huge, huge),
            ("-1.50", "-1.50"),
            ("true", "true"),
            (r#"{ "a": [1, 2] }"#, r#"{ "a": [1, 2] }"#),
            ("[1,2]", "[1,2]"),
        ] {
            assert_eq!(read(json).as_deref(), Some(text), "{json}");
        }
        assert_eq!(read("null"), None);
        let value = serde_json::json!({"a": 1});
        assert_eq!(super::deserialize(value).unwrap().as_deref(), Some("{\"a\":1}"));
    }

    #[test]
    fn ids_are_scalars_that_say_something() {
        let filled = |json| super::filled::<_, String>(&mut Deserializer::from_str(json));
        assert_eq!(filled("12").unwrap().as_deref(), Some("12"));
        assert_eq!(filled("\"\"").unwrap(), None);
        assert!(filled("{}").is_err());
        let required = |json| super::required_filled::<_, String>(&mut Deserializer::from_str(json));
        assert!(required("\"\"").is_err());
        assert!(required("null").is_err());
        assert_eq!(super::required(&mut Deserializer::from_str("\"\"")).unwrap(), "");
        assert!(super::required(&mut Deserializer::from_str("[]")).is_err());
    }

    #[test]
    fn an_unpaired_surrogate_is_refused_or_replaced() {
        let json = r#""a\ud800b""#;
        assert!(super::deserialize(&mut Deserializer::from_str(json)).is_err());
        let opaque = super::opaque(&mut Deserializer::from_str(json)).unwrap().unwrap();
        assert!(opaque.starts_with('a') && opaque.ends_with('b') && opaque.contains('\u{fffd}'), "{opaque}");
    }
}
