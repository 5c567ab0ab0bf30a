//! Why a request or an answer could not be read.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

/// Why a request or an answer could not be read: where, and what is wrong there. It never holds the value itself, which
/// may be a message or a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    reason: String,
}

impl DecodeError {
    /// A reason that is about the value as a whole.
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self { path: ".".to_owned(), reason: reason.into() }
    }

    /// Where, such as `MsgList[0].SendTime`; `.` for the whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// This error as seen from the object or list that holds the value under `name`.
    pub(super) fn below(mut self, name: &str) -> Self {
        match self.path.as_str() {
            "." => self.path.clear(),
            path if !path.starts_with('[') => self.path.insert(0, '.'),
            _ => {}
        }
        self.path.insert_str(0, name);
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self.path.as_str() {
            "." => out.write_str(&self.reason),
            path => write!(out, "{path}: {}", self.reason),
        }
    }
}

impl std::error::Error for DecodeError {}

impl de::Error for DecodeError {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Self::new(reason.to_string())
    }

    fn invalid_type(_: Unexpected, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {expected}"))
    }

    fn invalid_value(_: Unexpected, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {expected}"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("expected one of {}", expected.join(", ")))
    }
}
