//! Connections to the journal's file.

use rusqlite::Connection;
use std::path::Path;

/// A connection that is durable at every commit.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    // Both before the first table. A group of records fills few large pages with fewer writes than many small ones;
    // the file can shrink again after an outage.
    connection.pragma_update(None, "page_size", 16_384)?;
    connection.pragma_update(None, "auto_vacuum", "incremental")?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    // After so many pages (8 MiB) the log goes into the file: rarer would be longer, and somebody waits for it.
    connection.pragma_update(None, "wal_autocheckpoint", 512)?;
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    connection.pragma_update(None, "cache_size", -8192)?;
    Ok(connection)
}
