//! The one thread that writes the SQLite journal. One commit, and so one fsync, serves all waiting requests.

use super::file::{File, connect};
use super::presence::Presence;
use super::read::is_damage;
use super::reserve::Reserve;
use crate::journal::append::{AppendError, State, Terms};
use crate::journal::record::Record;
use crate::metrics;
use rusqlite::{
    Connection, Error, ErrorCode, OptionalExtension as _, Transaction, TransactionBehavior, params,
};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};
use tokio::sync::{oneshot, watch};

/// A request to the writer.
#[derive(Debug)]
pub(super) enum Request {
    Append(Waiting),
    Trim(u64),
}

/// A record, and who waits for it.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) record: Record,
    pub(super) terms: Terms,
    pub(super) done: oneshot::Sender<Result<u64, AppendError>>,
}

/// Records and bytes in one commit at most.
const GROUP_RECORDS: usize = 1024;
const GROUP_BYTES: u64 = 8 << 20;

/// Records that one commit trims, so that no append waits for a long delete.
const TRIM_STEP: u64 = 1024;

/// How often a journal that cannot write probes the disk.
const RETRY: Duration = Duration::from_millis(200);

/// How often a journal that is idle looks after its files.
const LOOK: Duration = Duration::from_secs(1);

/// Commits that take longer are a sign of a disk in trouble: the journal is not ready until one is quicker.
const SLOW: Duration = Duration::from_secs(2);

/// A WAL of this size is told.
pub(super) const WAL_WARNING: u64 = 256 << 20;

const DISK_FULL: &str = "the journal's disk is full";

pub(super) struct Writer {
    pub(super) connection: Connection,
    /// The files that the connection has open; `None` where it has to be made anew.
    pub(super) presence: Option<Presence>,
    pub(super) file: Arc<File>,
    pub(super) reserve: Reserve,
    pub(super) max: u64,
    /// The records held after the last commit.
    pub(super) held: Held,
    /// The recorder needs no record up to this offset.
    pub(super) trim_to: u64,
    /// The file may have free pages to give back to the disk.
    pub(super) spare: bool,
    /// Trimming came upon damage: the file is replaced when little of it is needed.
    pub(super) damaged: bool,
    pub(super) wal: u64,
    /// A larger WAL is told.
    pub(super) wal_warning: u64,
    looked: Instant,
    pub(super) state: watch::Sender<State>,
    /// Whether the last commit went well; the journal may fail for other reasons.
    committed: bool,
    metrics: metrics::Journal,
}

/// The records held: their offsets, and the bytes of this journal up to each end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) trimmed: u64,
    pub(super) trimmed_total: u64,
    pub(super) end: u64,
    pub(super) total: u64,
}

impl Held {
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let pair = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let (trimmed, trimmed_total) =
            connection.query_row("select trimmed, trimmed_total from journal", [], pair)?;
        let last = connection
            .query_row("select offset, total from records order by offset desc limit 1", [], pair)
            .optional()?;
        let (end, total) = last.filter(|(end, _)| *end > trimmed).unwrap_or((trimmed, trimmed_total));
        Ok(Self { trimmed, trimmed_total, end, total })
    }

    /// Bytes of the records held.
    pub(super) fn pending(&self) -> u64 {
        self.total.saturating_sub(self.trimmed_total)
    }
}

impl Writer {
    pub(super) fn new(
        connection: Connection,
        file: Arc<File>,
        reserve: Reserve,
        max: u64,
        metrics: metrics::Journal,
    ) -> rusqlite::Result<Self> {
        let held = Held::read(&connection)?;
        let (state, _) = watch::channel(State::default());
        let mut writer = Self {
            connection,
            presence: Some(Presence::of(&file.path)?),
            file,
            reserve,
            max,
            held,
            trim_to: held.trimmed,
            spare: true,
            damaged: false,
            wal: 0,
            wal_warning: WAL_WARNING,
            looked: Instant::now(),
            state,
            committed: true,
            metrics,
        };
        let failing = writer.reserve.take().err().map(|error| format!("{DISK_FULL}: {error}"));
        if let Some(error) = &failing {
            tracing::error!(error, "the journal cannot write: callbacks are answered 503 until it can");
        }
        writer.publish(failing, false);
        Ok(writer)
    }

    pub(super) fn state(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// Serves until the journal is dropped.
    pub(super) fn run(mut self, queue: &Receiver<Request>) {
        let mut group = Vec::new();
        loop {
            let first = if self.failing() && !(self.is_trimming() && self.committed) {
                // The disk is probed even while nobody appends: space may come back.
                queue.recv_timeout(RETRY).map_err(|error| error == RecvTimeoutError::Disconnected)
            } else if self.is_trimming() || self.spare {
                // Does not block on the queue while records are left to trim, or pages to give back.
                queue.try_recv().map_err(|error| error == TryRecvError::Disconnected)
            } else {
                queue.recv_timeout(LOOK).map_err(|error| error == RecvTimeoutError::Disconnected)
            };
            match first {
                Ok(request) => self.collect(request, queue, &mut group),
                Err(disconnected) if disconnected => break,
                Err(_) => {}
            }
            self.begin(Some(Instant::now()));
            if !group.is_empty() || self.is_trimming() || self.failing() {
                self.write(&mut group);
            } else if self.spare {
                self.shrink();
            }
            if self.looked.elapsed() >= LOOK {
                if self.damaged {
                    self.mend();
                }
                if !self.failing() {
                    self.look();
                }
                self.looked = Instant::now();
            }
            self.begin(None);
        }
        if !group.is_empty() {
            self.write(&mut group);
        }
        while self.is_trimming() && !self.failing() {
            self.write(&mut group);
        }
    }

    /// Notes when work began or that it has ended, without waking those who wait for records.
    fn begin(&self, since: Option<Instant>) {
        self.state.send_if_modified(|state| {
            state.busy_since = since;
            false
        });
    }

    fn is_trimming(&self) -> bool {
        self.trim_to > self.held.trimmed && !self.damaged
    }

    /// Adds what waits in the queue to the group, as far as one commit may hold it.
    fn collect(&mut self, first: Request, queue: &Receiver<Request>, group: &mut Vec<Waiting>) {
        let mut bytes = 0;
        let mut next = Some(first);
        while let Some(request) = next {
            match request {
                // Its caller has given up and will get the callback again.
                Request::Append(waiting) if waiting.done.is_closed() && !waiting.terms.outlives_caller => {}
                Request::Append(waiting) => {
                    bytes += waiting.record.size();
                    group.push(waiting);
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
        if !self.reserve.is_held() && self.regain().is_err() {
            refuse(group, DISK_FULL);
        }
        let mut accepted = Vec::with_capacity(group.len());
        let begun = Instant::now();
        let committed = match self.commit(group, &mut accepted) {
            Err(error) if !self.damaged && error.sqlite_error_code().is_some() && is_damage(&error) => {
                tracing::error!(%error, "the journal's file is damaged: it is replaced when its records are in Postgres");
                self.damaged = true;
                accepted.clear();
                self.commit(group, &mut accepted)
            }
            other => other,
        };
        // What was written to a WAL that is gone meanwhile is moved into the file before it is acked.
        let before = self.held;
        let committed = committed.and_then(|held| {
            self.held = held;
            self.check()
        });
        self.committed = committed.is_ok();
        match committed {
            Ok(()) => {
                let (written, took) = (accepted.iter().flatten().count(), begun.elapsed());
                if written > 0 {
                    self.metrics.committed(written, took);
                }
                self.spare = self.held.end == self.held.trimmed && before.end > before.trimmed;
                let failing = if self.reserve.is_held() {
                    (took >= SLOW).then(|| format!("the disk took {:.1} s for a commit", took.as_secs_f64()))
                } else {
                    Some(DISK_FULL.to_owned())
                };
                let fails = failing.is_some();
                if self.publish(failing, accepted.contains(&None)) && !fails {
                    tracing::info!("the journal writes again");
                }
                for (waiting, offset) in group.drain(..).zip(accepted) {
                    let answer = offset.ok_or(AppendError::Full { pending: self.pending(), max: self.max });
                    let _ = waiting.done.send(answer);
                }
            }
            Err(error) => {
                if error.sqlite_error_code() == Some(ErrorCode::DiskFull) {
                    self.reserve.release();
                }
                self.fail(&error);
                // What is recorded late stays; behind another process's lock, that goes for all that may be late.
                let busy = error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy);
                let stays =
                    |waiting: &Waiting| waiting.terms.outlives_caller && (busy || waiting.done.is_closed());
                let (kept, refused) = std::mem::take(group).into_iter().partition(stays);
                *group = refused;
                refuse(group, &error.to_string());
                *group = kept;
                self.recover();
            }
        }
    }

    pub(super) fn fail(&self, error: &Error) {
        let text = error.to_string();
        if !self.publish(Some(text.clone()), false) {
            tracing::error!(error = %text, "the journal cannot write: callbacks are answered 503 until it can");
        }
    }

    /// Writes the records that fit below the bound, each with its offset in `accepted`; `None` for the others.
    fn commit(&mut self, group: &[Waiting], accepted: &mut Vec<Option<u64>>) -> rusqlite::Result<Held> {
        self.check()?;
        let mut held = self.held;
        let wal = self.pending() - held.pending();
        let probing = group.is_empty() && self.failing();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if probing {
            transaction.prepare_cached("update journal set trimmed = trimmed")?.execute([])?;
        }
        if self.trim_to > held.trimmed && !self.damaged {
            trim(&transaction, &mut held, self.trim_to, group.len() as u64)?;
        }
        {
            let mut insert = transaction.prepare_cached(
                "insert into records (offset, total, received_at, app_id, command, query, body, verdict_code,
                     decided_by, took_us, unsigned)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?;
            for Waiting { record, .. } in group {
                let size = record.size();
                if held.pending() + wal + size > self.max {
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
    pub(super) fn publish(&self, failing: Option<String>, full: bool) -> bool {
        let Held { trimmed, end, .. } = self.held;
        let (pending, wal, busy_since) = (self.held.pending(), self.wal, self.state.borrow().busy_since);
        let state = State { trimmed, end, pending, full, failing, busy_since, wal };
        self.state.send_replace(state).failing.is_some()
    }

    fn failing(&self) -> bool {
        self.state.borrow().failing.is_some()
    }

    /// Connects again after an error that left the connection inside a transaction.
    fn recover(&mut self) {
        if !self.connection.is_autocommit()
            && let Ok(fresh) = connect(&self.file.path)
        {
            self.connection = fresh;
        }
        // Without a pause, trimming alone would spin on a full disk.
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Answers the whole group that it is not kept.
fn refuse(group: &mut Vec<Waiting>, why: &str) {
    for waiting in group.drain(..) {
        let _ = waiting.done.send(Err(AppendError::Write(why.to_owned())));
    }
}

/// Deletes the next records up to `to`, at least twice as many as arrive, so that trimming gains on appending.
fn trim(transaction: &Transaction<'_>, held: &mut Held, to: u64, arriving: u64) -> rusqlite::Result<()> {
    let through = to.min(held.trimmed + TRIM_STEP.max(2 * arriving));
    // Rows may be missing.
    let last = transaction
        .prepare_cached("select total from records where offset <= ?1 order by offset desc limit 1")?
        .query_row([through], |row| row.get(0))
        .optional()?;
    let all = (through == held.end).then_some(held.total);
    held.trimmed_total = all.or(last).unwrap_or(held.trimmed_total);
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
