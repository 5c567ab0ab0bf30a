//! Reads a SQLite journal beside the service that writes it, without locking or writing anything.

use super::file::FORMAT;
use crate::journal::source::Error;
use chrono::{DateTime, Utc};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use std::io::{ErrorKind, Read as _};
use std::path::Path;

/// Files of more bytes are not checked for damage, which means reading all of them.
const LARGEST_CHECKED: u64 = 256 << 20;

/// Characters that are percent-encoded in the path of a URI.
const RESERVED: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b'?').add(b'#');

/// What a journal holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// Records that are not trimmed: they are not in Postgres, or not known to be there.
    pub records: u64,
    /// Bytes of these records, see [`Record::size`](crate::journal::Record::size).
    pub bytes: u64,
    /// When the oldest of these records arrived.
    pub oldest: Option<DateTime<Utc>>,
    /// Bytes of the write-ahead log.
    pub wal: u64,
    /// The damage that `SQLite` finds in the file, in its words.
    pub damage: Option<String>,
}

impl Inspection {
    /// Inspects the journal in `folder`; `None` where there is none yet.
    pub fn of(folder: &Path) -> Result<Option<Self>, Error> {
        let path = folder.join("journal.db");
        let failed = |action| {
            let path = path.clone();
            move |source: rusqlite::Error| Error::Sqlite { path, action, source: source.into() }
        };
        let size = match path.metadata() {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(source) => return Err(Error::Folder { path, source }),
            Ok(file) => file.len(),
        };
        // The file's header is checked here because SQLite reads the first page from the WAL if it is there.
        if size > 0 && !is_sqlite(&path) {
            let not_a_database = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_NOTADB);
            return Err(failed("read")(rusqlite::Error::SqliteFailure(not_a_database, None)));
        }
        let mode = match wal(&path) {
            Wal::None => "immutable",
            Wal::Indexed => "readonly_shm",
            Wal::Unindexed => return Err(Error::Unrecovered { path }),
        };
        let connection = connect(&path, mode).map_err(failed("opened for reading"))?;
        let format: i64 =
            connection.query_row("pragma user_version", [], |row| row.get(0)).map_err(failed("read"))?;
        match format {
            // A service is just making the journal.
            0 if size == 0 => return Ok(None),
            FORMAT => {}
            found => return Err(Error::Format { path, found, known: FORMAT }),
        }
        let damage =
            if size > LARGEST_CHECKED { None } else { damage(&connection).map_err(failed("read"))? };
        let (records, oldest, bytes) = held(&connection).map_err(failed("read"))?;
        let wal = path.with_extension("db-wal").metadata().map_or(0, |file| file.len());
        let oldest = oldest.and_then(DateTime::from_timestamp_micros);
        Ok(Some(Self { records, bytes, oldest, wal, damage }))
    }
}

fn is_sqlite(path: &Path) -> bool {
    let mut beginning = [0; 16];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut beginning));
    read.is_ok() && beginning == *b"SQLite format 3\0"
}

/// The write-ahead log beside the file.
enum Wal {
    /// No log: no other process has the file open.
    None,
    /// A log with its index: both can be read as they are.
    Indexed,
    /// A log whose index would have to be written.
    Unindexed,
}

fn wal(path: &Path) -> Wal {
    let has = |extension| path.with_extension(extension).metadata().is_ok_and(|file| file.len() > 0);
    match (has("db-wal"), has("db-shm")) {
        (false, _) => Wal::None,
        (true, true) => Wal::Indexed,
        (true, false) => Wal::Unindexed,
    }
}

fn connect(path: &Path, mode: &str) -> rusqlite::Result<Connection> {
    let uri = format!("file:{}?mode=ro&{mode}=1", utf8_percent_encode(&path.to_string_lossy(), RESERVED));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(uri, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(2))?;
    Ok(connection)
}

fn damage(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let found: String = connection.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
    Ok((found != "ok").then_some(found))
}

fn held(connection: &Connection) -> rusqlite::Result<(u64, Option<i64>, u64)> {
    let trimmed: u64 = connection.query_row("select trimmed_total from journal", [], |row| row.get(0))?;
    let (records, first): (u64, Option<u64>) =
        connection.query_row("select count(*), min(offset) from records", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let oldest = connection
        .query_row("select received_at from records where offset = ?1", [first], |row| row.get(0))
        .optional()?;
    let total: Option<u64> = connection
        .query_row("select total from records order by offset desc limit 1", [], |row| row.get(0))
        .optional()?;
    Ok((records, oldest, total.map_or(0, |total| total.saturating_sub(trimmed))))
}
