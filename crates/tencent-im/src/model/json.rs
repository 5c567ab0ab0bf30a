//! The JSON reader of callbacks and message elements: a deserializer that takes every spelling Tencent uses.
//!
//! The structs are plain: `Option<i64>`, `UserId`, `Option<String>`, with serde's derived `Deserialize`. Leniency
//! is in the reader, so that no field needs an attribute for it:
//!
//! - a number may come quoted, as an integral float or as a boolean, a flag as 0 or 1;
//! - a text may come as a bare number or boolean, an optional text as an object, whose JSON text it becomes;
//! - null counts as absent; of a field that comes twice the last one counts; unknown fields are passed over;
//! - a field that cannot be read counts as absent.
//!
//! A derived struct stops at the first value that it cannot read. The reader then notes the place of that value
//! and reads the text again without it. Callbacks as Tencent documents them are read in one go.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::vec::IntoIter;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::de::StrRead;
use serde_json::value::RawValue;

use super::decode_error::DecodeError;
use super::number::{self, Number};
use super::text;

/// Reads a value leniently. These fields of the object count as absent only where they are null or empty: if one
/// of them is something else that cannot be read, neither can the object.
pub(crate) fn read<'de, T: Deserialize<'de>>(
    text: &'de str,
    identifying: &'static [&'static str],
) -> Result<T, DecodeError> {
    Reading { strict: Strict::Fields(identifying), ..Reading::default() }.run(text)
}

/// Fields that Tencent sent beyond the documented ones: name and JSON text as received.
pub type Other = BTreeMap<String, Box<RawValue>>;

/// Reads an object that is to be written again without loss: every value must be readable, no field may come
/// twice, and unknown fields are kept.
pub(crate) fn read_whole<'de, T: Deserialize<'de>>(text: &'de str) -> Result<(T, Other), DecodeError> {
    let reading = Reading { strict: Strict::All, ..Reading::default() };
    let value = reading.run(text)?;
    Ok((value, reading.unknown.into_inner()))
}

/// Which values must be readable.
#[derive(Clone, Copy)]
enum Strict {
    Fields(&'static [&'static str]),
    All,
}

impl Default for Strict {
    fn default() -> Self {
        Self::Fields(&[])
    }
}

/// The reading of one text, in as many attempts as it takes.
#[derive(Default)]
struct Reading<'de> {
    strict: Strict,
    /// Values that count as absent, and why.
    faults: RefCell<Vec<(&'de str, DecodeError)>>,
    /// The innermost field's value that the current attempt failed at.
    failed: Cell<Option<&'de str>>,
    unknown: RefCell<Other>,
}

impl<'de> Reading<'de> {
    fn run<T: Deserialize<'de>>(&self, text: &'de str) -> Result<T, DecodeError> {
        loop {
            match T::deserialize(Json { text, reading: self, optional: false }) {
                Ok(value) => return Ok(value),
                Err(error) => self.pass_over_the_fault(error)?,
            }
        }
    }

    /// Notes the value that an attempt failed at, so that the next attempt goes without it.
    fn pass_over_the_fault(&self, error: DecodeError) -> Result<(), DecodeError> {
        let mut faults = self.faults.borrow_mut();
        let Some(value) = self.failed.take() else {
            // A field that is missing because it could not be read: the reason for that tells more.
            let first = faults.iter().find(|(_, fault)| fault.outermost() == error.outermost());
            return Err(first.map_or(error, |(_, fault)| fault.clone()));
        };
        let needed = match self.strict {
            Strict::Fields(names) => error.field().is_some_and(|field| names.contains(&field)),
            Strict::All => true,
        };
        if needed && value != "\"\"" {
            return Err(error);
        }
        faults.push((value, error));
        Ok(())
    }

    fn is_absent(&self, value: &str) -> bool {
        value == "null" || self.faults.borrow().iter().any(|(fault, _)| std::ptr::eq(*fault, value))
    }
}

/// A JSON value as the source of a type.
#[derive(Clone, Copy)]
struct Json<'a, 'de> {
    text: &'de str,
    reading: &'a Reading<'de>,
    /// Whether the value is that of an `Option`.
    optional: bool,
}

impl<'a, 'de> Json<'a, 'de> {
    /// Reads the text, to its end, as `serde_json` reads it.
    fn forward<T>(
        self,
        read: impl FnOnce(&mut serde_json::Deserializer<StrRead<'de>>) -> serde_json::Result<T>,
    ) -> Result<T, DecodeError> {
        let mut input = serde_json::Deserializer::from_str(self.text);
        let value = read(&mut input)?;
        input.end()?;
        Ok(value)
    }

    fn number<T: Number>(self) -> Result<T, DecodeError> {
        self.forward(|input| number::deserialize(input))
            .ok()
            .flatten()
            .ok_or_else(|| DecodeError::custom(format_args!("expected {}", T::EXPECTED)))
    }

    fn string(self) -> Result<Cow<'de, str>, DecodeError> {
        let lossy = || match self.reading.strict {
            Strict::Fields(_) => text::lossy(self.text).map(Cow::Owned),
            Strict::All => None,
        };
        let compound = || (self.optional && self.text.starts_with(['{', '['])).then_some(self.text.into());
        let scalar = text::scalar(self.text).or_else(compound).or_else(lossy);
        scalar.ok_or_else(|| DecodeError::custom("expected a string"))
    }

    fn items(self) -> Result<Items<'a, 'de>, DecodeError> {
        let items: Vec<&RawValue> =
            serde_json::from_str(self.text).map_err(|_| DecodeError::custom("expected an array"))?;
        Ok(Items { left: items.into_iter(), reading: self.reading })
    }

    fn fields(self, names: &'static [&'static str]) -> Result<Fields<'a, 'de>, DecodeError> {
        if !self.text.trim_start().starts_with('{') {
            return Err(DecodeError::custom("expected a JSON object"));
        }
        let values = self.forward(|input| input.deserialize_map(Split { names, reading: self.reading }))?;
        let fields = names.iter().zip(values).filter_map(|(name, value)| Some((*name, value?)));
        let fields: Vec<_> = fields.filter(|(_, value)| !self.reading.is_absent(value)).collect();
        Ok(Fields { left: fields.into_iter(), current: None, reading: self.reading })
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
            visitor.$visit(self.number()?)
        }
    )*};
}

/// Kinds of values without a method here are read as `serde_json` reads them.
impl<'de> Deserializer<'de> for Json<'_, 'de> {
    type Error = DecodeError;

    numbers! {
        deserialize_bool visit_bool
        deserialize_i8 visit_i64
        deserialize_i16 visit_i64
        deserialize_i32 visit_i64
        deserialize_i64 visit_i64
        deserialize_u8 visit_u64
        deserialize_u16 visit_u64
        deserialize_u32 visit_u64
        deserialize_u64 visit_u64
        deserialize_f32 visit_f64
        deserialize_f64 visit_f64
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.string()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if self.text == "null" {
            visitor.visit_none()
        } else {
            visitor.visit_some(Self { optional: true, ..self })
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_map(self.fields(names)?)
    }

    /// Raw values come this way, and ids, which are read from one: an optional id that is empty is absent.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        if self.optional && self.text == "\"\"" {
            return Err(DecodeError::custom("empty"));
        }
        self.forward(|input| input.deserialize_newtype_struct(name, visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.forward(|input| input.deserialize_enum(name, variants, visitor))
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.forward(|input| input.deserialize_any(visitor))
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct map identifier ignored_any
    }
}

/// The items of an array.
struct Items<'a, 'de> {
    left: IntoIter<&'de RawValue>,
    reading: &'a Reading<'de>,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeError> {
        let item = self.left.next().map(RawValue::get);
        item.map(|text| seed.deserialize(Json { text, reading: self.reading, optional: false })).transpose()
    }
}

/// The fields of an object that a struct knows.
struct Fields<'a, 'de> {
    left: IntoIter<(&'static str, &'de str)>,
    current: Option<(&'static str, &'de str)>,
    reading: &'a Reading<'de>,
}

impl<'de> MapAccess<'de> for Fields<'_, 'de> {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, DecodeError> {
        self.current = self.left.next();
        self.current.map(|(name, _)| seed.deserialize(BorrowedStrDeserializer::new(name))).transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, DecodeError> {
        let (name, text) = self.current.unwrap_or(("", "null"));
        let value = seed.deserialize(Json { text, reading: self.reading, optional: false });
        value.map_err(|error| {
            self.reading.failed.set(self.reading.failed.get().or(Some(text)));
            error.at(name)
        })
    }
}

/// Splits an object into the values of these fields, as far as they are there.
struct Split<'a, 'de> {
    names: &'static [&'static str],
    reading: &'a Reading<'de>,
}

impl<'de> Visitor<'de> for Split<'_, 'de> {
    type Value = Vec<Option<&'de str>>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut values = vec![None; self.names.len()];
        while let Some(name) = object.next_key_seed(Name(self.names))? {
            match (name, self.reading.strict) {
                (Seen::Known(place), strict) => {
                    let value: &RawValue = object.next_value()?;
                    let earlier = values.get_mut(place).and_then(|known| known.replace(value.get()));
                    if earlier.is_some() && matches!(strict, Strict::All) {
                        return Err(A::Error::custom("a field comes twice"));
                    }
                }
                (Seen::Unknown(name), Strict::All) => {
                    self.reading.unknown.borrow_mut().insert(name, object.next_value()?);
                }
                (Seen::Unknown(_), Strict::Fields(_)) => drop(object.next_value::<IgnoredAny>()?),
            }
        }
        Ok(values)
    }
}

/// A field's name, looked up among these.
struct Name(&'static [&'static str]);

enum Seen {
    Known(usize),
    Unknown(String),
}

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Seen;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Seen, D::Error> {
        input.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Seen;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a field's name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Seen, E> {
        let known = self.0.iter().position(|known| *known == name);
        Ok(known.map_or_else(|| Seen::Unknown(name.to_owned()), Seen::Known))
    }
}
