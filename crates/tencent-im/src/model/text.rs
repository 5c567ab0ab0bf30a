//! Texts and ids that may come as bare numbers or booleans, which keep their digits, however many.
//!
//! They are read as `serde_json`'s raw values: as numbers, ids beyond 64 bits would lose digits.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde_json::value::RawValue;

/// Reads a text that must be there: a string, or a bare number or boolean as its JSON text.
///
/// # Errors
/// If the value is null, an object or an array, or no Unicode (it has an unpaired surrogate).
pub fn required<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
    let raw = Box::<RawValue>::deserialize(input)?;
    scalar(raw.get()).map(Cow::into_owned).ok_or_else(|| Error::custom("expected a string"))
}

/// Reads an id that may be absent: null and the empty string are absent. Used as
/// `#[serde(default, deserialize_with = "text::filled")]`.
///
/// # Errors
/// If the value is an object or an array, or no Unicode.
pub fn filled<'de, D: Deserializer<'de>, T: From<String>>(input: D) -> Result<Option<T>, D::Error> {
    let raw = Box::<RawValue>::deserialize(input)?;
    if raw.get() == "null" {
        return Ok(None);
    }
    let text = scalar(raw.get()).ok_or_else(|| Error::custom("expected a string"))?;
    Ok((!text.is_empty()).then(|| text.into_owned().into()))
}

/// Reads an id that must be there and not be empty.
///
/// # Errors
/// If the value is null, empty, an object or an array, or no Unicode.
pub fn required_filled<'de, D: Deserializer<'de>, T: From<String>>(input: D) -> Result<T, D::Error> {
    filled(input)?.ok_or_else(|| Error::custom("expected a string that is not empty"))
}

/// The text of a JSON string, or the JSON text of a bare number or boolean. Nearly all strings have no escapes and
/// need no copy.
pub(crate) fn scalar(json: &str) -> Option<Cow<'_, str>> {
    match json.as_bytes().first()? {
        b'"' if json.contains('\\') => serde_json::from_str(json).ok().map(Cow::Owned),
        b'"' => json.get(1..json.len() - 1).map(Cow::Borrowed),
        b'{' | b'[' | b'n' => None,
        _ => Some(Cow::Borrowed(json)),
    }
}

/// The text of a JSON string with U+FFFD for what is no Unicode; `None` for every other value.
pub(crate) fn lossy(json: &str) -> Option<String> {
    // Asked for bytes, serde_json hands out unpaired surrogates too.
    let bytes = serde_json::Deserializer::from_str(json).deserialize_bytes(Bytes).ok()?;
    Some(String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
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

    #[test]
    fn scalars_keep_their_text() {
        let huge = "144115290000000001234567890123456789";
        for (json, text) in [
            ("\"a\"", "a"),
            ("\"\"", ""),
            (r#""tab\t\"q\" \u00e9\ud83d\ude00""#, "tab\t\"q\" é😀"),
            (huge, huge),
            ("-1.50", "-1.50"),
            ("true", "true"),
        ] {
            assert_eq!(super::scalar(json).as_deref(), Some(text), "{json}");
        }
        for json in ["null", "[1,2]", r#"{"a":1}"#, r#""a\ud800b""#, ""] {
            assert_eq!(super::scalar(json), None, "{json}");
        }
    }

    #[test]
    fn ids_are_scalars_that_are_not_empty() {
        let filled = |json| super::filled::<_, String>(&mut Deserializer::from_str(json));
        assert_eq!(filled("12").unwrap().as_deref(), Some("12"));
        assert_eq!(filled("\"\"").unwrap(), None);
        assert_eq!(filled("null").unwrap(), None);
        assert!(filled("{}").is_err());
        let required = |json| super::required_filled::<_, String>(&mut Deserializer::from_str(json));
        assert!(required("\"\"").is_err());
        assert!(required("null").is_err());
        assert_eq!(super::required(&mut Deserializer::from_str("\"\"")).unwrap(), "");
        assert!(super::required(&mut Deserializer::from_str("[]")).is_err());
    }

    #[test]
    fn an_unpaired_surrogate_is_replaced() {
        let lossy = super::lossy(r#""a\ud800b""#).unwrap();
        assert!(lossy.starts_with('a') && lossy.ends_with('b') && lossy.contains('\u{fffd}'), "{lossy}");
    }
}
