//! Watches the fields that go by while a derived struct is read.
//!
//! Derived structs drop unknown fields, and serde's `flatten`, which would keep them, buffers every value and
//! cannot hold raw JSON. A derived struct names its fields to the deserializer, though, so we stand in
//! between: known ones go straight through, unknown ones aside.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, Visitor};

use super::part::Other;

/// A deserializer for one derived struct. It reads JSON objects only, not the arrays that serde would take as
/// well.
pub(crate) struct Fields<'a, D> {
    /// Where the struct comes from.
    pub(crate) input: D,
    /// Where unknown fields go.
    pub(crate) other: &'a mut Other,
    /// An unknown field that does not.
    pub(crate) skip: Option<&'static str>,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Fields<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.input.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.input.deserialize_map(Watch { names, visitor, other: self.other, skip: self.skip })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Visits the object for the struct's own visitor, then walks its entries.
struct Watch<'a, T> {
    names: &'static [&'static str],
    visitor: T,
    other: &'a mut Other,
    skip: Option<&'static str>,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Watch<'_, V> {
    type Value = V::Value;

    fn expecting(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        self.visitor.expecting(out)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        let Self { names, visitor, other, skip } = self;
        visitor.visit_map(Watch { names, visitor: map, other, skip })
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Watch<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        loop {
            match self.visitor.next_key_seed(Name { known: self.names, skip: self.skip })? {
                None => return Ok(None),
                Some(Seen::Known(name)) => return seed.deserialize(name.into_deserializer()).map(Some),
                Some(Seen::Other(name)) => drop(self.other.insert(name, self.visitor.next_value()?)),
                Some(Seen::Skipped) => drop(self.visitor.next_value::<IgnoredAny>()?),
            }
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.visitor.next_value_seed(seed)
    }
}

/// Reads a field's name without copying it when it is known.
struct Name {
    known: &'static [&'static str],
    skip: Option<&'static str>,
}

enum Seen {
    Known(&'static str),
    Other(String),
    Skipped,
}

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Seen;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        input.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Seen;

    fn expecting(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        out.write_str("a field name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(match self.known.iter().find(|known| **known == name) {
            Some(known) => Seen::Known(known),
            None if self.skip == Some(name) => Seen::Skipped,
            None => Seen::Other(name.to_owned()),
        })
    }
}
