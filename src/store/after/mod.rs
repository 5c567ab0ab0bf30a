//! What Postgres keeps for after-handlers: who runs them, how far they are, what failed.

mod dead_letters;
mod follow;
mod handlers;
mod leases;
mod settle;

pub(crate) use dead_letters::{CallbackText, DeadLetterFilter, DeadLetterId, ListedDeadLetter};
pub(crate) use follow::{HandlerProgress, Position, RecordedCallback};
pub(crate) use handlers::{Change, HandlerState};
pub(super) use leases::RECORDED;
pub(crate) use leases::{Lease, Process};
pub(crate) use settle::{Attempt, Settlement};

use super::Database;

/// What after-handlers do in Postgres, and those who look after them.
#[derive(Debug)]
pub(crate) struct AfterHandlers(Database);

impl AfterHandlers {
    /// The after-handlers of this database.
    pub(crate) fn new(database: &Database) -> Self {
        Self(database.clone())
    }

    /// The database, for what is not about after-handlers: migrations.
    pub(crate) const fn database(&self) -> &Database {
        &self.0
    }
}
