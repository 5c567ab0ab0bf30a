//! Bodies as they come, and the text of them that Postgres takes.
//!
//! One `\u0000`, half a surrogate pair or a byte that is not UTF-8 fails a whole batch in Postgres, or later the
//! query of an analyst. Such a body is kept cleaned, with its exact bytes beside it.

use std::borrow::Cow;

use serde::de::IgnoredAny;
use strum::IntoStaticStr;

/// JSON nested deeper is kept as bytes only: Postgres parses recursively.
pub const DEPTH: usize = 512;

const REPLACEMENT: &str = "\u{fffd}";

/// Whether the body is JSON, where bytes that are not UTF-8 count as U+FFFD.
#[must_use]
pub fn is_json(body: &[u8]) -> bool {
    serde_json::from_str::<IgnoredAny>(without_mark(&text(body))).is_ok()
}

/// A fault of a body. Its name in snake case is the flag that records have for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Flaw {
    /// Bytes that are not UTF-8.
    #[strum(serialize = "bad_utf8")]
    BadUtf8,
    /// A byte order mark in front.
    Bom,
    /// `\u0000` in a string.
    Nul,
    /// Half a surrogate pair in a string.
    LoneSurrogate,
    /// Something else than JSON.
    NotJson,
    /// Arrays and objects nested deeper than [`DEPTH`].
    TooDeep,
}

/// A body for the column `body`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clean {
    /// JSON text without anything that Postgres refuses; `None` where the body has none.
    pub text: Option<String>,
    /// The exact bytes, where the text differs from them.
    pub raw: Option<Vec<u8>>,
    /// The faults of the body as it came.
    pub flags: Vec<Flaw>,
}

/// Cleans a body.
#[must_use]
pub fn clean(body: &[u8]) -> Clean {
    let mut flags = Vec::new();
    let text = text(body);
    if let Cow::Owned(_) = text {
        flags.push(Flaw::BadUtf8);
    }
    let unmarked = without_mark(&text);
    if unmarked.len() < text.len() {
        flags.push(Flaw::Bom);
    }
    let text = mend_escapes(unmarked, &mut flags);
    if serde_json::from_str::<IgnoredAny>(&text).is_err() {
        flags.push(Flaw::NotJson);
        return Clean { text: None, raw: Some(body.to_vec()), flags };
    }
    if deeper_than(&text, DEPTH) {
        flags.push(Flaw::TooDeep);
        return Clean { text: None, raw: Some(body.to_vec()), flags };
    }
    let raw = (!flags.is_empty()).then(|| body.to_vec());
    Clean { text: Some(text.into_owned()), raw, flags }
}

/// The body as text, with U+FFFD for what is not UTF-8.
#[must_use]
pub fn text(body: &[u8]) -> Cow<'_, str> {
    // Nearly all bodies are UTF-8, and the check alone is several times faster than the replacement.
    std::str::from_utf8(body).map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed)
}

/// The text without a byte order mark.
#[must_use]
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Replaces `\u0000` and halves of surrogate pairs by U+FFFD.
fn mend_escapes<'t>(text: &'t str, flags: &mut Vec<Flaw>) -> Cow<'t, str> {
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
            // An escape of two bytes like `\\` or `\n`; other faults are left to the JSON check.
            at = escape + 2;
            continue;
        };
        let low_follows = unit_at(text, escape + 6).is_some_and(|low| (0xdc00..0xe000).contains(&low));
        let (length, flag) = match unit {
            0 => (6, Some(Flaw::Nul)),
            0xd800..0xdc00 if low_follows => (12, None),
            0xd800..0xe000 => (6, Some(Flaw::LoneSurrogate)),
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

    fn cleaned(body: &[u8]) -> (Option<String>, Vec<Flaw>) {
        let clean = clean(body);
        assert_eq!(
            clean.raw.is_some(),
            !clean.flags.is_empty(),
            "raw bytes stand beside what is not the text"
        );
        if let Some(raw) = &clean.raw {
            assert_eq!(raw, body);
        }
        (clean.text, clean.flags)
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
            (Some("{\"a\":\"x\u{fffd}y\"}".to_owned()), vec![Flaw::Nul])
        );
        assert_eq!(
            cleaned(br#"["\ud800","\udc00\ud83d","\\\uDFFF"]"#),
            (
                Some("[\"\u{fffd}\",\"\u{fffd}\u{fffd}\",\"\\\\\u{fffd}\"]".to_owned()),
                vec![Flaw::LoneSurrogate]
            )
        );
        assert_eq!(
            cleaned(b"{\"a\":\"\xff\"}"),
            (Some("{\"a\":\"\u{fffd}\"}".to_owned()), vec![Flaw::BadUtf8])
        );
        assert_eq!(cleaned(b"\xef\xbb\xbf{}"), (Some("{}".to_owned()), vec![Flaw::Bom]));
    }

    #[test]
    fn what_is_not_json_is_kept_as_bytes() {
        for body in [&b""[..], b"ok", b"{\"a\":1", b"{} {}", b"{\"a\":\"\0\"}", b"{'a':1}", b"\xff\xfe"] {
            let (text, flags) = cleaned(body);
            assert_eq!(text, None);
            assert_eq!(flags.last(), Some(&Flaw::NotJson), "{body:?}");
            assert!(!is_json(body));
        }
    }

    #[test]
    fn depth_is_counted_outside_of_strings() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(cleaned(nested(512).as_bytes()).1, []);
        assert_eq!(cleaned(nested(513).as_bytes()), (None, vec![Flaw::TooDeep]));
        assert_eq!(cleaned(nested(20_000).as_bytes()), (None, vec![Flaw::TooDeep]));
        let quoted = format!("[\"{}\\\"[\"]", "[".repeat(600));
        assert_eq!(cleaned(quoted.as_bytes()).1, []);
        let wide = format!("[{}[]]", "[],".repeat(600));
        assert_eq!(cleaned(wide.as_bytes()).1, []);
    }
}
