//! Flags that Tencent writes as 0 and 1: `#[serde(serialize_with = "flag::serialize")]` on an `Option<bool>`.

use serde::Serializer;

/// Writes 0 or 1, or null if there is no flag.
///
/// # Errors
/// If the output fails.
pub fn serialize<S: Serializer>(value: &Option<bool>, output: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => output.serialize_u8((*value).into()),
        None => output.serialize_none(),
    }
}
