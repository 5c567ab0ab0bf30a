//! Bodies as they come: bytes that should be JSON in UTF-8.

use serde::de::IgnoredAny;
use std::borrow::Cow;

/// Whether the body is JSON, where bytes that are not UTF-8 count as U+FFFD.
#[must_use]
pub fn is_json(body: &[u8]) -> bool {
    serde_json::from_str::<IgnoredAny>(without_mark(&text(body))).is_ok()
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
