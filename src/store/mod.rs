//! Postgres, the system of record. sqlx is used here, and by the private Postgres to see whether it answers.
//!
//! A [`Database`] is a pool of connections; what can be done over it is split into capabilities. Each is given the
//! time that a call may take; a longer one is [`Error::TimedOut`], and its connection is closed.
//!
//! | capability | for whom |
//! |---|---|
//! | [`Recording`] | the recorder: batches of records, the journals' cursors, gaps |
//! | [`after::AfterHandlers`] | after-handlers and those who look after them: leases, progress, retries, dead letters |
//! | [`Archiving`] | the archive: pages of history, revoked messages |
//! | [`History`] | handlers: what was said |
//! | [`Tail`], [`Survey`] | people who look, over a connection of their own |

pub(crate) mod after;
mod archive;
mod batch;
mod database;
mod flags;
mod history;
mod indexes;
mod inspection;
mod migrations;
mod partitions;
mod recording;
mod rows;

pub use archive::Archiving;
pub(crate) use archive::Pull;
pub(crate) use batch::Batch;
pub use database::Database;
pub use flags::Flag;
pub use history::{Found, History, Sent};
pub(crate) use inspection::{Arrived, JournalCursor, Survey, Tail};
#[cfg(feature = "cli")]
pub(crate) use migrations::schema;
pub(crate) use recording::Cursor;
pub use recording::Recording;
pub use rows::Kind;
pub(crate) use rows::{CallbackRow, DeadLetter, Message, MessageRow, ReadMark, Receipt, Revocation};

use std::time::Duration;

/// What Postgres answered, sorted by what can be done about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A later try may succeed: Postgres is away, restarting, full, or in a deadlock.
    #[error("Postgres: {0}")]
    Unavailable(sqlx::Error),
    /// The call took longer than it may.
    #[error("Postgres does not answer in time")]
    TimedOut,
    /// Postgres takes no data: it is a standby, or was told not to.
    #[error("Postgres is read-only")]
    ReadOnly,
    /// A value that Postgres will never take.
    #[error("Postgres refuses the data: {0}")]
    Refused(sqlx::Error),
    /// Another recorder has moved the journal's cursor.
    #[error("another process has moved the cursor of this journal")]
    CursorMoved,
    /// Another process runs the handler now.
    #[error("another process has taken over this handler")]
    LeaseLost,
    /// The schema is not what this imhook needs.
    #[error("cannot migrate the database: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The URL cannot be read. (The URL itself is not shown: it may hold a password.)
    #[error("DATABASE_URL is not a Postgres URL such as postgresql://user:password@host:5432/imhook")]
    Url,
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match sqlstate(&error).as_deref() {
            // read_only_sql_transaction.
            Some("25006") => Self::ReadOnly,
            // query_canceled: by statement_timeout.
            Some("57014") => Self::TimedOut,
            // Data exception, integrity violation, a value over a limit (an index entry, say).
            Some(code) if ["22", "23", "54"].iter().any(|class| code.starts_with(class)) => {
                Self::Refused(error)
            }
            _ => Self::Unavailable(error),
        }
    }
}

impl Error {
    /// Whether something of the schema is missing: the database is another one than before.
    pub(crate) fn lacks_schema(&self) -> bool {
        let Self::Unavailable(error) = self else { return false };
        // undefined_table, invalid_schema_name.
        matches!(sqlstate(error).as_deref(), Some("42P01" | "3F000"))
    }
}

/// The SQLSTATE of an error that Postgres has reported.
fn sqlstate(error: &sqlx::Error) -> Option<std::borrow::Cow<'_, str>> {
    error.as_database_error().and_then(sqlx::error::DatabaseError::code)
}

/// The one deadline: work with Postgres that takes longer than `time` is dropped.
async fn timely<T>(time: Duration, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::time::timeout(time, Box::pin(work)).await.unwrap_or(Err(Error::TimedOut))
}
