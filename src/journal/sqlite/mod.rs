//! The SQLite journal: one file in the data folder, which an operator can look into.

mod file;
mod inspect;
mod writer;

pub use inspect::Inspection;

use super::append::{Append, AppendError, State};
use super::record::Record;
use super::source::{Error, Limit, Source};
use crate::metrics;
use crate::model::SdkAppId;
use chrono::DateTime;
use file::{FORMAT, Identity, begin_generation, connect, create};
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, ready};
use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags, params};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use tokio::sync::{oneshot, watch};
use uuid::Uuid;
use writer::{Request, Writer};

/// Requests that may wait for the writer; the callback endpoint's limit of connections is far below.
const QUEUE: usize = 16_384;

/// The SQLite journal. Its folder must be locked by the caller (see `DataDir`).
#[derive(Debug)]
pub struct Sqlite {
    file: Arc<File>,
    requests: SyncSender<Request>,
    state: watch::Receiver<State>,
    location: String,
    writer: Option<std::thread::JoinHandle<()>>,
}

/// What is read beside the writer.
#[derive(Debug)]
struct File {
    path: PathBuf,
    reader: Mutex<Connection>,
    identity: Mutex<Identity>,
}

impl Sqlite {
    /// Opens the journal in `folder`, or makes one. `max` bounds the unrecorded bytes; commits are measured in
    /// `metrics`.
    pub fn open(folder: &Path, max: u64, metrics: metrics::Journal) -> Result<Self, Error> {
        make_private(folder).map_err(|source| Error::Folder { path: folder.to_owned(), source })?;
        let path = folder.join("journal.db");
        let failed = |action| {
            let path = path.clone();
            move |source: rusqlite::Error| Error::Sqlite { path, action, source: source.into() }
        };
        let mut connection = connect(&path).map_err(failed("opened"))?;
        let format: i64 =
            connection.query_row("pragma user_version", [], |row| row.get(0)).map_err(failed("read"))?;
        match format {
            0 => create(&mut connection).map_err(failed("made"))?,
            FORMAT => {}
            found => return Err(Error::Format { path, found, known: FORMAT }),
        }
        let identity = begin_generation(&mut connection).map_err(failed("written"))?;
        let writer = Writer::new(connection, path.clone(), max, metrics).map_err(failed("read"))?;
        let reader = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(failed("opened for reading"))?;
        let state = writer.state();
        let (requests, queue) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || writer.run(&queue))
            .map_err(|source| Error::Folder { path: folder.to_owned(), source })?;
        let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
        let file = File { path, reader: Mutex::new(reader), identity: Mutex::new(identity) };
        Ok(Self {
            file: Arc::new(file),
            requests,
            state,
            location: format!("{host}:{}", folder.display()),
            writer: Some(thread),
        })
    }
}

impl Drop for Sqlite {
    /// Waits until all records handed over are on the disk.
    fn drop(&mut self) {
        // The writer ends when its queue has no sender left.
        self.requests = sync_channel(0).0;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

impl Append for Sqlite {
    fn append(&self, record: Record) -> BoxFuture<'static, Result<u64, AppendError>> {
        let (done, written) = oneshot::channel();
        if self.requests.try_send(Request::Append(record, done)).is_err() {
            return ready(Err(AppendError::Busy)).boxed();
        }
        written.map(|answer| answer.unwrap_or(Err(AppendError::Busy))).boxed()
    }

    fn state(&self) -> watch::Receiver<State> {
        self.state.clone()
    }
}

impl Source for Sqlite {
    fn read(&self, offset: u64, limit: Limit) -> BoxFuture<'static, Result<Vec<(u64, Record)>, Error>> {
        let file = Arc::clone(&self.file);
        off_runtime(move || {
            let records = read(&file.reader.lock(), offset, limit);
            records.map_err(|source| Error::Sqlite {
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

fn read(connection: &Connection, after: u64, limit: Limit) -> rusqlite::Result<Vec<(u64, Record)>> {
    let mut statement = connection.prepare_cached(
        "select offset, app_id, received_at, command, query, body, verdict_code, decided_by, took_us, unsigned
         from records where offset > ?1 order by offset limit ?2",
    )?;
    let mut rows = statement.query(params![after, limit.records])?;
    let mut records = Vec::new();
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let record = Record {
            app_id: SdkAppId(row.get(1)?),
            received_at: DateTime::from_timestamp_micros(row.get(2)?).unwrap_or_default(),
            command: row.get(3)?,
            query: row.get(4)?,
            body: row.get_ref(5)?.as_bytes()?.to_vec(),
            verdict_code: row.get(6)?,
            decided_by: row.get(7)?,
            took_us: row.get(8)?,
            unsigned: row.get(9)?,
        };
        bytes += record.size();
        if bytes > limit.bytes && !records.is_empty() {
            break;
        }
        records.push((row.get(0)?, record));
    }
    Ok(records)
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
