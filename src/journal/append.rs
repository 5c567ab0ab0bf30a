//! The journal as the callback endpoint sees it.

use super::record::Record;
use futures_util::future::BoxFuture;
use tokio::sync::watch;

/// A journal that takes records.
pub trait Append: Send + Sync + 'static {
    /// Appends a record and returns a future of its offset, which resolves when the record is durable. The record
    /// is handed over before this function returns: dropping the future does not take it back.
    fn append(&self, record: Record) -> BoxFuture<'static, Result<u64, AppendError>>;

    /// The journal's state, and a way to wait until it changes.
    fn state(&self) -> watch::Receiver<State>;
}

/// Why a record is not promised to be kept. After [`AppendError::Write`] and a crash the record may turn up all the
/// same, because a commit whose fsync fails can have reached the disk. The other errors mean "certainly not kept".
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
}
