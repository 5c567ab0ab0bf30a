//! The SQLite journal's file: its pragmas, its tables, and the generations that wrote it.

use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The version of the tables, kept as `user_version` of the file.
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

/// What is read beside the writer.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: PathBuf,
    pub(super) reader: Mutex<Connection>,
    pub(super) identity: Mutex<Identity>,
}

/// The journal's UUID and its generations.
#[derive(Debug)]
pub(super) struct Identity {
    pub(super) uuid: Uuid,
    /// The first offset of each generation, ascending.
    pub(super) generations: Vec<(u64, Uuid)>,
}

/// How long a commit waits for the lock of another process.
const BUSY: std::time::Duration = std::time::Duration::from_millis(1500);

/// A connection that only reads.
pub(super) fn connect_reader(path: &Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

/// Moves all of the WAL into the file and cuts it to nothing. Does not wait for readers.
pub(super) fn checkpoint(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(std::time::Duration::ZERO)?;
    let moved = connection.query_row("pragma wal_checkpoint(truncate)", [], |row| {
        let (frames, moved): (i64, i64) = (row.get(1)?, row.get(2)?);
        Ok(frames == moved)
    });
    connection.busy_timeout(BUSY)?;
    if moved? {
        return Ok(());
    }
    Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None))
}

/// A connection whose every commit is durable.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    // Another process may hold the file's lock. Tencent waits for two seconds.
    connection.busy_timeout(BUSY)?;
    // These two work only before the first table is made. A group of records fills few large pages with fewer writes
    // than many small ones; and the file can shrink again after an outage.
    connection.pragma_update(None, "page_size", 16_384)?;
    connection.pragma_update(None, "auto_vacuum", "incremental")?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    // A checkpoint every 512 pages (8 MiB): a larger one would delay the acks of the commit that triggers it.
    connection.pragma_update(None, "wal_autocheckpoint", 512)?;
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    connection.pragma_update(None, "cache_size", -8192)?;
    Ok(connection)
}

/// Makes the tables of a new journal.
pub(super) fn create(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    transaction.execute("insert into journal values (?1, 0, 0)", [Uuid::new_v4().to_string()])?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()
}

/// Begins a generation: this process writes from here on.
pub(super) fn begin_generation(connection: &mut Connection) -> rusqlite::Result<Identity> {
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
    // Generations whose records are all trimmed are forgotten, but for the one that wrote the last trimmed offset:
    // the recorder's cursor may stand there.
    transaction.execute(
        "delete from openings where first_offset < (select max(first_offset) from openings where first_offset <= ?1)",
        [trimmed],
    )?;
    let generations = transaction
        .prepare("select first_offset, uuid from openings order by first_offset")?
        .query_map([], |row| Ok((row.get(0)?, parse_uuid(&row.get::<_, String>(1)?)?)))?
        .collect::<rusqlite::Result<_>>()?;
    transaction.commit()?;
    Ok(Identity { uuid: parse_uuid(&uuid)?, generations })
}

fn parse_uuid(text: &str) -> rusqlite::Result<Uuid> {
    Uuid::parse_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}
