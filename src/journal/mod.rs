//! The durable log between the door and Postgres.
//!
//! What was acked must survive a `kill -9` and a power loss, and Postgres being slow or gone must not cost a
//! callback. So every authenticated callback is appended here, with one fsync for a whole group of requests,
//! before it is answered; the recorder follows behind and trims what is in Postgres. The journal is empty
//! when all is well.
//!
//! A journal has a UUID and a position is (journal, offset). Offsets count up from 1 and are never used
//! twice. The cursor of what is recorded lives in Postgres.

mod sqlite;

pub use sqlite::{Inspection, Sqlite};

use crate::model::SdkAppId;
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use tokio::sync::watch;
use uuid::Uuid;

/// One authenticated callback, as the door hands it over.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The app it is for.
    pub app_id: SdkAppId,
    /// When its headers had been read.
    pub received_at: DateTime<Utc>,
    /// `CallbackCommand` of the URL, else of the body.
    pub command: Option<String>,
    /// The query as it came, without its Sign.
    pub query: String,
    /// The exact body.
    pub body: Vec<u8>,
    /// The `ErrorCode` that a before-callback was answered; `None` for the others.
    pub verdict_code: Option<i64>,
    /// Who decided about a before-callback.
    pub decided_by: Option<String>,
    /// Microseconds from the headers to the decision.
    pub took_us: i64,
    /// It was taken without a Sign, because its app has no token.
    pub unsigned: bool,
}

impl Record {
    /// What this record counts against the journal's bound, in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        // The fixed columns and the row's own overhead come to about 64 bytes.
        (self.body.len() + self.query.len() + self.command.as_ref().map_or(0, String::len) + 64) as u64
    }
}

/// Why a record is not promised to be kept. After [`AppendError::Write`] and a crash it may turn up all the same: a
/// commit whose fsync fails can have reached the disk. The others are certainly not kept.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AppendError {
    /// Unrecorded bytes have reached the bound.
    #[error(
        "the journal is full: {pending} unrecorded bytes of {max} (is Postgres down? see IMHOOK_JOURNAL_MAX)"
    )]
    Full {
        /// Unrecorded bytes held.
        pending: u64,
        /// The bound.
        max: u64,
    },
    /// The disk refused: full, or an I/O error.
    #[error("the journal cannot write: {0}")]
    Write(String),
    /// Too many requests wait for the disk already, or the journal is shutting down.
    #[error("the journal takes no more requests")]
    Busy,
}

impl AppendError {
    /// All reasons.
    pub const REASONS: [&'static str; 3] = ["full", "write", "busy"];

    /// The word for it in metrics.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Full { .. } => "full",
            Self::Write(_) => "write",
            Self::Busy => "busy",
        }
    }
}

/// Why the journal could not be opened or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder could not be made or entered.
    #[error("cannot use the journal's folder {path}: {source}")]
    Folder {
        /// The folder.
        path: std::path::PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// `SQLite` refused.
    #[error("the journal {path} cannot be {action}: {source}")]
    Sqlite {
        /// The journal's file.
        path: std::path::PathBuf,
        /// What was tried.
        action: &'static str,
        /// What `SQLite` said.
        source: rusqlite::Error,
    },
    /// The file was written by a newer imhook.
    #[error("the journal {path} has format {found}, this imhook knows {known}: use the newer imhook")]
    Format {
        /// The journal's file.
        path: std::path::PathBuf,
        /// The format found.
        found: i64,
        /// The format known.
        known: i64,
    },
    /// An [`Inspection`] would have to write.
    #[error("the journal {path} has a log without its index, from a crash or a copy")]
    Unrecovered {
        /// The journal's file.
        path: std::path::PathBuf,
    },
}

/// Where the journal stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extent {
    /// The last offset that was trimmed: the first one held is the next.
    pub trimmed: u64,
    /// The last offset appended; equal to `trimmed` when the journal is empty.
    pub end: u64,
    /// Bytes held, see [`Record::size`].
    pub pending: u64,
    /// A record of the last group found no room below the bound.
    pub full: bool,
    /// Why the last group could not be written, if it could not.
    pub failing: Option<String>,
}

/// How much [`Journal::read`] may return; one record at least.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// Records at most.
    pub records: usize,
    /// Bytes at most, see [`Record::size`].
    pub bytes: u64,
}

/// A durable log of callbacks with one reader.
pub trait Journal: Send + Sync + 'static {
    /// Appends a record. The returned future resolves when it is durable; the record is on its way already
    /// when this returns, and dropping the future does not take it back.
    fn append(&self, record: Record) -> BoxFuture<'static, Result<u64, AppendError>>;

    /// The records after `offset`, in order.
    fn read(&self, offset: u64, limit: Limit) -> BoxFuture<'static, Result<Vec<(u64, Record)>, Error>>;

    /// Forgets the records up to and including `offset`, soon.
    fn trim(&self, offset: u64);

    /// Where the journal stands, and a way to wait for it to move.
    fn extent(&self) -> watch::Receiver<Extent>;

    /// The journal's identity.
    fn id(&self) -> Uuid;

    /// Where the journal lives, for people and to notice that it was replaced.
    fn home(&self) -> &str;

    /// Which opening of this journal wrote `offset`: tells a journal from an old copy of it that was written
    /// on. `None` before the first opening.
    fn opening(&self, offset: u64) -> Option<Uuid>;

    /// Takes a new identity: what is held is another history than the one that Postgres knows.
    fn fork(&self) -> BoxFuture<'static, Result<(), Error>>;
}
