//! A look into the SQLite journal from beside its service: nothing is locked or written.

use super::FORMAT;
use crate::journal::Error;
use chrono::{DateTime, Utc};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use std::io::{ErrorKind, Read as _};
use std::path::Path;

/// A file of more bytes is not read through for damage.
const READ_THROUGH: u64 = 256 << 20;

/// Of a path in a URI.
const RESERVED: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b'?').add(b'#');

/// What a journal holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// Records that are not trimmed: not in Postgres, or not known to be there.
    pub records: u64,
    /// Their bytes, see [`Record::size`](crate::journal::Record::size).
    pub bytes: u64,
    /// When the oldest of them arrived.
    pub oldest: Option<DateTime<Utc>>,
    /// What is wrong with the file, in `SQLite`'s words.
    pub damage: Option<String>,
}

impl Inspection {
    /// Looks at the journal in `folder`; `None` where there is none yet.
    ///
    /// # Errors
    /// When the file cannot be read, is no journal, or is one of a newer imhook.
    pub fn of(folder: &Path) -> Result<Option<Self>, Error> {
        let path = folder.join("journal.db");
        let failed = |action| {
            let path = path.clone();
            move |source| Error::Sqlite { path, action, source }
        };
        let size = match path.metadata() {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(source) => return Err(Error::Folder { path, source }),
            Ok(file) => file.len(),
        };
        // Also where the log has the first page once more, and SQLite does not look here.
        if size > 0 && !is_sqlite(&path) {
            let not_a_database = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_NOTADB);
            return Err(failed("read")(rusqlite::Error::SqliteFailure(not_a_database, None)));
        }
        let way = match log(&path) {
            Log::None => "immutable",
            Log::Indexed => "readonly_shm",
            Log::Unindexed => return Err(Error::Unrecovered { path }),
        };
        let connection = connect(&path, way).map_err(failed("opened for reading"))?;
        let format: i64 =
            connection.query_row("pragma user_version", [], |row| row.get(0)).map_err(failed("read"))?;
        match format {
            // A service is about to make it.
            0 if size == 0 => return Ok(None),
            FORMAT => {}
            found => return Err(Error::Format { path, found, known: FORMAT }),
        }
        let damage = if size > READ_THROUGH { None } else { damage(&connection).map_err(failed("read"))? };
        let (records, oldest, bytes) = held(&connection).map_err(failed("read"))?;
        Ok(Some(Self { records, bytes, oldest: oldest.and_then(DateTime::from_timestamp_micros), damage }))
    }
}

fn is_sqlite(path: &Path) -> bool {
    let mut beginning = [0; 16];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut beginning));
    read.is_ok() && beginning == *b"SQLite format 3\0"
}

/// Whether there is a log beside the file, and whether it can be read as it is.
fn log(path: &Path) -> Log {
    let has = |extension| path.with_extension(extension).metadata().is_ok_and(|file| file.len() > 0);
    match (has("db-wal"), has("db-shm")) {
        (false, _) => Log::None,
        (true, true) => Log::Indexed,
        (true, false) => Log::Unindexed,
    }
}

enum Log {
    /// Then nobody else has the file open.
    None,
    Indexed,
    /// Its index would have to be made.
    Unindexed,
}

fn connect(path: &Path, way: &str) -> rusqlite::Result<Connection> {
    let uri = format!("file:{}?mode=ro&{way}=1", utf8_percent_encode(&path.to_string_lossy(), RESERVED));
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
