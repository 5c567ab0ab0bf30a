//! JSON into types: one reader for the requests and the answers of all endpoints.
//!
//! Tencent writes some numbers in quotes, some lists as null, some flags as 0 and 1. The reader knows that, so that no
//! field has to say it; and it is one type, so that the compiler makes each struct's reader once.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Expected, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value, map};

use crate::model::number::Number;

/// Reads an answer. Nulls have to be [stripped](strip_nulls) before: null and missing are the same.
pub(crate) fn read<T: DeserializeOwned>(json: &Value) -> Result<T, DecodeError> {
    T::deserialize(Reader { json, strict: false })
}

/// Reads a request: only what Tencent takes, numbers as numbers and flags as flags. Nulls have to be
/// [stripped](strip_nulls) before.
pub(super) fn read_request<T: DeserializeOwned>(json: &Value) -> Result<T, DecodeError> {
    T::deserialize(Reader { json, strict: true })
}

/// Whether Tencent takes numbers in quotes in this member of a request: SDKs write them so.
pub(super) fn is_lenient(name: &str) -> bool {
    matches!(name, "MsgBody" | "OfflinePushInfo")
}

/// Takes the members of objects away that are null, at every depth.
pub(crate) fn strip_nulls(json: &mut Value) {
    match json {
        Value::Object(object) => {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(strip_nulls);
        }
        Value::Array(array) => array.iter_mut().for_each(strip_nulls),
        _ => {}
    }
}

/// The type of a JSON value, for people.
fn kind(json: &Value) -> &'static str {
    match json {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

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

/// A value to be read.
#[derive(Clone, Copy)]
struct Reader<'de> {
    json: &'de Value,
    strict: bool,
}

impl<'de> Reader<'de> {
    fn members(self, object: &'de Map<String, Value>) -> Members<'de> {
        Members { left: object.iter(), next: None, strict: self.strict }
    }

    fn items(self, list: &'de [Value]) -> Items<'de> {
        Items { left: list.iter().enumerate(), strict: self.strict }
    }

    /// The number or flag: from whichever spelling unless the reader is strict. An empty string is 0.
    fn number<T: Number>(self, is: fn(&Value) -> bool) -> Result<T, DecodeError> {
        let number = match self.json {
            other if self.strict && !is(other) => None,
            Value::Number(number) => match (number.as_i128(), number.as_f64()) {
                (Some(whole), _) => T::from_whole(whole),
                (None, real) => real.and_then(T::from_real),
            },
            Value::Bool(flag) => T::from_whole((*flag).into()),
            Value::String(text) if text.is_empty() => T::from_whole(0),
            Value::String(text) => T::from_text(text),
            _ => None,
        };
        number.ok_or_else(|| self.unfit(&T::EXPECTED))
    }

    fn unfit(self, expected: &dyn Expected) -> DecodeError {
        DecodeError::new(format!("expected {expected}, found {}", kind(self.json)))
    }
}

/// Only what a type asks for is compiled for it: a struct is read from an object alone, never from a list.
macro_rules! only {
    ($($method:ident($($argument:ty),*) from $form:ident: $visit:ident $value:ident;)+) => {$(
        fn $method<V: Visitor<'de>>(self, $(_: $argument,)* visitor: V) -> Result<V::Value, DecodeError> {
            match self.json {
                Value::$form(found) => visitor.$visit(self.$value(found)),
                _ => Err(self.unfit(&visitor)),
            }
        }
    )+};
}

macro_rules! numbers {
    ($($method:ident $visit:ident $is:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
            visitor.$visit(self.number(Value::$is)?)
        }
    )+};
}

impl<'de> de::Deserializer<'de> for Reader<'de> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.json {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(*flag),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (.., number) => visitor.visit_f64(number.unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(self.items(items)),
            Value::Object(members) => visitor.visit_map(self.members(members)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.json {
            Value::String(text) => visitor.visit_borrowed_str(text),
            _ => Err(self.unfit(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if self.json.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    /// `serde_json` reads its raw values in a way of its own.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.json.deserialize_newtype_struct(name, visitor).map_err(de::Error::custom)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.json.deserialize_enum(name, variants, visitor).map_err(de::Error::custom)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }

    only! {
        deserialize_struct(&'static str, &'static [&'static str]) from Object: visit_map members;
        deserialize_map() from Object: visit_map members;
        deserialize_seq() from Array: visit_seq items;
        deserialize_tuple(usize) from Array: visit_seq items;
    }

    numbers! {
        deserialize_bool visit_bool is_boolean
        deserialize_u32 visit_u32 is_number
        deserialize_u64 visit_u64 is_number
        deserialize_i64 visit_i64 is_number
        deserialize_f64 visit_f64 is_number
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u128 f32 char bytes byte_buf unit unit_struct tuple_struct identifier
    }
}

/// The members of an object.
struct Members<'de> {
    left: map::Iter<'de>,
    next: Option<(&'de String, &'de Value)>,
    strict: bool,
}

impl<'de> de::MapAccess<'de> for Members<'de> {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, DecodeError> {
        self.next = self.left.next();
        let name: Option<StrDeserializer<'_, _>> =
            self.next.map(|(name, _)| name.as_str().into_deserializer());
        name.map(|name| seed.deserialize(name)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, DecodeError> {
        let Some((name, json)) = self.next else { return Err(DecodeError::new("a member has no value")) };
        let strict = self.strict && !is_lenient(name);
        seed.deserialize(Reader { json, strict }).map_err(|error| error.below(name))
    }
}

/// The items of a list.
struct Items<'de> {
    left: std::iter::Enumerate<std::slice::Iter<'de, Value>>,
    strict: bool,
}

impl<'de> de::SeqAccess<'de> for Items<'de> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeError> {
        let Some((at, json)) = self.left.next() else { return Ok(None) };
        let reader = Reader { json, strict: self.strict };
        seed.deserialize(reader).map(Some).map_err(|error| error.below(&format!("[{at}]")))
    }
}

#[cfg(test)]
mod tests {
    use super::{read, read_request, strip_nulls};
    use serde::Deserialize;
    use serde_json::{Value, json};
    use std::collections::BTreeMap;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Answer {
        count: Option<i64>,
        done: Option<bool>,
        share: Option<f64>,
        text: Option<String>,
        names: Vec<String>,
        inner: Vec<Answer>,
    }

    fn answer(json: &Value) -> Result<Answer, String> {
        read(json).map_err(|error| error.to_string())
    }

    #[test]
    fn numbers_and_flags_come_in_any_spelling() {
        for count in [json!(7), json!("7"), json!(7.0)] {
            assert_eq!(answer(&json!({ "count": count })).unwrap().count, Some(7), "{count}");
        }
        for done in [json!(true), json!(1), json!("1"), json!("True")] {
            assert_eq!(answer(&json!({ "done": done })).unwrap().done, Some(true), "{done}");
        }
        let read = answer(&json!({ "count": "", "share": "0.5" })).unwrap();
        assert_eq!((read.count, read.share), (Some(0), Some(0.5)));
    }

    #[test]
    fn a_request_is_read_strictly_but_for_what_sdks_write() {
        let strict =
            |json| read_request::<BTreeMap<String, Answer>>(&json).map_err(|error| error.to_string());
        for json in [json!({ "count": "7" }), json!({ "count": true }), json!({ "done": 1 })] {
            assert!(strict(json!({ "a": json })).unwrap_err().starts_with("a."), "{json}");
            assert!(strict(json!({ "MsgBody": json })).is_ok(), "{json}");
        }
        assert!(strict(json!({ "a": { "count": 7, "done": true, "share": 0.5 } })).is_ok());
    }

    #[test]
    fn an_error_names_the_place_and_never_the_value() {
        for (json, text) in [
            (
                json!({ "count": "secret" }),
                "count: expected a whole number of at most 64 bits, found a string",
            ),
            (json!({ "count": 1.5 }), "count: expected a whole number of at most 64 bits, found a number"),
            (json!({ "names": "secret" }), "names: expected a sequence, found a string"),
            (json!({ "names": ["a", 7] }), "names[1]: expected a string, found a number"),
            (json!({ "inner": [{}, { "text": {} }] }), "inner[1].text: expected a string, found an object"),
            (json!({ "inner": [[]] }), "inner[0]: expected struct Answer, found a list"),
            (json!("secret"), "expected struct Answer, found a string"),
        ] {
            assert_eq!(answer(&json), Err(text.to_owned()));
        }
    }

    #[test]
    fn nulls_go_from_objects_at_every_depth() {
        let mut value = json!({ "a": null, "b": { "c": null, "d": [{ "e": null, "f": 0 }, null] } });
        strip_nulls(&mut value);
        assert_eq!(value, json!({ "b": { "d": [{ "f": 0 }, null] } }));
    }
}
