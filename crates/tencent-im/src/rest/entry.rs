//! What is known of an endpoint without its type, and its requests and replies as JSON.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Endpoint, Failure, Response, Retry};

type Reread = fn(&Value) -> Result<Value, DecodeError>;

/// An endpoint of the list: what its [`Endpoint`] says, and how its JSON is read.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The type as a path below [`rest`](super), such as `c2c::SendMessage`.
    pub call: &'static str,
    /// [`Endpoint::PATH`].
    pub path: &'static str,
    /// [`Endpoint::TITLE`].
    pub title: &'static str,
    /// [`Endpoint::LIMITS`].
    pub limits: &'static str,
    /// [`Endpoint::PER_SECOND`].
    pub per_second: u32,
    /// [`Endpoint::RETRY`].
    pub retry: Retry,
    /// [`Endpoint::LEGACY`].
    pub legacy: &'static [(&'static str, &'static str)],
    request: Reread,
    response: Reread,
    keyed: Reread,
    failures: fn(&Value) -> Vec<Failure>,
}

impl Entry {
    /// The entry of `E`, which is called `call`.
    #[must_use]
    pub const fn of<E: Endpoint>(call: &'static str) -> Self {
        Self {
            call,
            path: E::PATH,
            title: E::TITLE,
            limits: E::LIMITS,
            per_second: E::PER_SECOND,
            retry: E::RETRY,
            legacy: E::LEGACY,
            request: reread::<E>,
            response: reread::<E::Response>,
            keyed: |request| {
                let mut request: E = read(request)?;
                request.fix_key();
                written(&request)
            },
            failures: |reply| read::<E::Response>(reply).map(|reply| reply.failures()).unwrap_or_default(),
        }
    }

    /// The module, such as `c2c` or `sns::friend`.
    #[must_use]
    pub fn module(&self) -> &'static str {
        self.call.rsplit_once("::").map_or("", |(module, _)| module)
    }

    /// The type's own name, such as `SendMessage`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.call.rsplit_once("::").map_or(self.call, |(_, name)| name)
    }

    /// Reads a request and writes it down again: without nulls, under the names of today, and with the fields
    /// that we do not know as they were.
    ///
    /// # Errors
    /// If a field has the wrong JSON type or a required one is missing.
    pub fn decode(&self, request: &Value) -> Result<Value, DecodeError> {
        let mut known = (self.request)(request)?;
        if let Some(error) = misfit(request, &known) {
            return Err(error);
        }
        self.keep(request, &mut known, "", &mut Vec::new());
        Ok(known)
    }

    /// The fields of a request that we do not know: newer than we are, or misspelt. Empty if it cannot be read.
    #[must_use]
    pub fn unknown(&self, request: &Value) -> Vec<String> {
        let mut unknown = Vec::new();
        if let Ok(mut known) = (self.request)(request) {
            self.keep(request, &mut known, "", &mut unknown);
        }
        unknown
    }

    /// Fills in what [`Endpoint::fix_key`] fills in; a request that cannot be read stays as it is.
    pub fn fix_key(&self, request: &mut Value) {
        if let (Ok(Value::Object(keyed)), Value::Object(request)) = ((self.keyed)(request), request) {
            for (name, value) in keyed {
                request.entry(name).or_insert(value);
            }
        }
    }

    /// Reads a reply and writes down what we know of it.
    ///
    /// # Errors
    /// If a field cannot be read.
    pub fn response(&self, reply: &Value) -> Result<Value, DecodeError> {
        (self.response)(reply)
    }

    /// What failed inside of a call that succeeded as a whole; nothing if the reply cannot be read.
    #[must_use]
    pub fn failures(&self, reply: &Value) -> Vec<Failure> {
        (self.failures)(reply)
    }

    /// Puts what is missing from `known` back in.
    fn keep(&self, given: &Value, known: &mut Value, path: &str, unknown: &mut Vec<String>) {
        match (given, known) {
            (Value::Object(given), Value::Object(known)) => {
                for (name, value) in given.iter().filter(|(_, value)| !value.is_null()) {
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    match known.get_mut(name) {
                        Some(known) => self.keep(value, known, &path, unknown),
                        None if self.legacy.iter().any(|(old, _)| old == name) => {}
                        None => {
                            known.insert(name.clone(), value.clone());
                            unknown.push(path);
                        }
                    }
                }
            }
            (Value::Array(given), Value::Array(known)) => {
                for (at, (given, known)) in given.iter().zip(known).enumerate() {
                    self.keep(given, known, &format!("{path}[{at}]"), unknown);
                }
            }
            _ => {}
        }
    }
}

/// Why a request or a reply could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    reason: String,
}

impl DecodeError {
    /// Where, such as `MsgList[0].SendTime`; `.` for the whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The same, seen from what holds it under this name.
    fn below(mut self, name: &str) -> Self {
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

fn read<T: DeserializeOwned>(json: &Value) -> Result<T, DecodeError> {
    serde_path_to_error::deserialize(json)
        .map_err(|error| DecodeError { path: error.path().to_string(), reason: error.inner().to_string() })
}

fn reread<T: DeserializeOwned + Serialize>(json: &Value) -> Result<Value, DecodeError> {
    let value: T = read(&without_nulls(json))?;
    written(&value)
}

fn written(value: &impl Serialize) -> Result<Value, DecodeError> {
    serde_json::to_value(value)
        .map_err(|error| DecodeError { path: ".".to_owned(), reason: error.to_string() })
}

/// Null is the same as missing, so that a required field that is null is told as missing.
fn without_nulls(json: &Value) -> Value {
    match json {
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(_, value)| !value.is_null());
            fields.map(|(name, value)| (name.clone(), without_nulls(value))).collect()
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        value => value.clone(),
    }
}

/// What serde takes and Tencent does not: ids as bare numbers (60015), numbers in quotes, lists in place of objects.
fn misfit(given: &Value, known: &Value) -> Option<DecodeError> {
    let expected =
        |what: &str| Some(DecodeError { path: ".".to_owned(), reason: format!("expected {what}") });
    match (given, known) {
        (Value::Number(_) | Value::Bool(_), Value::String(_)) => expected("a string"),
        (Value::String(_) | Value::Bool(_), Value::Number(_)) => expected("a number"),
        (Value::Array(_), Value::Object(_)) => expected("an object"),
        (Value::Object(given), Value::Object(known)) => given.iter().find_map(|(name, value)| {
            // These are read from numbers in quotes, too: SDKs write them so.
            let lenient = matches!(name.as_str(), "MsgBody" | "OfflinePushInfo");
            let known = known.get(name).filter(|_| !lenient)?;
            Some(misfit(value, known)?.below(name))
        }),
        (Value::Array(given), Value::Array(known)) => {
            let mut pairs = given.iter().zip(known).enumerate();
            pairs.find_map(|(at, (given, known))| Some(misfit(given, known)?.below(&format!("[{at}]"))))
        }
        _ => None,
    }
}
