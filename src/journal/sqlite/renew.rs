//! Puts a new file in the place of a damaged one.

use super::file::{Identity, connect, create};
use rusqlite::{Connection, Result, params};
use std::fs::{hard_link, remove_file, rename};
use std::path::{Path, PathBuf};

/// Writes a new file beside the damaged one at `path`: the same journal, with the records after `trimmed`.
pub(super) fn copy(path: &Path, identity: &Identity, trimmed: u64, total: u64) -> Result<()> {
    let new = beside(path);
    forget(&new);
    let mut connection = connect(&new)?;
    create(&mut connection)?;
    connection.execute("attach ?1 as damaged", [path.to_string_lossy()])?;
    let transaction = connection.transaction()?;
    transaction.execute(
        "insert into main.records select * from damaged.records where offset > ?1 order by offset",
        [trimmed],
    )?;
    let first: Option<u64> =
        transaction.query_row("select min(total) from main.records", [], |row| row.get(0))?;
    transaction.execute(
        "update main.journal set uuid = ?1, trimmed = ?2, trimmed_total = ?3",
        params![identity.uuid.to_string(), trimmed, first.unwrap_or(total)],
    )?;
    for (first, uuid) in &identity.generations {
        transaction.execute("insert into main.openings values (?1, ?2)", params![first, uuid.to_string()])?;
    }
    transaction.commit()?;
    connection.execute("detach damaged", [])?;
    // Closing moves the WAL into the file.
    connection.close().map_err(|(_, error)| error)
}

/// Moves the new file to `path`; the damaged one, which nobody has open any more, is kept as `journal.damaged`.
pub(super) fn exchange(path: &Path) -> std::io::Result<()> {
    let kept = path.with_extension("damaged");
    let _ = remove_file(&kept);
    hard_link(path, kept)?;
    // The WAL of the damaged file would be taken for that of the new one.
    for extension in ["db-wal", "db-shm"] {
        let _ = remove_file(path.with_extension(extension));
    }
    rename(beside(path), path)?;
    path.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
}

fn beside(path: &Path) -> PathBuf {
    path.with_extension("new")
}

/// Removes what an earlier try has left.
fn forget(new: &Path) {
    for extension in ["new", "new-wal", "new-shm"] {
        let _ = remove_file(new.with_extension(extension));
    }
}

/// A connection to nothing, for the time between two files.
pub(super) fn closed() -> Result<Connection> {
    Connection::open_in_memory()
}
