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

/// `invalid type: string "hello", expected u32` without the quoted value, which may be a message or a secret.
#[must_use]
pub fn without_value(message: &str) -> String {
    match (message.split_once(": "), message.rsplit_once(", expected ")) {
        (Some((what @ ("invalid type" | "invalid value"), _)), Some((_, expected))) => {
            format!("{what}, expected {expected}")
        }
        _ => message.to_owned(),
    }
}
