//! The journal as the recorder sees it.

use super::append::State;
use super::record::Record;
use futures_util::future::BoxFuture;
use std::path::PathBuf;
use tokio::sync::watch;
use uuid::Uuid;

/// A journal that is read, and trimmed once its records are in Postgres.
pub trait Source: Send + Sync + 'static {
    /// What follows `offset`: records, or a hole.
    fn read(&self, offset: u64, limit: Limit) -> BoxFuture<'static, Result<Portion, Error>>;

    /// Forgets the records up to and including `offset`, soon.
    fn trim(&self, offset: u64);

    /// The journal's state, and a way to wait until it changes.
    fn state(&self) -> watch::Receiver<State>;

    /// The journal's identity.
    fn id(&self) -> Uuid;

    /// Host and folder that the journal lives at: shown to people, and used to notice that another journal has
    /// taken its place.
    fn location(&self) -> &str;

    /// The generation that wrote `offset`, `None` before the first one. Each opening of a journal is a generation:
    /// it tells a journal from an old copy of it that was written on.
    fn generation(&self, offset: u64) -> Option<Uuid>;

    /// Takes a new identity, because what the journal holds is another history than the one that Postgres knows.
    fn fork(&self) -> BoxFuture<'static, Result<(), Error>>;
}

/// What follows an offset.
#[derive(Debug)]
pub enum Portion {
    /// Records of consecutive offsets; none where all have been read.
    Records(Vec<(u64, Record)>),
    /// Records that were appended and cannot be read, up to and including this offset.
    Hole { to: u64, reason: &'static str },
}

/// How much [`Source::read`] may return; one record at least.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// Records at most.
    pub records: usize,
    /// Bytes at most, see [`Record::size`].
    pub bytes: u64,
}

/// Why the journal could not be opened or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder could not be made or entered.
    #[error("cannot use the journal's folder {path}: {source}")]
    Folder { path: PathBuf, source: std::io::Error },
    /// `SQLite` refused.
    #[error("the journal {path} cannot be {action}: {source}")]
    Sqlite { path: PathBuf, action: &'static str, source: Box<dyn std::error::Error + Send + Sync> },
    /// The file was written by a newer imhook.
    #[error("the journal {path} has format {found}, this imhook knows {known}: use the newer imhook")]
    Format { path: PathBuf, found: i64, known: i64 },
    /// The WAL was left without its index: reading the file would first have to write one.
    #[error("the journal {path} has a log without its index, from a crash or a copy")]
    Unrecovered { path: PathBuf },
}
