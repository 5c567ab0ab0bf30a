//! The store and the REST client joined: what is kept leads to Tencent, and what Tencent has comes to be kept.

mod pull;
mod revoke;

pub use pull::{History, Progress};
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
    /// No message of that key is kept.
    #[error(
        "no message with the key {0} is in the archive: name its sender and recipient with --from and --to, or its \
         place in a group with --group and --seq"
    )]
    NotFound(String),
    /// Several messages have the key: the senders choose it.
    #[error("several messages have the key {key}: choose one with --from and --to ({})", pairs.join("; "))]
    Several {
        /// The key.
        key: String,
        /// Who wrote to whom.
        pairs: Vec<String>,
    },
    /// Tencent did not recall this one.
    #[error("the message was not recalled: {0}")]
    NotRecalled(rest::Failure),
    /// Tencent said nothing of the message in its answer.
    #[error("Tencent's answer does not say what became of the message")]
    NoAnswer,
}

impl<'a> Archive<'a> {
    /// The archive of this app: its client, and the store that keeps its messages.
    #[must_use]
    pub fn new(app_id: SdkAppId, client: &'a Client, store: &'a Archiving) -> Self {
        Self { app_id, client, store }
    }
}
