//! Errors as people read them. Not part of the SDK's interface: imhook uses it, too.

use std::error::Error;

/// An error with its causes, each told once: many of them quote the next one.
#[must_use]
pub fn in_words(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let words = cause.to_string();
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        next = cause.source();
    }
    text
}

/// An error of a request, without its URL: that may hold a Sign or a `UserSig`.
#[must_use]
pub fn without_url(error: reqwest::Error) -> String {
    in_words(&error.without_url())
}
