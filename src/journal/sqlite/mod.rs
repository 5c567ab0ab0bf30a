//! The SQLite journal: one file in the data folder, which an operator can look into.

mod file;
mod inspect;
mod presence;
mod read;
mod renew;
mod reserve;
mod upkeep;
mod writer;

pub use inspect::Inspection;

use super::append::{Append, AppendError, State, Terms};
use super::record::Record;
use super::source::{Error, Limit, Portion, Source};
use crate::metrics;
use file::{FORMAT, File, Identity, begin_generation, connect, connect_reader, create};
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, ready};
use parking_lot::Mutex;
use reserve::Reserve;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, channel, sync_channel};
use std::time::Duration;
use tokio::sync::{oneshot, watch};
use uuid::Uuid;
use writer::{Request, Waiting, Writer};

/// Requests that may wait for the writer; the callback endpoint's limit of connections is far below.
const QUEUE: usize = 16_384;

/// How long the writer may take to end. What it has not committed then was not acked.
const LAST_COMMIT: Duration = Duration::from_secs(5);

/// The SQLite journal. Its folder must be locked by the caller (see `DataDir`).
#[derive(Debug)]
pub struct Sqlite {
    file: Arc<File>,
    requests: SyncSender<Request>,
    state: watch::Receiver<State>,
    location: String,
    /// Gets no message; disconnected when the writer has ended.
    ended: Mutex<Receiver<()>>,
}

impl Sqlite {
    /// Opens the journal in `folder`, or makes one. `max` bounds the unrecorded bytes; commits are measured in
    /// `metrics`.
    pub fn open(folder: &Path, max: u64, metrics: metrics::Journal) -> Result<Self, Error> {
        make_private(folder).map_err(|source| Error::Folder { path: folder.to_owned(), source })?;
        let path = folder.join("journal.db");
        let mut reserve = Reserve::new(folder);
        // Opening writes. On a full disk, the reserve gives way.
        let (connection, identity) = open_file(&path).or_else(|_| {
            reserve.release();
            open_file(&path)
        })?;
        let failed = |action| {
            let path = path.clone();
            move |source: rusqlite::Error| Error::Sqlite { path, action, source: source.into() }
        };
        let reader = connect_reader(&path).map_err(failed("opened for reading"))?;
        let file =
            Arc::new(File { path: path.clone(), reader: Mutex::new(reader), identity: Mutex::new(identity) });
        let writer =
            Writer::new(connection, Arc::clone(&file), reserve, max, metrics).map_err(failed("read"))?;
        let state = writer.state();
        let (requests, queue) = sync_channel(QUEUE);
        let (ending, ended) = channel();
        std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || {
                let _ending = ending;
                writer.run(&queue);
            })
            .map_err(|source| Error::Folder { path: folder.to_owned(), source })?;
        let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
        let location = format!("{host}:{}", folder.display());
        Ok(Self { file, requests, state, location, ended: Mutex::new(ended) })
    }
}

/// Opens the file, or makes it, and begins a generation.
fn open_file(path: &Path) -> Result<(Connection, Identity), Error> {
    let failed = |action| {
        move |source: rusqlite::Error| Error::Sqlite { path: path.to_owned(), action, source: source.into() }
    };
    let mut connection = connect(path).map_err(failed("opened"))?;
    let format: i64 =
        connection.query_row("pragma user_version", [], |row| row.get(0)).map_err(failed("read"))?;
    match format {
        0 => create(&mut connection).map_err(failed("made"))?,
        FORMAT => {}
        found => return Err(Error::Format { path: path.to_owned(), found, known: FORMAT }),
    }
    let identity = begin_generation(&mut connection).map_err(failed("written"))?;
    Ok((connection, identity))
}

impl Drop for Sqlite {
    /// Waits until all records handed over are on the disk, as far as the disk answers.
    fn drop(&mut self) {
        // The writer ends when its queue has no sender left.
        self.requests = sync_channel(0).0;
        if self.ended.lock().recv_timeout(LAST_COMMIT) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!("the journal's disk does not answer: ending without it");
        }
    }
}

impl Append for Sqlite {
    fn append(&self, record: Record, terms: Terms) -> BoxFuture<'static, Result<u64, AppendError>> {
        if !terms.outlives_caller && self.state.borrow().is_stalled() {
            return ready(Err(AppendError::Stalled)).boxed();
        }
        let (done, written) = oneshot::channel();
        if self.requests.try_send(Request::Append(Waiting { record, terms, done })).is_err() {
            return ready(Err(AppendError::Busy)).boxed();
        }
        written.map(|answer| answer.unwrap_or(Err(AppendError::Busy))).boxed()
    }

    fn state(&self) -> watch::Receiver<State> {
        self.state.clone()
    }
}

impl Source for Sqlite {
    fn read(&self, offset: u64, limit: Limit) -> BoxFuture<'static, Result<Portion, Error>> {
        let (file, state) = (Arc::clone(&self.file), self.state.clone());
        off_runtime(move || {
            // Asked for first: what is appended while the file is read is no hole.
            let end = state.borrow().end;
            let portion = read::read(&file.reader.lock(), offset, end, limit);
            portion.map_err(|source| Error::Sqlite {
                path: file.path.clone(),
                action: "read",
                source: source.into(),
            })
        })
    }

    fn trim(&self, offset: u64) {
        // Where the queue is full, the next trim makes up for this one.
        let _ = self.requests.try_send(Request::Trim(offset));
    }

    fn state(&self) -> watch::Receiver<State> {
        self.state.clone()
    }

    fn id(&self) -> Uuid {
        self.file.identity.lock().uuid
    }

    fn location(&self) -> &str {
        &self.location
    }

    fn generation(&self, offset: u64) -> Option<Uuid> {
        let identity = self.file.identity.lock();
        identity.generations.iter().rev().find(|(first, _)| *first <= offset).map(|(_, uuid)| *uuid)
    }

    fn fork(&self) -> BoxFuture<'static, Result<(), Error>> {
        let file = Arc::clone(&self.file);
        off_runtime(move || {
            let uuid = Uuid::new_v4();
            let failed = |source: rusqlite::Error| Error::Sqlite {
                path: file.path.clone(),
                action: "given a new identity",
                source: source.into(),
            };
            let connection = connect(&file.path).map_err(failed)?;
            connection.execute("update journal set uuid = ?1", [uuid.to_string()]).map_err(failed)?;
            file.identity.lock().uuid = uuid;
            Ok(())
        })
    }
}

/// Makes the journal's folder, for this user only, and lets its entry in the parent folder survive a power loss:
/// SQLite calls fsync for its files and their folder, but not for the folder above.
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    folder.parent().map_or(Ok(()), |parent| std::fs::File::open(parent)?.sync_all())
}

/// Runs blocking work on a thread beside the runtime's.
fn off_runtime<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> BoxFuture<'static, Result<T, Error>> {
    tokio::task::spawn_blocking(work)
        .map(|outcome| match outcome {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        })
        .boxed()
}
