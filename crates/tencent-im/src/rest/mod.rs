//! What we say: one struct for each endpoint of Tencent's REST interface (v4), one file for each service.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`account`] | accounts: import, check, delete, log out; who is online |
//! | [`profile`] | profiles of users |
//! | [`sns`] | friends, blacklists, friend lists |
//! | [`follow`] | who follows whom |
//! | [`c2c`] | one-to-one messages |
//! | [`group`] | groups, their members, messages, attributes, counters |
//! | [`extension`] | names and values attached to a message |
//! | [`live`] | live groups |
//! | [`community`] | communities: topics, permission groups |
//! | [`conversation`] | the conversations of a user |
//! | [`push`], [`timpush`] | pushing to everybody, by tags, attributes or name |
//! | [`official`] | official accounts |
//! | [`robot`] | robots |
//! | [`audit`] | moderation |
//! | [`search`] | cloud search |
//! | [`mute`] | muting users everywhere |
//! | [`operation`], [`file`](mod@file) | figures, archives, addresses; files of messages |
//!
//! A request is a value; [`Endpoint`] names its path, the title of Tencent's page, its limits, its rate and its answer.
//! The constructor takes what is required, the rest are `pub` fields. Names are Tencent's in Rust's spelling, but `from`,
//! `to`, `operator`, `peer` for accounts, `body` for a message's elements and `kind` for `Type`; the search of the
//! documentation finds Tencent's own.
//!
//! ```
//! use tencent_im::rest::{Endpoint, c2c};
//!
//! let hello = c2c::SendMessage {
//!     from: Some("amy".into()),
//!     online_only_flag: Some(1),
//!     ..c2c::SendMessage::new("ben", vec!["good morning".into()])
//! };
//! assert_eq!(c2c::SendMessage::PATH, "v4/openim/sendmsg");
//! assert_eq!(serde_json::to_value(&hello)?["To_Account"], "ben");
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! Flags are numbers, as Tencent has more than two values for some. Words of a fixed set are enums that keep
//! what they do not know. In an answer everything is optional; the client also reads numbers in quotes, lists that are null
//! and, as missing, numbers that are `""`.
//!
//! [`Batch`] spreads long lists over several calls. [`ENDPOINTS`] lists all endpoints, for callers with JSON in place of
//! types; `docs/endpoints.md` shows the list.

mod batch;
mod cursor;
mod decode_error;
mod define;
mod endpoints;
mod entry;
mod error;
mod outcome;
mod page;
pub(crate) mod read;
mod results;
mod word;

pub mod account;
pub mod audit;
pub mod c2c;
pub mod community;
pub mod conversation;
pub mod extension;
pub mod file;
pub mod follow;
pub mod group;
pub mod live;
pub mod message;
pub mod mute;
pub mod official;
pub mod operation;
pub mod profile;
pub mod push;
pub mod robot;
pub mod search;
pub mod sns;
pub mod tag;
pub mod timpush;

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use batch::Batch;
pub use decode_error::DecodeError;
pub use endpoints::{ENDPOINTS, endpoint};
pub use entry::Entry;
pub use error::{Class, Error, ErrorKind, Meaning};
pub use page::{Page, Paged};
pub use results::{AccountResult, AccountResults, Done};

/// A request with its path, its facts and its answer.
pub trait Endpoint: Serialize + DeserializeOwned + Send + 'static {
    /// Service and command, such as `v4/openim/sendmsg`.
    const PATH: &'static str;
    /// The title of Tencent's page.
    const TITLE: &'static str = "";
    /// The limits of one call and of the rate, in a line.
    const LIMITS: &'static str = "";
    /// Whether the request may be sent again when its fate is unknown.
    const RETRY: Retry;
    /// Calls a second that Tencent takes of one app.
    const PER_SECOND: u32 = 200;
    /// Names of older texts and what they are called today.
    const LEGACY: &'static [(&'static str, &'static str)] = &[];
    /// The answer.
    type Response: Response;

    /// Fills in the key by which Tencent recognizes a second try ([`Retry::Keyed`]), where the caller has not. The client
    /// calls it once, before the first try.
    fn fix_key(&mut self) {}
}

/// Whether a request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// Always: reads, and writes that come to the same result however often they are done.
    Safe,
    /// Always: Tencent recognizes a second try by its key (`MsgSeq`, `MsgRandom`).
    Keyed,
    /// Only when the server certainly did nothing.
    Never,
}

/// An answer, beyond its code. Every field is optional.
pub trait Response: Serialize + DeserializeOwned + Send + 'static {
    /// The parts that failed of a call that succeeded as a whole.
    fn failures(&self) -> Vec<Failure> {
        Vec::new()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{} failed", self.subject)?;
        if let Some(code) = self.code {
            write!(out, " with code {code}")?;
        }
        match &self.info {
            Some(info) if !info.is_empty() => write!(out, ": {info}"),
            _ => Ok(()),
        }
    }
}

/// One part of a call that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The subject: an account, a group, a message.
    pub subject: String,
    /// The error code, where there is one.
    pub code: Option<i64>,
    /// Tencent's text of the code, where there is one.
    pub info: Option<String>,
}
