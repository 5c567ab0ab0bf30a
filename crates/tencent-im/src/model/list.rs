//! Lists that may be null.

use serde::de::{Deserialize, Deserializer};

/// Reads a list; null is an empty one. Used as `#[serde(default, deserialize_with = "list::deserialize")]`.
///
/// # Errors
/// If the value is no list or an item cannot be read.
pub fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(input: D) -> Result<Vec<T>, D::Error> {
    Option::deserialize(input).map(Option::unwrap_or_default)
}
