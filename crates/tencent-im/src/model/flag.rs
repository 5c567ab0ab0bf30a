//! Flags that Tencent writes as 0 and 1.
//!
//! Used as `#[serde(default, with = "flag", skip_serializing_if = "Option::is_none")]` on an `Option<bool>`.
//! Read like any [`number`] (another number than 0 is true), written as 0 or 1.

use serde::{Deserializer, Serializer};

use super::number;

/// Reads a flag that may be absent.
///
/// # Errors
/// If the value is there but is neither a number nor a boolean.
pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Option<bool>, D::Error> {
    number::deserialize(input)
}

/// Writes 0 or 1, or null if there is none.
///
/// # Errors
/// If the output fails.
pub fn serialize<S: Serializer>(value: &Option<bool>, output: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => output.serialize_u8((*value).into()),
        None => output.serialize_none(),
    }
}
