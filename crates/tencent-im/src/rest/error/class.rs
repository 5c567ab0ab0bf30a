//! Classes of codes: what to do about a code, and what it means.

use serde::Serialize;

/// What to do about a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Send the request again, with growing waits.
    Backoff,
    /// Make a new `UserSig`, then send the request once more.
    Resign,
    /// Read the present state, then decide.
    Reread,
    /// Send the request again minutes or hours later.
    Later,
    /// Do not send it again: the request fails again. Codes that nobody documents are of this class, too.
    No,
}

/// A documented code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Meaning {
    /// The number in `ErrorCode`.
    pub code: i64,
    /// The class: what to do about the code.
    pub class: Class,
    /// The meaning in words.
    pub text: &'static str,
}
