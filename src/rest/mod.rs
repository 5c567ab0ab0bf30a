//! What we say: one struct for each endpoint of Tencent's REST interface (v4), one file for each service.
//!
//! A request is a value; [`Endpoint`] names its path and its answer. Its constructor takes what is required, the
//! rest are `pub` fields. Names are Tencent's in Rust's spelling.

pub mod client;
mod error;
mod page;

pub use client::Client;
pub use error::{Class, Error, Meaning};
pub use page::{Page, Paged};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A request, where it goes, and what comes back.
pub trait Endpoint: Serialize + DeserializeOwned + Send + 'static {
    /// Service and command, such as `v4/openim/sendmsg`.
    const PATH: &'static str;
    /// Whether it may be sent again when its fate is unknown.
    const RETRY: Retry;
    /// Calls a second that Tencent takes of one app.
    const PER_SECOND: u32 = 200;
    /// Names of older texts and what they are called today.
    const LEGACY: &'static [(&'static str, &'static str)] = &[];
    /// What comes back.
    type Response: Response;

    /// Called once, before the first try: fills in what makes a second try recognizable as the same
    /// ([`Retry::Keyed`]), where the caller has not.
    fn fix_key(&mut self) {}
}

/// Whether a request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// Reads, and writes that come to the same however often they are done.
    Safe,
    /// Tencent recognizes the second by the first's keys (`MsgSeq`, `MsgRandom`).
    Keyed,
    /// Only when the server certainly did nothing.
    Never,
}

/// What came back, beyond the code: every field is optional.
pub trait Response: Serialize + DeserializeOwned + Send + 'static {
    /// What failed inside of a call that succeeded as a whole.
    fn failures(&self) -> Vec<Failure> {
        Vec::new()
    }
}

/// One part of a call that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// What it is about: an account, a group, a message.
    pub subject: String,
    /// The code, where there is one.
    pub code: Option<i64>,
    /// The code in Tencent's words, where there are any.
    pub info: Option<String>,
}
