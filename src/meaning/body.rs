//! Bodies as they come, and what Postgres and analysts can take of them.
//!
//! One `\u0000`, half a surrogate pair or a byte that is not UTF-8 fails a whole batch in Postgres, or a later query.
//! The text of such a body is mended, and its exact bytes are kept beside it.

use crate::callback::body;
use crate::model::number;
use crate::store::Flag;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// JSON that nests deeper is kept as bytes only: Postgres parses recursively.
pub const DEPTH: usize = 512;

const REPLACEMENT: &str = "\u{fffd}";

/// A body whose text Postgres takes, if it is JSON.
#[derive(Debug, PartialEq, Eq)]
pub struct Body<'a> {
    /// The text: the bytes themselves where `flags` is empty.
    pub text: Cow<'a, str>,
    /// What had to be mended.
    pub flags: Vec<Flag>,
}

impl<'a> Body<'a> {
    /// The text of these bytes, mended where Postgres would refuse it.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        let mut flags = Vec::new();
        let text = match body::text(bytes) {
            Cow::Borrowed(text) => mend(text, &mut flags),
            Cow::Owned(text) => {
                flags.push(Flag::BadUtf8);
                Cow::Owned(mend(&text, &mut flags).into_owned())
            }
        };
        Self { text, flags }
    }

    /// Reads the envelope of a JSON object; `None` for other JSON.
    ///
    /// # Errors
    /// [`Flag::NotJson`] and [`Flag::TooDeep`]: Postgres would not take the text.
    pub fn envelope(&self) -> Result<Option<Envelope<'_>>, Flag> {
        let is_object = self.text.trim_start().starts_with('{');
        let envelope = if is_object {
            Envelope::read(&self.text).map(Some)
        } else {
            serde_json::from_str::<IgnoredAny>(&self.text).map(|_| None)
        };
        let envelope = envelope.map_err(|_| Flag::NotJson)?;
        if deeper_than(&self.text, DEPTH) { Err(Flag::TooDeep) } else { Ok(envelope) }
    }
}

/// The fields of a body that mean the same whatever its command.
#[derive(Debug, Deserialize)]
pub struct Envelope<'a> {
    /// `MsgBody` to the letter.
    #[serde(borrow, rename = "MsgBody")]
    pub msg_body: Option<&'a RawValue>,
    #[serde(borrow, rename = "EventTime")]
    event_time: Option<&'a RawValue>,
}

impl<'a> Envelope<'a> {
    /// Checks by the way that all of `text` is JSON.
    fn read(text: &'a str) -> serde_json::Result<Self> {
        serde_json::from_str(text).or_else(|_| {
            // Serde refuses a field that comes twice; the last one counts.
            let fields: BTreeMap<String, &RawValue> = serde_json::from_str(text)?;
            let field = |name| fields.get(name).copied().filter(|value| value.get() != "null");
            Ok(Self { msg_body: field("MsgBody"), event_time: field("EventTime") })
        })
    }

    /// `EventTime`, if it is a number in any spelling.
    #[must_use]
    pub fn event_time(&self) -> Option<i64> {
        let mut json = serde_json::Deserializer::from_str(self.event_time?.get());
        number::deserialize(&mut json).ok().flatten()
    }
}

/// A text without U+0000, for columns that do not come from a mended body.
pub(super) fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', REPLACEMENT).into() } else { text.into() }
}

/// Takes off a byte order mark, and mends escapes.
fn mend<'t>(text: &'t str, flags: &mut Vec<Flag>) -> Cow<'t, str> {
    let unmarked = body::without_mark(text);
    if unmarked.len() < text.len() {
        flags.push(Flag::Bom);
    }
    mend_escapes(unmarked, flags)
}

/// Replaces `\u0000` and halves of surrogate pairs by U+FFFD.
pub(super) fn mend_escapes<'t>(text: &'t str, flags: &mut Vec<Flag>) -> Cow<'t, str> {
    if !text.contains("\\u") {
        return Cow::Borrowed(text);
    }
    let mut mended = String::new();
    let mut copied = 0;
    let mut at = 0;
    let mut note = |flag| {
        if !flags.contains(&flag) {
            flags.push(flag);
        }
    };
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        let escape = at + found;
        let Some(unit) = unit_at(text, escape) else {
            // `\\`, `\"`, `\n` …: two bytes; what is no escape at all fails the check for JSON.
            at = escape + 2;
            continue;
        };
        let low_follows = unit_at(text, escape + 6).is_some_and(|low| (0xdc00..0xe000).contains(&low));
        let (length, flag) = match unit {
            0 => (6, Some(Flag::Nul)),
            0xd800..0xdc00 if low_follows => (12, None),
            0xd800..0xe000 => (6, Some(Flag::LoneSurrogate)),
            _ => (6, None),
        };
        if let Some(flag) = flag {
            note(flag);
            mended.push_str(text.get(copied..escape).unwrap_or_default());
            mended.push_str(REPLACEMENT);
            copied = escape + length;
        }
        at = escape + length;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(mended)
}

/// The UTF-16 unit of the `\uXXXX` at `at`, if there is one.
fn unit_at(text: &str, at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

/// Whether arrays and objects nest deeper than `limit`, in text that is JSON.
fn deeper_than(text: &str, limit: usize) -> bool {
    let opening = text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if opening <= limit {
        return false;
    }
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                if depth > limit {
                    return true;
                }
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(bytes: &[u8]) -> (Option<String>, Vec<Flag>) {
        let mut body = Body::new(bytes);
        assert_eq!(body.flags.is_empty(), body.text.as_bytes() == bytes);
        let refused = body.envelope().err();
        let text = refused.is_none().then(|| body.text.to_string());
        body.flags.extend(refused);
        (text, body.flags)
    }

    #[test]
    fn clean_text_is_left_alone() {
        let body = r#"{"a":"\\u0000 \ud83d\ude00 \n é"}"#;
        assert_eq!(cleaned(body.as_bytes()), (Some(body.to_owned()), vec![]));
    }

    #[test]
    fn what_postgres_refuses_is_replaced() {
        assert_eq!(
            cleaned(br#"{"a":"x\u0000y"}"#),
            (Some("{\"a\":\"x\u{fffd}y\"}".to_owned()), vec![Flag::Nul])
        );
        assert_eq!(
            cleaned(br#"["\ud800","\udc00\ud83d","\\\uDFFF"]"#),
            (
                Some("[\"\u{fffd}\",\"\u{fffd}\u{fffd}\",\"\\\\\u{fffd}\"]".to_owned()),
                vec![Flag::LoneSurrogate]
            )
        );
        assert_eq!(
            cleaned(b"{\"a\":\"\xff\"}"),
            (Some("{\"a\":\"\u{fffd}\"}".to_owned()), vec![Flag::BadUtf8])
        );
        assert_eq!(cleaned(b"\xef\xbb\xbf{}"), (Some("{}".to_owned()), vec![Flag::Bom]));
    }

    #[test]
    fn what_is_not_json_is_kept_as_bytes() {
        for body in [&b""[..], b"ok", b"{\"a\":1", b"{} {}", b"{\"a\":\"\0\"}", b"{'a':1}", b"\xff\xfe"] {
            let (text, flags) = cleaned(body);
            assert_eq!(text, None);
            assert_eq!(flags.last(), Some(&Flag::NotJson), "{body:?}");
            assert!(!body::is_json(body));
        }
    }

    #[test]
    fn depth_is_counted_outside_of_strings() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(cleaned(nested(512).as_bytes()).1, Vec::new());
        assert_eq!(cleaned(nested(513).as_bytes()), (None, vec![Flag::TooDeep]));
        assert_eq!(cleaned(nested(20_000).as_bytes()), (None, vec![Flag::TooDeep]));
        let quoted = format!("[\"{}\\\"[\"]", "[".repeat(600));
        assert_eq!(cleaned(quoted.as_bytes()).1, Vec::new());
        let wide = format!("[{}[]]", "[],".repeat(600));
        assert_eq!(cleaned(wide.as_bytes()).1, Vec::new());
    }

    #[test]
    fn of_a_field_that_comes_twice_the_last_counts() {
        let body =
            Body::new(br#"{"EventTime":1,"MsgBody":[1],"EventTime":"2","MsgBody":[ 2 ],"x":{"MsgBody":3}}"#);
        let envelope = body.envelope().unwrap().unwrap();
        assert_eq!((envelope.event_time(), envelope.msg_body.unwrap().get()), (Some(2), "[ 2 ]"));
        let body = Body::new(br#"{"EventTime":1,"MsgBody":[1],"EventTime":{},"MsgBody":null}"#);
        let envelope = body.envelope().unwrap().unwrap();
        assert!(envelope.event_time().is_none() && envelope.msg_body.is_none());
    }
}
