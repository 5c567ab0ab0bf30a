//! The journal as the callback endpoint sees it.

use super::record::Record;
use futures_util::future::BoxFuture;
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, watch};

/// A commit that takes longer is a sign of a disk that does not answer.
const STALLED: Duration = Duration::from_millis(1900);

/// A journal that takes records.
pub trait Append: Send + Sync + 'static {
    /// Appends a record and returns a future of its offset, which resolves when the record is durable. The record
    /// is handed over before this function returns; what dropping the future does is up to the terms.
    fn append(&self, record: Record, terms: Terms) -> BoxFuture<'static, Result<u64, AppendError>>;

    /// The journal's state, and a way to wait until it changes.
    fn state(&self) -> watch::Receiver<State>;
}

/// On what terms a record waits for the disk.
#[derive(Debug)]
pub struct Terms {
    /// Whether the record is kept though nobody waits for it any more. Otherwise it is struck from the queue, as far
    /// as its commit has not begun.
    pub outlives_caller: bool,
    /// The share of the memory for waiting bodies that the record takes: given back when it no longer waits.
    #[expect(dead_code, reason = "held until the record is dropped")]
    pub memory: OwnedSemaphorePermit,
}

/// Why a record is not promised to be kept. After [`AppendError::Write`] and a crash the record may turn up all the
/// same, because a commit whose fsync fails can have reached the disk. [`AppendError::Full`] and [`AppendError::Busy`]
/// mean "certainly not kept".
#[derive(Debug, Clone, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum AppendError {
    /// Unrecorded bytes have reached the bound.
    #[error(
        "the journal is full: {pending} unrecorded bytes of {max} (is Postgres down? see IMHOOK_JOURNAL_MAX)"
    )]
    Full { pending: u64, max: u64 },
    /// The disk refused: full, or an I/O error.
    #[error("the journal cannot write: {0}")]
    Write(String),
    /// Too many requests wait for the disk already, or the journal is shutting down.
    #[error("the journal takes no more requests")]
    Busy,
    /// The disk does not answer. Where the record's commit has begun, it may turn up all the same.
    #[error("the journal's disk does not answer")]
    Stalled,
}

/// What a journal holds, and whether it can take more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The last offset that was trimmed; the first record held has the next one.
    pub trimmed: u64,
    /// The last offset appended; equal to `trimmed` when the journal is empty.
    pub end: u64,
    /// Bytes held, see [`Record::size`].
    pub pending: u64,
    /// Whether a record of the last group found no room below the bound.
    pub full: bool,
    /// Why the last group could not be written, if it could not.
    pub failing: Option<String>,
    /// When the writer began what it does now; `None` while it waits for work.
    pub busy_since: Option<Instant>,
    /// Bytes of the write-ahead log: it grows while somebody else has the file open for reading.
    pub wal: u64,
}

impl State {
    /// Whether the writer has waited for the disk for so long that nobody should wait for it.
    #[must_use]
    pub fn is_stalled(&self) -> bool {
        self.busy_since.is_some_and(|since| since.elapsed() >= STALLED)
    }

    /// Why nothing can be appended; `None` where it can, as far as is known.
    #[must_use]
    pub fn error(&self) -> Option<String> {
        let stalled = || self.is_stalled().then(|| "the disk does not answer".to_owned());
        self.failing.clone().or_else(stalled)
    }
}
