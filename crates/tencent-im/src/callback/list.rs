//! Lists in callbacks.

use std::ops::{Deref, DerefMut};

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::model::json;

/// A list, used like a `Vec`. Entries that cannot be read are left out and [counted](Self::unreadable).
#[derive(Debug, Clone)]
pub struct List<T> {
    items: Vec<T>,
    unreadable: usize,
    /// Whether Tencent sent it or somebody made it, be it empty.
    present: bool,
}

impl<T> List<T> {
    /// How many entries could not be read.
    #[must_use]
    pub fn unreadable(&self) -> usize {
        self.unreadable
    }

    /// Whether it is neither in the body nor filled since.
    pub(crate) fn is_absent(&self) -> bool {
        !self.present && self.items.is_empty()
    }
}

impl<T: DeserializeOwned> List<T> {
    /// Reads an array, or one bare entry that is neither an array nor an object.
    pub(crate) fn or_bare<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(input)?;
        if raw.get().starts_with(['[', '{']) {
            return Self::read(raw.get()).map_err(D::Error::custom);
        }
        json::read(raw.get(), &[]).map(|item| vec![item].into()).map_err(D::Error::custom)
    }

    fn read(array: &str) -> Result<Self, &'static str> {
        let entries: Vec<&RawValue> = serde_json::from_str(array).map_err(|_| "expected an array")?;
        let total = entries.len();
        let items: Vec<T> = entries.iter().filter_map(|entry| json::read(entry.get(), &[]).ok()).collect();
        Ok(Self { unreadable: total - items.len(), items, present: true })
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { items: Vec::new(), unreadable: 0, present: false }
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, unreadable: 0, present: true }
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
        let raw = Box::<RawValue>::deserialize(input)?;
        Self::read(raw.get()).map_err(D::Error::custom)
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        self.items.serialize(output)
    }
}
