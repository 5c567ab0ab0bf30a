//! The SQLite journal: one file in the data folder, into which an operator can look.

mod connection;
mod inspect;
mod writer;

pub use inspect::Inspection;

use super::{AppendError, Error, Extent, Journal, Limit, Record};
use crate::metrics;
use crate::model::SdkAppId;
use chrono::DateTime;
use connection::connect;
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, ready};
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{oneshot, watch};
use uuid::Uuid;
use writer::{Request, Writer};

/// Requests that may wait for the disk; the door's connection cap is far below.
const QUEUE: usize = 16_384;

pub(super) const FORMAT: i64 = 1;

const SCHEMA: &str = "
    create table journal (uuid text not null, trimmed integer not null, trimmed_total integer not null);
    create table openings (first_offset integer primary key, uuid text not null);
    create table records (
        offset integer primary key,
        total integer not null,  -- bytes of this journal up to and including this record
        received_at integer not null,  -- microseconds since 1970
        app_id integer not null,
        command text,
        query text not null,
        body blob not null,  -- text where it is UTF-8
        verdict_code integer,
        decided_by text,
        took_us integer not null,
        unsigned integer not null
    );
";

/// The SQLite journal. Its folder must be locked by the caller (see `DataDir`).
#[derive(Debug)]
pub struct Sqlite {
    shared: Arc<Shared>,
    requests: flume::Sender<Request>,
    extent: watch::Receiver<Extent>,
    home: String,
    writer: Option<std::thread::JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    reader: Mutex<Connection>,
    identity: Mutex<Identity>,
}

#[derive(Debug)]
struct Identity {
    uuid: Uuid,
    /// First offset of each opening, ascending.
    openings: Vec<(u64, Uuid)>,
}

impl Sqlite {
    /// Opens the journal in `folder`, or makes one. `max` bounds the unrecorded bytes; its commits are measured.
    ///
    /// # Errors
    /// When the folder or the file cannot be used.
    pub fn open(folder: &Path, max: u64, metrics: metrics::Journal) -> Result<Self, Error> {
        make_private(folder).map_err(|source| Error::Folder { path: folder.to_owned(), source })?;
        let path = folder.join("journal.db");
        let failed = |action| {
            let path = path.clone();
            move |source| Error::Sqlite { path, action, source }
        };
        let mut connection = connect(&path).map_err(failed("opened"))?;
        let format: i64 =
            connection.query_row("pragma user_version", [], |row| row.get(0)).map_err(failed("read"))?;
        match format {
            0 => create(&mut connection).map_err(failed("made"))?,
            FORMAT => {}
            found => return Err(Error::Format { path, found, known: FORMAT }),
        }
        let identity = begin_opening(&mut connection).map_err(failed("written"))?;
        let writer = Writer::new(connection, path.clone(), max, metrics).map_err(failed("read"))?;
        let reader = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(failed("opened for reading"))?;
        let extent = writer.extent();
        let (requests, queue) = flume::bounded(QUEUE);
        let thread = std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || writer.run(&queue))
            .map_err(|source| Error::Folder { path: folder.to_owned(), source })?;
        let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
        Ok(Self {
            shared: Arc::new(Shared { path, reader: Mutex::new(reader), identity: Mutex::new(identity) }),
            requests,
            extent,
            home: format!("{host}:{}", folder.display()),
            writer: Some(thread),
        })
    }
}

impl Drop for Sqlite {
    /// Waits until what was handed over is on the disk.
    fn drop(&mut self) {
        let (closed, _) = flume::bounded(0);
        drop(std::mem::replace(&mut self.requests, closed));
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

impl Journal for Sqlite {
    fn append(&self, record: Record) -> BoxFuture<'static, Result<u64, AppendError>> {
        let (done, written) = oneshot::channel();
        if self.requests.try_send(Request::Append(record, done)).is_err() {
            return ready(Err(AppendError::Busy)).boxed();
        }
        written.map(|answer| answer.unwrap_or(Err(AppendError::Busy))).boxed()
    }

    fn read(&self, offset: u64, limit: Limit) -> BoxFuture<'static, Result<Vec<(u64, Record)>, Error>> {
        let shared = Arc::clone(&self.shared);
        off_runtime(move || {
            read(&lock(&shared.reader), offset, limit).map_err(|source| Error::Sqlite {
                path: shared.path.clone(),
                action: "read",
                source,
            })
        })
    }

    fn trim(&self, offset: u64) {
        // A trim that is lost is made good by the next one.
        let _ = self.requests.try_send(Request::Trim(offset));
    }

    fn extent(&self) -> watch::Receiver<Extent> {
        self.extent.clone()
    }

    fn id(&self) -> Uuid {
        lock(&self.shared.identity).uuid
    }

    fn home(&self) -> &str {
        &self.home
    }

    fn opening(&self, offset: u64) -> Option<Uuid> {
        let identity = lock(&self.shared.identity);
        identity.openings.iter().rev().find(|(first, _)| *first <= offset).map(|(_, uuid)| *uuid)
    }

    fn fork(&self) -> BoxFuture<'static, Result<(), Error>> {
        let shared = Arc::clone(&self.shared);
        off_runtime(move || {
            let uuid = Uuid::new_v4();
            let failed =
                |source| Error::Sqlite { path: shared.path.clone(), action: "given a new identity", source };
            let connection = connect(&shared.path).map_err(failed)?;
            connection.execute("update journal set uuid = ?1", [uuid.to_string()]).map_err(failed)?;
            lock(&shared.identity).uuid = uuid;
            Ok(())
        })
    }
}

fn create(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    transaction.execute("insert into journal values (?1, 0, 0)", [Uuid::new_v4().to_string()])?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()
}

/// Marks that this process writes from here on.
fn begin_opening(connection: &mut Connection) -> rusqlite::Result<Identity> {
    let transaction = connection.transaction()?;
    let (uuid, trimmed): (String, u64) =
        transaction
            .query_row("select uuid, trimmed from journal", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let last: Option<u64> =
        transaction.query_row("select max(offset) from records", [], |row| row.get(0)).optional()?.flatten();
    let first = last.unwrap_or(trimmed).max(trimmed) + 1;
    transaction.execute(
        "insert into openings values (?1, ?2) on conflict (first_offset) do update set uuid = excluded.uuid",
        params![first, Uuid::new_v4().to_string()],
    )?;
    // Openings that lie wholly before what was trimmed, but for the one that wrote the last trimmed offset.
    transaction.execute(
        "delete from openings where first_offset < (select max(first_offset) from openings where first_offset <= ?1)",
        [trimmed],
    )?;
    let openings = transaction
        .prepare("select first_offset, uuid from openings order by first_offset")?
        .query_map([], |row| Ok((row.get(0)?, parse_uuid(&row.get::<_, String>(1)?)?)))?
        .collect::<rusqlite::Result<_>>()?;
    transaction.commit()?;
    Ok(Identity { uuid: parse_uuid(&uuid)?, openings })
}

fn parse_uuid(text: &str) -> rusqlite::Result<Uuid> {
    Uuid::parse_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
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

fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    // SQLite sees to its files; that the folder itself is there after a power loss, nobody does.
    folder.parent().map_or(Ok(()), |parent| std::fs::File::open(parent)?.sync_all())
}

/// Runs blocking work beside the runtime.
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
