//! A refusal, with or without a code of the app's own.

use super::{Code, REFUSED};

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal<R> {
    code: Option<R>,
    info: String,
}

impl<R: Code> Refusal<R> {
    /// A plain refusal (`ErrorCode` 1): the client sees Tencent's own code, and not the text.
    pub fn new(info: impl Into<String>) -> Self {
        Self { code: None, info: info.into() }
    }

    /// A refusal with a code of the app's own: the client sees code and text.
    pub fn with(code: R, info: impl Into<String>) -> Self {
        Self { code: Some(code), info: info.into() }
    }

    /// The refusal of a policy.
    pub(super) fn policy() -> Self {
        Self::new(REFUSED)
    }

    /// The `ErrorCode`.
    pub fn code(&self) -> i64 {
        self.code.map_or(1, Code::get)
    }

    /// The `ErrorInfo`.
    pub fn info(&self) -> &str {
        &self.info
    }
}
