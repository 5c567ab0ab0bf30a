//! Lists in callbacks.

use std::ops::{Deref, DerefMut};

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

/// A list, used like a `Vec`. An entry that is not of the list's type is kept [aside](Self::odd) and written back
/// to its place.
#[derive(Debug, Clone)]
pub struct List<T> {
    items: Vec<T>,
    /// Positions among all entries, ascending.
    odd: Vec<(usize, Box<RawValue>)>,
    form: Form,
}

/// How Tencent sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Absent,
    Array,
    /// One entry without an array around it.
    Bare,
}

impl<T> List<T> {
    /// The entries that could not be read, with their places in the list, as JSON text.
    pub fn odd(&self) -> impl Iterator<Item = (usize, &str)> {
        self.odd.iter().map(|(place, raw)| (*place, raw.get()))
    }

    /// Whether it is neither in the body nor filled since.
    pub(crate) fn is_absent(&self) -> bool {
        self.form == Form::Absent && self.items.is_empty()
    }
}

impl<T: DeserializeOwned> List<T> {
    /// Reads an array, or one bare entry that is neither an array nor an object.
    pub(crate) fn or_bare<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let raw = Box::<RawValue>::deserialize(input)?;
        if raw.get().starts_with(['[', '{']) {
            return serde_json::from_str(raw.get()).map_err(D::Error::custom);
        }
        let item = serde_json::from_str(raw.get()).map_err(D::Error::custom)?;
        Ok(Self { items: vec![item], odd: Vec::new(), form: Form::Bare })
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { items: Vec::new(), odd: Vec::new(), form: Form::Absent }
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, odd: Vec::new(), form: Form::Array }
    }
}

impl<T> Deref for List<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.items
    }
}

impl<T> DerefMut for List<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.items
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let entries = Vec::<Box<RawValue>>::deserialize(input)?;
        let mut list = Self::from(Vec::with_capacity(entries.len()));
        for (place, entry) in entries.into_iter().enumerate() {
            match serde_json::from_str(entry.get()) {
                Ok(item) => list.items.push(item),
                Err(_) => list.odd.push((place, entry)),
            }
        }
        Ok(list)
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        #[serde(untagged)]
        enum Entry<'a, T> {
            Item(&'a T),
            Odd(&'a RawValue),
        }
        if let (Form::Bare, [item], []) = (self.form, &*self.items, &*self.odd) {
            return item.serialize(output);
        }
        let mut entries: Vec<_> = self.items.iter().map(Entry::Item).collect();
        for (place, raw) in &self.odd {
            entries.insert((*place).min(entries.len()), Entry::Odd(raw));
        }
        output.collect_seq(entries)
    }
}
