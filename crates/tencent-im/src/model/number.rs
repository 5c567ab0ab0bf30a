//! Numbers that may come as JSON numbers, decimal strings, integral floats or booleans.
//!
//! Used as `#[serde(default, with = "number")]` on an `Option`, where a type is read by `serde_json` itself: null and
//! the empty string are read as absent. [`required`] reads a number that must be there. Written as JSON numbers.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::{Serialize, Serializer};

/// A type that can be read from every spelling of a number.
pub trait Number: Sized {
    /// The expectation, for the error message.
    const EXPECTED: &'static str;

    /// The value of a whole number, if it fits.
    fn from_whole(value: i128) -> Option<Self>;

    /// The value of a number with a fraction or an exponent: only an integral one fits a whole number.
    fn from_real(value: f64) -> Option<Self> {
        // Beyond 2^53 a float no longer says which integer was meant.
        let exact = value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0;
        if exact { format!("{value:.0}").parse().ok().and_then(Self::from_whole) } else { None }
    }

    /// The value of a number inside a string.
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok().and_then(Self::from_whole)
    }
}

impl Number for u32 {
    const EXPECTED: &'static str = "a whole number from 0 to 4294967295";

    fn from_whole(value: i128) -> Option<Self> {
        value.try_into().ok()
    }
}

impl Number for u64 {
    const EXPECTED: &'static str = "a whole number of at most 64 bits, not negative";

    fn from_whole(value: i128) -> Option<Self> {
        value.try_into().ok()
    }
}

impl Number for i64 {
    const EXPECTED: &'static str = "a whole number of at most 64 bits";

    fn from_whole(value: i128) -> Option<Self> {
        value.try_into().ok()
    }
}

impl Number for bool {
    const EXPECTED: &'static str = "true, false, 0 or 1";

    fn from_whole(value: i128) -> Option<Self> {
        Some(value != 0)
    }

    fn from_text(text: &str) -> Option<Self> {
        match text {
            _ if text.eq_ignore_ascii_case("true") => Some(true),
            _ if text.eq_ignore_ascii_case("false") => Some(false),
            _ => text.parse().ok().and_then(Self::from_whole),
        }
    }
}

impl Number for f64 {
    const EXPECTED: &'static str = "a number";

    fn from_whole(value: i128) -> Option<Self> {
        Self::from_text(&value.to_string())
    }

    fn from_real(value: f64) -> Option<Self> {
        Some(value)
    }

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok().filter(|value: &f64| value.is_finite())
    }
}

/// Reads a number that may be absent.
///
/// # Errors
/// If the value is there but is no such number.
pub fn deserialize<'de, D: Deserializer<'de>, T: Number>(input: D) -> Result<Option<T>, D::Error> {
    input.deserialize_any(Lenient(PhantomData))
}

/// Reads a number that must be there.
///
/// # Errors
/// If the value is null, empty or no such number.
pub fn required<'de, D: Deserializer<'de>, T: Number>(input: D) -> Result<T, D::Error> {
    deserialize(input)?.ok_or_else(|| unfit::<T, _>())
}

/// Writes a plain JSON number.
///
/// # Errors
/// If the output fails.
pub fn serialize<S: Serializer, T: Serialize>(value: &T, output: S) -> Result<S::Ok, S::Error> {
    value.serialize(output)
}

// The value stays out of the message: it may be anything that a user wrote.
fn unfit<T: Number, E: Error>() -> E {
    E::custom(format_args!("expected {}", T::EXPECTED))
}

struct Lenient<T>(PhantomData<T>);

impl<'de, T: Number> Visitor<'de> for Lenient<T> {
    type Value = Option<T>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(T::EXPECTED)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        T::from_whole(value.into()).ok_or_else(unfit::<T, E>).map(Some)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        T::from_whole(value.into()).ok_or_else(unfit::<T, E>).map(Some)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        T::from_real(value).ok_or_else(unfit::<T, E>).map(Some)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        T::from_whole(value.into()).ok_or_else(unfit::<T, E>).map(Some)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.is_empty() { Ok(None) } else { T::from_text(text).ok_or_else(unfit::<T, E>).map(Some) }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    // serde_json hands numbers over like this when another crate of the build enables its arbitrary precision.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let number = serde_json::Number::deserialize(MapAccessDeserializer::new(map))?;
        let whole = number.as_i128().and_then(T::from_whole);
        whole.or_else(|| number.as_f64().and_then(T::from_real)).ok_or_else(unfit::<T, _>).map(Some)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::float_cmp)]
mod tests {
    use super::Number;

    fn read<T: Number>(json: &str) -> Result<Option<T>, String> {
        let mut input = serde_json::Deserializer::from_str(json);
        super::deserialize(&mut input).map_err(|e| e.to_string())
    }

    #[test]
    fn every_spelling_is_read() {
        for json in ["1", "\"1\"", "1.0", "1e0", "true"] {
            assert_eq!(read(json), Ok(Some(1_u32)), "{json}");
            assert_eq!(read(json), Ok(Some(1_i64)), "{json}");
            assert_eq!(read(json), Ok(Some(true)), "{json}");
        }
        for json in ["null", "\"\""] {
            assert_eq!(read::<i64>(json), Ok(None), "{json}");
        }
        assert_eq!(read("-1"), Ok(Some(-1_i64)));
        assert_eq!(read("4294967295"), Ok(Some(u32::MAX)));
        assert_eq!(read("\"1735702100007\""), Ok(Some(1_735_702_100_007_i64)));
        assert_eq!(read("1735702100007.0"), Ok(Some(1_735_702_100_007_i64)));
        assert_eq!(read("18446744073709551615"), Ok(Some(u64::MAX)));
        assert_eq!(read("\"31.5\""), Ok(Some(31.5)));
        assert_eq!(read("31"), Ok(Some(31.0)));
        assert_eq!(read("\"False\""), Ok(Some(false)));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for json in ["-1", "4294967296", "1.5", "\"x\"", "\"1.5\"", "[]", "{}", "1e300", "\" 1\""] {
            assert!(read::<u32>(json).is_err(), "{json}");
        }
        for json in ["9223372036854775808", "18446744073709551616", "9007199254740993.5e1"] {
            assert!(read::<i64>(json).is_err(), "{json}");
        }
        assert!(read::<f64>("\"inf\"").is_err());
        assert!(read::<u32>("\"secret\"").unwrap_err().starts_with("expected a whole number from 0"));
    }
}
