//! What the writer does beside writing: it finds room on a full disk, and looks after its files.

use super::file::{checkpoint, connect, connect_reader};
use super::presence::Presence;
use super::renew;
use super::writer::{Held, WAL_WARNING, Writer};
use rusqlite::Error;
use std::sync::Arc;

/// Free pages (64 MiB) that the file may keep before it is shrunk.
const SPARE_PAGES: i64 = 4096;

/// Bytes that the WAL may have beside the bound. An open reader makes it grow beyond them.
const WAL_ALLOWANCE: u64 = 64 << 20;

/// Unrecorded records that are copied at most when a damaged file is replaced.
const COPIED: u64 = 10_000;

impl Writer {
    /// Takes the reserve again, where trimming has made room for it.
    pub(super) fn regain(&mut self) -> std::io::Result<()> {
        let file = Arc::clone(&self.file);
        // The recorder's reader would keep the WAL from being cut.
        let _reader = file.reader.lock();
        // What fails here is tried again soon.
        let _ = checkpoint(&self.connection);
        if self.reserve.take().is_ok() {
            return Ok(());
        }
        if self.held.end == self.held.trimmed {
            while matches!(self.shrink_by_a_step(0), Ok(true)) {}
            let _ = checkpoint(&self.connection);
        }
        self.reserve.take()
    }

    /// Checks that the files are there; opens them anew where the WAL is gone.
    pub(super) fn check(&mut self) -> rusqlite::Result<()> {
        let checked = match &self.presence {
            Some(presence) => presence.check(),
            None => Err(Error::InvalidPath(self.file.path.clone())),
        };
        match checked {
            Ok(wal) => self.wal = wal,
            // A file that is gone itself cannot be made again: another process may have put a copy in its place.
            Err(Error::InvalidPath(path)) if path == self.file.path && self.presence.is_some() => {
                return Err(Error::InvalidPath(path));
            }
            Err(_) => {
                self.reopen()?;
                tracing::error!(
                    "files beside the journal were removed while it was open: opened anew, nothing is lost"
                );
            }
        }
        Ok(())
    }

    /// Moves what only the open WAL holds into the file, closes it, and opens it again.
    fn reopen(&mut self) -> rusqlite::Result<()> {
        let file = Arc::clone(&self.file);
        let mut reader = file.reader.lock();
        // A connection makes the file where it is missing, and it would be empty.
        std::fs::metadata(&file.path).map_err(|_| Error::InvalidPath(file.path.clone()))?;
        if self.presence.is_some() {
            checkpoint(&self.connection)?;
        }
        self.presence = None;
        // All connections of the process share the index of the WAL, so all must go.
        *reader = renew::closed()?;
        self.connection = renew::closed()?;
        self.connection = connect(&file.path)?;
        self.connection.execute("update journal set trimmed = trimmed", [])?;
        *reader = connect_reader(&file.path)?;
        let held = Held::read(&self.connection)?;
        if held.end >= self.held.end {
            self.held = held;
        }
        self.presence = Some(Presence::of(&file.path)?);
        Ok(())
    }

    /// Puts a new file in the place of the damaged one.
    fn renew(&mut self) -> rusqlite::Result<()> {
        let file = Arc::clone(&self.file);
        renew::copy(&file.path, &file.identity.lock(), self.trim_to, self.held.total)?;
        let mut reader = file.reader.lock();
        self.presence = None;
        *reader = renew::closed()?;
        self.connection = renew::closed()?;
        let exchanged = renew::exchange(&file.path);
        drop(reader);
        self.reopen()?;
        exchanged.map_err(|error| Error::ToSqlConversionFailure(error.into()))
    }

    /// Looks after the files once a second.
    pub(super) fn look(&mut self) {
        if let Err(error) = self.check() {
            return self.fail(&error);
        }
        if self.wal > WAL_ALLOWANCE {
            if self.wal > self.wal_warning {
                self.wal_warning = 2 * self.wal;
                tracing::warn!(
                    bytes = self.wal,
                    "the journal's WAL grows: does a process read journal.db in a transaction?"
                );
            }
            // Moves what it can; the last reader to end makes way for the rest.
            let _ = checkpoint(&self.connection);
            if let Err(error) = self.check() {
                return self.fail(&error);
            }
            self.publish(None, self.pending() >= self.max);
        } else {
            self.wal_warning = WAL_WARNING;
        }
    }

    /// Replaces a damaged file, once few of its records are not in Postgres.
    pub(super) fn mend(&mut self) {
        if self.held.end - self.trim_to > COPIED {
            return;
        }
        match self.renew() {
            Ok(()) => {
                self.damaged = false;
                self.publish(None, false);
                tracing::warn!("the damaged journal is kept as journal.damaged; a new file is in its place");
            }
            Err(error) => tracing::warn!(%error, "the damaged journal cannot be replaced yet"),
        }
    }

    /// Bytes that count against the bound.
    pub(super) fn pending(&self) -> u64 {
        self.held.pending() + self.wal.saturating_sub(WAL_ALLOWANCE)
    }

    /// Gives free pages back to the disk: an outage of Postgres can leave many.
    pub(super) fn shrink(&mut self) {
        self.spare = self.shrink_by_a_step(SPARE_PAGES).unwrap_or_else(|error| {
            tracing::warn!(%error, "the journal's file could not be shrunk");
            false
        });
    }

    /// Gives 256 of the free pages back; returns whether there were more than `kept`.
    fn shrink_by_a_step(&self, kept: i64) -> rusqlite::Result<bool> {
        let spare: i64 = self.connection.query_row("pragma freelist_count", [], |row| row.get(0))?;
        if spare > kept {
            let mut step = self.connection.prepare("pragma incremental_vacuum(256)")?;
            let mut rows = step.query([])?;
            while rows.next()?.is_some() {}
        }
        Ok(spare > kept)
    }
}
