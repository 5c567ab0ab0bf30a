//! The error of the JSON reader.

use std::fmt::{self, Display};

use serde::de::{Error, Expected, Unexpected};
use serde_json::error::Category;

/// Why JSON could not be read as its type. The text names the field, and never quotes a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: Option<String>,
    reason: String,
}

impl DecodeError {
    /// The field that is missing or could not be read, in Tencent's spelling, with a dot behind each object that it
    /// lies in; `None` if the fault is in the JSON as a whole.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The error as one of this field's value.
    pub(super) fn at(mut self, field: &str) -> Self {
        self.path = Some(self.path.map_or_else(|| field.to_owned(), |inner| format!("{field}.{inner}")));
        self
    }

    /// The field of the JSON itself that the fault lies in.
    pub(super) fn outermost(&self) -> Option<&str> {
        self.path.as_deref()?.split('.').next()
    }
}

impl Display for DecodeError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match &self.path {
            Some(path) => write!(out, "field `{path}`: {}", self.reason),
            None => out.write_str(&self.reason),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Serde hands the values to some of these; they stay out of the text, for they may be anything that a user wrote.
impl Error for DecodeError {
    fn custom<T: Display>(reason: T) -> Self {
        Self { path: None, reason: reason.to_string() }
    }

    fn invalid_type(_: Unexpected, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("expected {expected}"))
    }

    fn invalid_value(_: Unexpected, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("expected {expected}"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::custom(format_args!("expected one of {expected:?}"))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::custom("missing").at(field)
    }
}

impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        // serde_json quotes the value in an error about data, and the value may be a message or a secret.
        if error.classify() == Category::Data { Self::custom("unfit value") } else { Self::custom(error) }
    }
}
