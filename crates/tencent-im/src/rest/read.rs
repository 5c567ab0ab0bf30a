//! JSON into types: one reader for the requests and the answers of all endpoints.
//!
//! Tencent writes some numbers in quotes, some lists as null, some flags as 0 and 1, and `""` for some numbers that it
//! does not have. The reader knows that, so that no field has to say it; and it is one type, so that the compiler makes
//! each struct's reader once.
//!
//! A struct stops at the first member that it cannot read. Where that is `""`, the reader notes the struct and the
//! member, and reads again without it.

use std::cell::RefCell;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Expected, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value, map};

use super::decode_error::DecodeError;
use crate::model::number::Number;

/// Reads an answer. Nulls have to be [stripped](strip_nulls) before: null and missing are the same.
pub(crate) fn read<T: DeserializeOwned>(json: &Value) -> Result<T, DecodeError> {
    read_as(json, false)
}

/// Reads a request: only what Tencent takes, numbers as numbers and flags as flags. Nulls have to be
/// [stripped](strip_nulls) before.
pub(super) fn read_request<T: DeserializeOwned>(json: &Value) -> Result<T, DecodeError> {
    read_as(json, true)
}

fn read_as<T: DeserializeOwned>(json: &Value, strict: bool) -> Result<T, DecodeError> {
    let absent = Absent::default();
    loop {
        let known = absent.borrow().len();
        match T::deserialize(Reader { json, strict, absent: &absent }) {
            Err(_) if absent.borrow().len() > known => {}
            result => return result,
        }
    }
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

/// Members whose type has no empty text: one that is `""` counts as absent. Each stands with the [`Names`] of its struct,
/// as other structs may have a text of that name.
type Absent<'de> = RefCell<Vec<(Names, &'de str)>>;

/// The names of all members of a struct, which tell structs apart; none for a map.
type Names = &'static [&'static str];

/// A value to be read.
#[derive(Clone, Copy)]
struct Reader<'de, 'a> {
    json: &'de Value,
    strict: bool,
    absent: &'a Absent<'de>,
}

impl<'de, 'a> Reader<'de, 'a> {
    fn members(self, object: &'de Map<String, Value>) -> Members<'de, 'a> {
        Members { left: object.iter(), next: None, of: &[], reader: self }
    }

    fn items(self, list: &'de [Value]) -> Items<'de, 'a> {
        Items { left: list.iter().enumerate(), reader: self }
    }

    /// The number or flag: from whichever spelling unless the reader is strict.
    fn number<T: Number>(self, is: fn(&Value) -> bool) -> Result<T, DecodeError> {
        let number = match self.json {
            other if self.strict && !is(other) => None,
            Value::Number(number) => match (number.as_i128(), number.as_f64()) {
                (Some(whole), _) => T::from_whole(whole),
                (None, real) => real.and_then(T::from_real),
            },
            Value::Bool(flag) => T::from_whole((*flag).into()),
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

impl<'de> de::Deserializer<'de> for Reader<'de, '_> {
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

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        of: Names,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        match self.json {
            Value::Object(object) => visitor.visit_map(Members { of, ..self.members(object) }),
            _ => Err(self.unfit(&visitor)),
        }
    }

    only! {
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
struct Members<'de, 'a> {
    left: map::Iter<'de>,
    next: Option<(&'de String, &'de Value)>,
    of: Names,
    reader: Reader<'de, 'a>,
}

impl<'de> de::MapAccess<'de> for Members<'de, '_> {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, DecodeError> {
        let (of, absent) = (self.of, self.reader.absent);
        self.next = self.left.find(|(name, json)| json != &"" || !absent.borrow().contains(&(of, name)));
        let name: Option<StrDeserializer<'_, _>> =
            self.next.map(|(name, _)| name.as_str().into_deserializer());
        name.map(|name| seed.deserialize(name)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, DecodeError> {
        let Some((name, json)) = self.next else { return Err(DecodeError::new("a member has no value")) };
        let strict = self.reader.strict && !is_lenient(name);
        seed.deserialize(Reader { json, strict, ..self.reader }).map_err(|error| {
            if json == "" && !strict {
                self.reader.absent.borrow_mut().push((self.of, name));
            }
            error.below(name)
        })
    }
}

/// The items of a list.
struct Items<'de, 'a> {
    left: std::iter::Enumerate<std::slice::Iter<'de, Value>>,
    reader: Reader<'de, 'a>,
}

impl<'de> de::SeqAccess<'de> for Items<'de, '_> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeError> {
        let Some((at, json)) = self.left.next() else { return Ok(None) };
        let item = seed.deserialize(Reader { json, ..self.reader });
        item.map(Some).map_err(|error| error.below(&format!("[{at}]")))
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
        assert_eq!(answer(&json!({ "share": "0.5" })).unwrap().share, Some(0.5));
    }

    #[test]
    fn an_empty_text_is_absent_unless_a_text_is_asked_for() {
        let found = json!({ "count": "", "done": "", "share": "", "text": "", "names": "", "inner": [
            { "count": 7, "done": "" }, { "count": "", "text": "" },
        ] });
        let text = Some(String::new());
        let inner = vec![
            Answer { count: Some(7), ..Answer::default() },
            Answer { text: text.clone(), ..Answer::default() },
        ];
        assert_eq!(answer(&found), Ok(Answer { text, inner, ..Answer::default() }));
        // Other structs and maps have members of that name, too.
        let pair = read::<(Answer, BTreeMap<String, String>)>(&json!([{ "count": "" }, { "count": "" }]));
        assert_eq!(pair.unwrap().1["count"], "");
        assert!(read_request::<Answer>(&json!({ "count": "" })).is_err());
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
