//! JSON objects read whole: what has a field goes there, everything else is kept beside.
//!
//! Derived structs drop what they do not know and fail on the first value of another type. Tencent adds fields
//! without notice and its pages err in types, so the structs here keep in `other`, under their names: unknown
//! fields, nulls, and values that are not of their field's type. A callback fails only if a field that it cannot
//! do without is missing or such a value.

use std::cell::{Cell, RefCell};

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, Visitor,
};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::model::Other;
use crate::model::fields::Fields;
use crate::model::part::splice;

/// A struct with the field `other`. [`whole!`] implements it from what serde derives.
pub(crate) trait Whole: Sized {
    /// A field that is left out: the query says the same.
    const SKIP: Option<&'static str>;

    /// Reads the documented fields.
    fn known<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error>;

    /// Writes the documented fields.
    fn write_known<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error>;

    /// What else there was.
    fn other(&self) -> &Other;

    /// Sets what else there was.
    fn set_other(&mut self, other: Other);
}

/// Makes structs whole that have `#[serde(remote = "Self")]` and `#[serde(skip)] pub other: Other`: callbacks,
/// whose `CallbackCommand` is left out, then the items inside them.
macro_rules! whole {
    ($($callback:ident),* $(; $($item:ident),*)?) => {
        $($crate::callback::object::whole!(@ $callback Some("CallbackCommand"));)*
        $($($crate::callback::object::whole!(@ $item None);)*)?
    };
    (@ $name:ident $skip:expr) => {
        impl $crate::callback::object::Whole for $name {
            const SKIP: Option<&'static str> = $skip;

            fn known<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                Self::deserialize(input)
            }

            fn write_known<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, output)
            }

            fn other(&self) -> &$crate::model::Other {
                &self.other
            }

            fn set_other(&mut self, other: $crate::model::Other) {
                self.other = other;
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                $crate::callback::object::read(input)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                $crate::callback::object::write(self, output)
            }
        }
    };
}
pub(crate) use whole;

/// Reads an object.
pub(crate) fn read<'de, D: Deserializer<'de>, T: Whole>(input: D) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(input)?;
    // Nearly every callback is as documented. One that is not is read a second time, with more patience.
    if !raw.get().contains("null")
        && let Ok(whole) = at_once(raw.get())
    {
        return Ok(whole);
    }
    one_by_one(raw.get()).map_err(D::Error::custom)
}

fn at_once<T: Whole>(text: &str) -> serde_json::Result<T> {
    let mut other = Other::new();
    let mut input = serde_json::Deserializer::from_str(text);
    let mut whole = T::known(Fields { input: &mut input, other: &mut other, skip: T::SKIP })?;
    whole.set_other(other);
    Ok(whole)
}

/// Tries without each field that cannot be read, until only readable ones are left.
fn one_by_one<T: Whole>(text: &str) -> Result<T, String> {
    // The last of equal names counts.
    let mut fields: Other = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if let Some(skip) = T::SKIP {
        fields.remove(skip);
    }
    let mut odd: Vec<(&'static str, String)> = Vec::new();
    loop {
        let (current, read) = (Cell::new(None), RefCell::new(Vec::new()));
        match T::known(Entries { fields: &fields, odd: &odd, current: &current, read: &read }) {
            Ok(mut whole) => {
                for name in read.into_inner() {
                    fields.remove(name);
                }
                whole.set_other(fields);
                return Ok(whole);
            }
            Err(error) => match current.get() {
                Some(name) => odd.push((name, error.to_string())),
                None => return Err(missing(&error.to_string(), &odd)),
            },
        }
    }
}

/// Says of a missing field why it counts as missing.
fn missing(error: &str, odd: &[(&str, String)]) -> String {
    let reason = odd.iter().find(|(name, _)| error.starts_with(&format!("missing field `{name}`")));
    reason.map_or_else(|| error.to_owned(), |(name, reason)| format!("field `{name}`: {reason}"))
}

/// The fields of an object as the source of a derived struct.
struct Entries<'a> {
    fields: &'a Other,
    /// Not to be tried.
    odd: &'a [(&'static str, String)],
    /// The field being read, left standing where reading fails.
    current: &'a Cell<Option<&'static str>>,
    /// What was read.
    read: &'a RefCell<Vec<&'static str>>,
}

impl<'de> Deserializer<'de> for Entries<'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> serde_json::Result<V::Value> {
        self.deserialize_struct("", &[], visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> serde_json::Result<V::Value> {
        visitor.visit_map(Walk { names: names.iter(), entries: self, value: None })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Walk<'a> {
    names: std::slice::Iter<'static, &'static str>,
    entries: Entries<'a>,
    value: Option<&'a RawValue>,
}

impl<'a> MapAccess<'a> for Walk<'a> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> serde_json::Result<Option<K::Value>> {
        for name in self.names.by_ref() {
            let Some(value) = self.entries.fields.get(*name) else { continue };
            if value.get() == "null" || self.entries.odd.iter().any(|(odd, _)| odd == name) {
                continue;
            }
            self.value = Some(value);
            self.entries.current.set(Some(name));
            return seed.deserialize((*name).into_deserializer()).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> serde_json::Result<T::Value> {
        let text = self.value.take().map_or("null", RawValue::get);
        let value = seed.deserialize(&mut serde_json::Deserializer::from_str(text))?;
        self.entries.read.borrow_mut().extend(self.entries.current.take());
        Ok(value)
    }
}

/// Writes an object, `other` behind the documented fields.
pub(crate) fn write<T: Whole, S: Serializer>(whole: &T, output: S) -> Result<S::Ok, S::Error> {
    if whole.other().is_empty() {
        return whole.write_known(output);
    }
    let mut json = Vec::new();
    whole.write_known(&mut serde_json::Serializer::new(&mut json)).map_err(S::Error::custom)?;
    let json = String::from_utf8(json).map_err(S::Error::custom)?;
    splice(json, whole.other()).map_err(S::Error::custom)?.serialize(output)
}
