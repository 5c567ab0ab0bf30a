//! The services that join the store and the REST client: a message found in Postgres is revoked at Tencent, and
//! history that Tencent keeps is pulled into Postgres.

mod pull;
mod revoke;

pub use pull::{History, PullProgress};
pub use revoke::{Revoked, Target};

use crate::model::SdkAppId;
use crate::rest::{self, Client};
use crate::store::{self, Archiving};

/// The archive of one app.
#[derive(Debug, Clone, Copy)]
pub struct Archive<'a> {
    app_id: SdkAppId,
    client: &'a Client,
    store: &'a Archiving,
}

/// Why the archive could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Tencent refused, or could not be reached.
    #[error(transparent)]
    Rest(#[from] rest::Error),
    /// Postgres refused, or could not be reached.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// No kept message has the key.
    #[error(
        "no message with the key {0} is in the archive: name its sender and recipient with --from and --to, or its \
         place in a group with --group and --seq"
    )]
    NotFound(String),
    /// Several messages have the key: senders choose it, so it may repeat.
    #[error("several messages have the key {key}: choose one with --from and --to ({})", pairs.join("; "))]
    Several {
        /// The key.
        key: String,
        /// Sender and recipient of each.
        pairs: Vec<String>,
    },
    /// Tencent did not revoke this message.
    #[error("the message was not revoked: {0}")]
    NotRevoked(rest::Failure),
    /// Tencent's answer says nothing of the message.
    #[error("Tencent's answer does not say what became of the message")]
    NoAnswer,
}

impl<'a> Archive<'a> {
    /// The archive of an app, with its client and the store that keeps its messages.
    #[must_use]
    pub fn new(app_id: SdkAppId, client: &'a Client, store: &'a Archiving) -> Self {
        Self { app_id, client, store }
    }
}
