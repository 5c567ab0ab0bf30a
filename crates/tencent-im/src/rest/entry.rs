//! What is known of an endpoint without its type, and its requests and replies as JSON.

use serde_json::Value;

use super::decode_error::DecodeError;
use super::read::{is_lenient, read, read_request, strip_nulls};
use super::{Endpoint, Failure, Response, Retry};

/// Reads a response: what is known of it, and the parts that failed.
type ReadResponse = fn(&Value) -> Result<(Value, Vec<Failure>), DecodeError>;

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
    request: fn(&Value, Key) -> Result<Value, DecodeError>,
    response: ReadResponse,
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
            request: request::<E>,
            response: response::<E::Response>,
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
        let given = without_nulls(request);
        let mut known = (self.request)(&given, Key::AsGiven)?;
        if let Some(error) = misfit(&given, &known) {
            return Err(error);
        }
        self.keep(&given, &mut known, "", &mut Vec::new());
        Ok(known)
    }

    /// The fields of a request that we do not know: newer than we are, or misspelt. Empty if it cannot be read.
    #[must_use]
    pub fn unknown(&self, request: &Value) -> Vec<String> {
        let (given, mut unknown) = (without_nulls(request), Vec::new());
        if let Ok(mut known) = (self.request)(&given, Key::AsGiven) {
            self.keep(&given, &mut known, "", &mut unknown);
        }
        unknown
    }

    /// Fills in what [`Endpoint::fix_key`] fills in; a request that cannot be read stays as it is.
    pub fn fix_key(&self, request: &mut Value) {
        let keyed = (self.request)(&without_nulls(request), Key::Fixed);
        if let (Ok(Value::Object(keyed)), Value::Object(request)) = (keyed, request) {
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
        (self.response)(&without_nulls(reply)).map(|(known, _)| known)
    }

    /// The parts that failed of a call that succeeded as a whole; none if the answer cannot be read.
    #[must_use]
    pub fn failures(&self, reply: &Value) -> Vec<Failure> {
        (self.response)(&without_nulls(reply)).map(|(_, failures)| failures).unwrap_or_default()
    }

    /// Puts what is missing from `known` back in.
    fn keep(&self, given: &Value, known: &mut Value, path: &str, unknown: &mut Vec<String>) {
        match (given, known) {
            (Value::Object(given), Value::Object(known)) => {
                for (name, value) in given {
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

/// Whether a request gets the key that makes a second try recognizable.
#[derive(Clone, Copy, PartialEq)]
enum Key {
    AsGiven,
    Fixed,
}

// These two are compiled for each endpoint: everything else works on JSON.
fn request<E: Endpoint>(json: &Value, key: Key) -> Result<Value, DecodeError> {
    let mut request: E = read_request(json)?;
    if key == Key::Fixed {
        request.fix_key();
    }
    reread(serde_json::to_vec(&request))
}

fn response<R: Response>(json: &Value) -> Result<(Value, Vec<Failure>), DecodeError> {
    let response: R = read(json)?;
    Ok((reread(serde_json::to_vec(&response))?, response.failures()))
}

fn reread(written: serde_json::Result<Vec<u8>>) -> Result<Value, DecodeError> {
    let value = written.and_then(|json| serde_json::from_slice(&json));
    value.map_err(|error| DecodeError::new(error.to_string()))
}

/// Null is the same as missing, so that a required field that is null is told as missing.
fn without_nulls(json: &Value) -> Value {
    let mut json = json.clone();
    strip_nulls(&mut json);
    json
}

/// Where a request has an id as a bare number (60015) or an app in quotes: their types read both, Tencent refuses them.
fn misfit(given: &Value, known: &Value) -> Option<DecodeError> {
    match (given, known) {
        (Value::Number(_) | Value::Bool(_), Value::String(_)) => Some(DecodeError::new("expected a string")),
        (Value::String(_) | Value::Bool(_), Value::Number(_)) => Some(DecodeError::new("expected a number")),
        (Value::Object(given), Value::Object(known)) => given.iter().find_map(|(name, value)| {
            let known = known.get(name).filter(|_| !is_lenient(name))?;
            Some(misfit(value, known)?.below(name))
        }),
        (Value::Array(given), Value::Array(known)) => {
            let mut pairs = given.iter().zip(known).enumerate();
            pairs.find_map(|(at, (given, known))| Some(misfit(given, known)?.below(&format!("[{at}]"))))
        }
        _ => None,
    }
}
