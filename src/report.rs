//! Errors as people read them.

/// An error with its causes, each told once: many of them quote the next one.
pub(crate) fn in_words(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |text, cause| match text.as_str() {
        "" => cause,
        told if told.contains(&cause) => text,
        _ => format!("{text}: {cause}"),
    })
}

/// An error of a request, without its URL: that may hold a Sign or a `UserSig`.
pub(crate) fn without_url(error: reqwest::Error) -> String {
    in_words(&error.without_url().into())
}

/// `invalid type: string "hello", expected u32` without what stands there: it may be a message, or a secret.
pub(crate) fn without_value(message: &str) -> String {
    match (message.split_once(": "), message.rsplit_once(", expected ")) {
        (Some((what @ ("invalid type" | "invalid value"), _)), Some((_, expected))) => {
            format!("{what}, expected {expected}")
        }
        _ => message.to_owned(),
    }
}
