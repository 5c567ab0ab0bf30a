//! The one thread that writes the SQLite journal: it commits for all waiting requests at once.

use super::connection::connect;
use crate::journal::{AppendError, Extent, Record};
use crate::metrics;
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::sync::{oneshot, watch};

/// What the writer is asked for.
#[derive(Debug)]
pub(super) enum Request {
    Append(Record, oneshot::Sender<Result<u64, AppendError>>),
    Trim(u64),
}

type Waiting = (Record, oneshot::Sender<Result<u64, AppendError>>);

/// One commit holds so much at most.
const GROUP_RECORDS: usize = 1024;
const GROUP_BYTES: u64 = 8 << 20;

/// Trimming goes in steps, so that no append waits for a long one.
const TRIM_STEP: u64 = 1024;

/// A journal that cannot write tries so often whether it can again.
const RETRY: Duration = Duration::from_millis(200);

/// Free pages (64 MiB) that the file may keep before it is shrunk.
const SPARE_PAGES: i64 = 4096;

pub(super) struct Writer {
    connection: Connection,
    path: PathBuf,
    max: u64,
    /// What the last commit left.
    state: State,
    /// Up to where the recorder no longer needs the records.
    trim_to: u64,
    /// The file may have pages to give back.
    spare: bool,
    extent: watch::Sender<Extent>,
    /// Device and inode of the file that was opened.
    file: (u64, u64),
    metrics: metrics::Journal,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    trimmed: u64,
    trimmed_total: u64,
    end: u64,
    total: u64,
}

impl State {
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
        let state = State { trimmed, trimmed_total, end, total };
        let (extent, _) = watch::channel(Extent::default());
        let file = file_at(&path)?;
        let writer =
            Self { connection, path, max, state, trim_to: trimmed, spare: true, extent, file, metrics };
        writer.publish(None, false);
        Ok(writer)
    }

    pub(super) fn extent(&self) -> watch::Receiver<Extent> {
        self.extent.subscribe()
    }

    /// Serves until the journal is dropped.
    pub(super) fn run(mut self, queue: &flume::Receiver<Request>) {
        let mut group = Vec::new();
        loop {
            let first = if self.failing() {
                // Space may come back while nobody asks.
                queue.recv_timeout(RETRY).map_err(|late| late == flume::RecvTimeoutError::Disconnected)
            } else if self.trim_to > self.state.trimmed || self.spare {
                // Nobody is waited for while there is something left to tidy.
                queue.try_recv().map_err(|empty| empty == flume::TryRecvError::Disconnected)
            } else {
                queue.recv().map_err(|_| true)
            };
            match first {
                Ok(request) => self.collect(request, queue, &mut group),
                Err(true) => break,
                Err(false) => {}
            }
            if !group.is_empty() || self.trim_to > self.state.trimmed || self.failing() {
                self.write(&mut group);
            } else if self.spare {
                self.shrink();
            }
        }
        while self.trim_to > self.state.trimmed && !self.failing() {
            self.write(&mut group);
        }
    }

    fn collect(&mut self, first: Request, queue: &flume::Receiver<Request>, group: &mut Vec<Waiting>) {
        let mut bytes = 0;
        let mut next = Some(first);
        while let Some(request) = next {
            match request {
                Request::Append(record, done) => {
                    bytes += record.size();
                    group.push((record, done));
                }
                Request::Trim(offset) => self.trim_to = self.trim_to.max(offset.min(self.state.end)),
            }
            if group.len() >= GROUP_RECORDS || bytes >= GROUP_BYTES {
                return;
            }
            next = queue.try_recv().ok();
        }
    }

    /// One transaction for the whole group and a step of trimming; then everybody hears about it.
    fn write(&mut self, group: &mut Vec<Waiting>) {
        let mut accepted = Vec::with_capacity(group.len());
        let begun = Instant::now();
        match self.commit(group, &mut accepted) {
            Ok(state) => {
                let written = accepted.iter().flatten().count();
                if written > 0 {
                    self.metrics.committed(written, begun.elapsed());
                }
                self.spare = state.end == state.trimmed && self.state.end > self.state.trimmed;
                self.state = state;
                if self.publish(None, accepted.contains(&None)) {
                    tracing::info!("the journal writes again");
                }
                for (waiting, offset) in group.drain(..).zip(accepted) {
                    let answer = offset.ok_or(AppendError::Full { pending: state.pending(), max: self.max });
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

    fn commit(&mut self, group: &[Waiting], accepted: &mut Vec<Option<u64>>) -> rusqlite::Result<State> {
        let mut state = self.state;
        // A file that was removed under us takes writes as before, and loses them all with this process.
        if file_at(&self.path)? != self.file {
            return Err(rusqlite::Error::InvalidPath(self.path.clone()));
        }
        let probing = group.is_empty() && self.failing();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if probing {
            transaction.prepare_cached("update journal set trimmed = trimmed")?.execute([])?;
        }
        if self.trim_to > state.trimmed {
            trim(&transaction, &mut state, self.trim_to, group.len() as u64)?;
        }
        {
            let mut insert = transaction.prepare_cached(
                "insert into records (offset, total, received_at, app_id, command, query, body, verdict_code,
                     decided_by, took_us, unsigned)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?;
            for (record, _) in group {
                let size = record.size();
                if state.pending() + size > self.max {
                    accepted.push(None);
                    continue;
                }
                state.end += 1;
                state.total += size;
                let received_at = record.received_at.timestamp_micros();
                let head = params![
                    state.end,
                    state.total,
                    received_at,
                    record.app_id.0,
                    record.command,
                    record.query,
                    Body(&record.body),
                    record.verdict_code,
                    record.decided_by,
                    record.took_us,
                    record.unsigned,
                ];
                insert.execute(head)?;
                accepted.push(Some(state.end));
            }
        }
        transaction.commit()?;
        Ok(state)
    }

    /// Tells the others where the journal stands; returns whether it was failing before.
    fn publish(&self, failing: Option<String>, full: bool) -> bool {
        let State { trimmed, end, .. } = self.state;
        let pending = self.state.pending();
        self.extent.send_replace(Extent { trimmed, end, pending, full, failing }).failing.is_some()
    }

    fn failing(&self) -> bool {
        self.extent.borrow().failing.is_some()
    }

    /// After an error the connection may be stuck in a transaction: a fresh one is not.
    fn recover(&mut self) {
        if !self.connection.is_autocommit()
            && let Ok(fresh) = connect(&self.path)
        {
            self.connection = fresh;
        }
        // Trimming alone would spin on a full disk.
        std::thread::sleep(Duration::from_millis(10));
    }

    /// Gives the disk back what an outage took, a step at a time.
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

/// Deletes the next step of records up to `to`; twice as many as arrive, so that trimming always gains.
fn trim(transaction: &Transaction<'_>, state: &mut State, to: u64, arriving: u64) -> rusqlite::Result<()> {
    let through = to.min(state.trimmed + TRIM_STEP.max(2 * arriving));
    state.trimmed_total = transaction
        .prepare_cached("select total from records where offset = ?1")?
        .query_row([through], |row| row.get(0))?;
    state.trimmed = through;
    transaction.prepare_cached("delete from records where offset <= ?1")?.execute([through])?;
    transaction
        .prepare_cached("update journal set trimmed = ?1, trimmed_total = ?2")?
        .execute(params![through, state.trimmed_total])?;
    Ok(())
}

/// Stored as text where it is text, so that an operator can read it.
struct Body<'a>(&'a [u8]);

impl rusqlite::ToSql for Body<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(match std::str::from_utf8(self.0) {
            Ok(text) => text.into(),
            Err(_) => self.0.into(),
        })
    }
}
