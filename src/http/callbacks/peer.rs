//! Where an unsigned request comes from. An app may take such requests, but none from a page in a browser, and none from
//! a proxy that passes on the requests of the whole world because nobody has told it otherwise.

use axum::http::request::Parts;
use axum::http::{HeaderName, Version};

/// What shows, if anything does, that a request comes from a web page, or through a proxy in its default settings.
pub(super) fn foreign(parts: &Parts) -> Option<&str> {
    if parts.version < Version::HTTP_11 {
        return Some("HTTP/1.0");
    }
    let names = parts.headers.keys().map(HeaderName::as_str);
    names.into_iter().find(|name| matches!(*name, "origin" | "referer") || name.starts_with("sec-fetch-"))
}
