//! The one thread that writes the SQLite journal. One commit, and so one fsync, serves all waiting requests.

use super::file::connect;
use crate::journal::append::{AppendError, State};
use crate::journal::record::Record;
use crate::metrics;
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};
use tokio::sync::{oneshot, watch};

/// A request to the writer.
#[derive(Debug)]
pub(super) enum Request {
    Append(Record, oneshot::Sender<Result<u64, AppendError>>),
    Trim(u64),
}

type Waiting = (Record, oneshot::Sender<Result<u64, AppendError>>);

/// Records and bytes in one commit at most.
const GROUP_RECORDS: usize = 1024;
const GROUP_BYTES: u64 = 8 << 20;

/// Records that one commit trims, so that no append waits for a long delete.
const TRIM_STEP: u64 = 1024;

/// How often a journal that cannot write probes the disk.
const RETRY: Duration = Duration::from_millis(200);

/// Free pages (64 MiB) that the file may keep before it is shrunk.
const SPARE_PAGES: i64 = 4096;

pub(super) struct Writer {
    connection: Connection,
    path: PathBuf,
    max: u64,
    /// The records held after the last commit.
    held: Held,
    /// The recorder needs no record up to this offset.
    trim_to: u64,
    /// The file may have free pages to give back to the disk.
    spare: bool,
    state: watch::Sender<State>,
    /// Device and inode of the file that was opened.
    file: (u64, u64),
    metrics: metrics::Journal,
}

/// The records held: their offsets, and the bytes of this journal up to each end.
#[derive(Debug, Clone, Copy)]
struct Held {
    trimmed: u64,
    trimmed_total: u64,
    end: u64,
    total: u64,
}

impl Held {
    /// Bytes of the records held.
    fn pending(&self) -> u64 {
        self.total.saturating_sub(self.trimmed_total)
    }
}

impl Writer {
    pub(super) fn new(
        connection: Connection,
        path: PathBuf,
        max: u64,
        metrics: metrics::Journal,
    ) -> rusqlite::Result<Self> {
        let (trimmed, trimmed_total) =
            connection.query_row("select trimmed, trimmed_total from journal", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let last = connection
            .query_row("select offset, total from records order by offset desc limit 1", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let (end, total) = last.unwrap_or((trimmed, trimmed_total));
        let held = Held { trimmed, trimmed_total, end, total };
        let (state, _) = watch::channel(State::default());
        let file = file_at(&path)?;
        let writer =
            Self { connection, path, max, held, trim_to: trimmed, spare: true, state, file, metrics };
        writer.publish(None, false);
        Ok(writer)
    }

    pub(super) fn state(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// Serves until the journal is dropped.
    pub(super) fn run(mut self, queue: &Receiver<Request>) {
        let mut group = Vec::new();
        loop {
            let first = if self.failing() {
                // The disk is probed even while nobody appends: space may come back.
                queue.recv_timeout(RETRY).map_err(|error| error == RecvTimeoutError::Disconnected)
            } else if self.trim_to > self.held.trimmed || self.spare {
                // Does not block on the queue while records are left to trim, or pages to give back.
                queue.try_recv().map_err(|error| error == TryRecvError::Disconnected)
            } else {
                queue.recv().map_err(|_| true)
            };
            match first {
                Ok(request) => self.collect(request, queue, &mut group),
                Err(disconnected) if disconnected => break,
                Err(_) => {}
            }
            if !group.is_empty() || self.trim_to > self.held.trimmed || self.failing() {
                self.write(&mut group);
            } else if self.spare {
                self.shrink();
            }
        }
        while self.trim_to > self.held.trimmed && !self.failing() {
            self.write(&mut group);
        }
    }

    /// Adds what waits in the queue to the group, as far as one commit may hold it.
    fn collect(&mut self, first: Request, queue: &Receiver<Request>, group: &mut Vec<Waiting>) {
        let mut bytes = 0;
        let mut next = Some(first);
        while let Some(request) = next {
            match request {
                Request::Append(record, done) => {
                    bytes += record.size();
                    group.push((record, done));
                }
                Request::Trim(offset) => self.trim_to = self.trim_to.max(offset.min(self.held.end)),
            }
            if group.len() >= GROUP_RECORDS || bytes >= GROUP_BYTES {
                return;
            }
            next = queue.try_recv().ok();
        }
    }

    /// Commits the whole group and a step of trimming in one transaction, then answers the group.
    fn write(&mut self, group: &mut Vec<Waiting>) {
        let mut accepted = Vec::with_capacity(group.len());
        let begun = Instant::now();
        match self.commit(group, &mut accepted) {
            Ok(held) => {
                let written = accepted.iter().flatten().count();
                if written > 0 {
                    self.metrics.committed(written, begun.elapsed());
                }
                self.spare = held.end == held.trimmed && self.held.end > self.held.trimmed;
                self.held = held;
                if self.publish(None, accepted.contains(&None)) {
                    tracing::info!("the journal writes again");
                }
                for (waiting, offset) in group.drain(..).zip(accepted) {
                    let answer = offset.ok_or(AppendError::Full { pending: held.pending(), max: self.max });
                    let _ = waiting.1.send(answer);
                }
            }
            Err(error) => {
                let text = error.to_string();
                if !self.publish(Some(text.clone()), false) {
                    tracing::error!(error = %text, "the journal cannot write: callbacks are answered 503 until it can");
                }
                for (_, done) in group.drain(..) {
                    let _ = done.send(Err(AppendError::Write(text.clone())));
                }
                self.recover();
            }
        }
    }

    /// Writes the records that fit below the bound, each with its offset in `accepted`; `None` for the others.
    fn commit(&mut self, group: &[Waiting], accepted: &mut Vec<Option<u64>>) -> rusqlite::Result<Held> {
        let mut held = self.held;
        // A deleted file that is still open takes writes as before, but all of them are lost with this process.
        if file_at(&self.path)? != self.file {
            return Err(rusqlite::Error::InvalidPath(self.path.clone()));
        }
        let probing = group.is_empty() && self.failing();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if probing {
            transaction.prepare_cached("update journal set trimmed = trimmed")?.execute([])?;
        }
        if self.trim_to > held.trimmed {
            trim(&transaction, &mut held, self.trim_to, group.len() as u64)?;
        }
        {
            let mut insert = transaction.prepare_cached(
                "insert into records (offset, total, received_at, app_id, command, query, body, verdict_code,
                     decided_by, took_us, unsigned)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?;
            for (record, _) in group {
                let size = record.size();
                if held.pending() + size > self.max {
                    accepted.push(None);
                    continue;
                }
                held.end += 1;
                held.total += size;
                let received_at = record.received_at.timestamp_micros();
                insert.execute(params![
                    held.end,
                    held.total,
                    received_at,
                    record.app_id.0,
                    record.command,
                    record.query,
                    Body(&record.body),
                    record.verdict_code,
                    record.decided_by,
                    record.took_us,
                    record.unsigned,
                ])?;
                accepted.push(Some(held.end));
            }
        }
        transaction.commit()?;
        Ok(held)
    }

    /// Publishes the journal's state; returns whether it was failing before.
    fn publish(&self, failing: Option<String>, full: bool) -> bool {
        let Held { trimmed, end, .. } = self.held;
        let pending = self.held.pending();
        self.state.send_replace(State { trimmed, end, pending, full, failing }).failing.is_some()
    }

    fn failing(&self) -> bool {
        self.state.borrow().failing.is_some()
    }

    /// Connects again after an error that left the connection inside a transaction.
    fn recover(&mut self) {
        if !self.connection.is_autocommit()
            && let Ok(fresh) = connect(&self.path)
        {
            self.connection = fresh;
        }
        // Without a pause, trimming alone would spin on a full disk.
        std::thread::sleep(Duration::from_millis(10));
    }

    /// Gives free pages back to the disk, 256 at a time: an outage of Postgres can leave many.
    fn shrink(&mut self) {
        let step = || {
            let spare: i64 = self.connection.query_row("pragma freelist_count", [], |row| row.get(0))?;
            if spare > SPARE_PAGES {
                let mut step = self.connection.prepare("pragma incremental_vacuum(256)")?;
                let mut rows = step.query([])?;
                while rows.next()?.is_some() {}
            }
            Ok(spare > SPARE_PAGES)
        };
        self.spare = step().unwrap_or_else(|error: rusqlite::Error| {
            tracing::warn!(%error, "the journal's file could not be shrunk");
            false
        });
    }
}

/// Device and inode of the file at `path`.
fn file_at(path: &Path) -> rusqlite::Result<(u64, u64)> {
    let metadata = std::fs::metadata(path).map_err(|_| rusqlite::Error::InvalidPath(path.to_owned()))?;
    Ok((metadata.dev(), metadata.ino()))
}

/// Deletes the next records up to `to`, at least twice as many as arrive, so that trimming gains on appending.
fn trim(transaction: &Transaction<'_>, held: &mut Held, to: u64, arriving: u64) -> rusqlite::Result<()> {
    let through = to.min(held.trimmed + TRIM_STEP.max(2 * arriving));
    held.trimmed_total = transaction
        .prepare_cached("select total from records where offset = ?1")?
        .query_row([through], |row| row.get(0))?;
    held.trimmed = through;
    transaction.prepare_cached("delete from records where offset <= ?1")?.execute([through])?;
    transaction
        .prepare_cached("update journal set trimmed = ?1, trimmed_total = ?2")?
        .execute(params![through, held.trimmed_total])?;
    Ok(())
}

/// A body as a column: text where it is UTF-8, so that an operator can read it, else a blob.
struct Body<'a>(&'a [u8]);

impl rusqlite::ToSql for Body<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(match std::str::from_utf8(self.0) {
            Ok(text) => text.into(),
            Err(_) => self.0.into(),
        })
    }
}
