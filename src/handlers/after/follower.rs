//! Following the recorded callbacks for one after-handler.

use super::lanes::Lanes;
use super::runner::{Delivery, Runner, backoff};
use crate::store::Error;
use crate::store::after::{AfterHandlers, HandlerProgress, Process, RecordedCallback, Settlement};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tencent_im::report::in_words;
use tokio::sync::watch;
use tokio::time::Instant;

/// The most callbacks that are read at a time, by number and by bytes.
const ROWS: usize = 1000;
const BYTES: usize = 8 << 20;

/// The most offsets that one query covers, whatever commands their callbacks have.
const SPAN: u64 = 50_000;

/// The most parked callbacks of one lane that are read at a time.
const OF_EACH: usize = 32;

/// The interval at which Postgres is polled while it notifies of nothing new.
const IDLE: Duration = Duration::from_secs(1);

/// The shortest wait before the next poll where the last one found nothing to do.
const PAUSE: Duration = Duration::from_millis(50);

/// Reads the callbacks of one handler's command from Postgres, has them run, and writes what came of it.
pub(super) struct Follower {
    runner: Arc<Runner>,
    store: Arc<AfterHandlers>,
    process: Process,
    handler_id: i32,
    /// Whether callbacks that ran in another process, or before a crash, are due again.
    resumed: bool,
    lanes: Lanes,
    /// By journal, the cursor and the offset up to which nothing was for this handler since. Such a move of the cursor
    /// alone is written once in [`IDLE`] only.
    passed: HashMap<i32, (u64, u64)>,
    /// What came of the runs, to be written to Postgres.
    settlement: Settlement,
    /// When the last settlement was written.
    written: Instant,
    /// How many callbacks the next poll reads.
    rows: usize,
    /// Whether runs that block held all threads at the last poll.
    blocked: bool,
}

/// What a poll of Postgres has brought.
struct Polled {
    /// By journal, the cursor and the offset up to which callbacks were read.
    read: BTreeMap<i32, (u64, u64)>,
    deliveries: VecDeque<Delivery>,
    /// The lanes of new callbacks in which an earlier one is parked.
    held: HashSet<String>,
}

impl Follower {
    pub(super) fn new(
        runner: Arc<Runner>,
        store: Arc<AfterHandlers>,
        process: Process,
        handler_id: i32,
    ) -> Self {
        let lanes = Lanes::new(Arc::clone(&runner));
        Self {
            runner,
            store,
            process,
            handler_id,
            resumed: false,
            lanes,
            passed: HashMap::new(),
            settlement: Settlement::default(),
            written: Instant::now(),
            rows: ROWS,
            blocked: false,
        }
    }

    /// Follows until told to stop, or until another process runs the handler.
    pub(super) async fn run(mut self, mut woken: watch::Receiver<()>, mut stop: watch::Receiver<bool>) {
        tracing::info!(handler = self.runner.name(), "running an after-handler");
        let mut failures = 0;
        loop {
            let stopping = *stop.borrow() || stop.has_changed().is_err();
            match self.step(stopping, &mut woken, &mut stop).await {
                Ok(true) => break,
                Ok(false) => failures = 0,
                Err(error) if matches!(error.downcast_ref(), Some(Error::LeaseLost)) => {
                    tracing::info!(
                        handler = self.runner.name(),
                        "another process runs this after-handler now"
                    );
                    break;
                }
                Err(error) => {
                    if failures == 0 {
                        let (handler, error) = (self.runner.name(), in_words(error.as_ref()));
                        tracing::warn!(handler, error, "an after-handler cannot continue, trying again");
                    }
                    failures += 1;
                    tokio::time::sleep(backoff(PAUSE, 2.0, IDLE, failures)).await;
                }
            }
        }
        self.runner.metrics.lags(0, Duration::ZERO);
    }

    /// Polls, runs, writes, and waits where there was nothing to do; true when the follower has stopped.
    async fn step(
        &mut self,
        stopping: bool,
        woken: &mut watch::Receiver<()>,
        stop: &mut watch::Receiver<bool>,
    ) -> anyhow::Result<bool> {
        if !self.resumed {
            self.store.resume(self.handler_id).await?;
            self.resumed = true;
        }
        // A settlement is left from the last step if Postgres was away.
        self.write().await?;
        if stopping {
            self.lanes.round(VecDeque::new(), HashSet::new(), &mut self.settlement).await;
            self.write().await?;
            if self.lanes.is_idle() {
                self.store.release(&self.process, self.handler_id).await?;
                return Ok(true);
            }
            self.lanes.end_of_one().await;
            return Ok(false);
        }
        woken.borrow_and_update();
        let progress = self.store.progress(self.handler_id).await?;
        let was_blocked = std::mem::replace(&mut self.blocked, self.runner.is_blocked());
        if self.blocked && !was_blocked {
            tracing::warn!(handler = self.runner.name(), "all threads of this after-handler are blocked");
        }
        let can_begin = self.lanes.free() > 0 && !self.blocked;
        let polled = if can_begin { self.poll(&progress).await? } else { Polled::nothing() };
        let (more, read) = (polled.has_more(&progress), polled.deliveries.len());
        let left = self.lanes.round(polled.deliveries, polled.held, &mut self.settlement).await;
        self.adapt(read, left.len());
        self.move_cursors(polled.read, &left, read > left.len());
        let did = !self.settlement.is_empty();
        self.write().await?;
        if did || more {
            return Ok(false);
        }
        let nap = progress.due_in.unwrap_or(IDLE).clamp(PAUSE, IDLE);
        let room = self.lanes.free() > 0;
        tokio::select! {
            changed = woken.changed(), if room => if changed.is_err() { tokio::time::sleep(nap).await },
            () = self.lanes.end_of_one() => {}
            () = tokio::time::sleep(nap) => {}
            _ = stop.changed() => {}
        }
        Ok(false)
    }

    /// Reads what comes next: parked callbacks that are due, and new ones.
    async fn poll(&mut self, progress: &HandlerProgress) -> anyhow::Result<Polled> {
        let mut rows = Vec::new();
        if progress.due_in.is_some_and(|due_in| due_in.is_zero()) {
            // At least half of the room is for new callbacks.
            let lanes = self.lanes.free().div_ceil(2);
            rows = self.store.due(self.handler_id, lanes, OF_EACH).await?;
            rows.retain(|row| row.parked.as_ref().is_none_or(|(lane, _)| !self.lanes.runs(lane)));
        }
        let (mut polled, mut new) = (Polled::nothing(), Vec::new());
        for &(journal_id, handled, recorded) in &progress.cursors {
            let from = match self.passed.get(&journal_id) {
                Some((base, to)) if *base == handled => *to,
                _ => handled,
            };
            let (span, room) = (recorded.min(from + SPAN), self.rows.saturating_sub(new.len()));
            if span <= from || room == 0 {
                polled.read.insert(journal_id, (handled, from));
                continue;
            }
            let command = self.runner.command();
            let range = (journal_id, from, span);
            let (found, to) = self.store.recorded(command, range, room, BYTES).await?;
            polled.read.insert(journal_id, (handled, to));
            new.extend(found);
        }
        by_arrival(&mut new);
        self.measure_lag(progress, &polled.read, new.first());
        rows.extend(new);
        polled.deliveries = self.runner.prepare(rows).await?.into();
        if progress.parked {
            let new = polled.deliveries.iter().filter(|delivery| !delivery.parked);
            let lanes: HashSet<_> = new.map(|delivery| &*delivery.attempt.lane).collect();
            let lanes: Vec<_> = lanes.into_iter().collect();
            if !lanes.is_empty() {
                polled.held = self.store.parked(self.handler_id, &lanes).await?.into_iter().collect();
            }
        }
        Ok(polled)
    }

    /// Has the next poll read about as much as one round can begin.
    fn adapt(&mut self, read: usize, left: usize) {
        self.rows = if left > 0 { ((read - left) * 2).clamp(16, ROWS) } else { (self.rows * 2).min(ROWS) };
    }

    /// Moves the cursors up to the first callback that the round did not come to.
    fn move_cursors(&mut self, read: BTreeMap<i32, (u64, u64)>, left: &VecDeque<Delivery>, busy: bool) {
        let worth = busy || !self.settlement.is_empty() || self.written.elapsed() >= IDLE;
        for (journal_id, (handled, mut to)) in read {
            let new = left.iter().filter(|left| !left.parked).map(|left| left.attempt.position);
            let of_journal = new.filter(|position| position.journal_id == journal_id);
            if let Some(first) = of_journal.map(|position| position.offset).min() {
                to = to.min(first.saturating_sub(1));
            }
            if to <= handled {
                continue;
            }
            if worth {
                self.settlement.cursors.push((journal_id, handled, to));
            } else {
                self.passed.insert(journal_id, (handled, to));
            }
        }
    }

    /// Writes the settlement.
    async fn write(&mut self) -> anyhow::Result<()> {
        if self.settlement.is_empty() {
            return Ok(());
        }
        let settled = self.store.settle(self.handler_id, self.process.id, &self.settlement).await;
        let buried = match settled {
            Err(Error::CursorMoved) => {
                // The handler was rewound, or the answer to a commit was lost. All but the cursors is still true.
                tracing::debug!(
                    handler = self.runner.name(),
                    "the cursor of an after-handler was moved elsewhere"
                );
                self.settlement.cursors.clear();
                self.store.settle(self.handler_id, self.process.id, &self.settlement).await?
            }
            settled => settled?,
        };
        for (id, journal, offset, tries, error) in buried {
            tracing::error!(
                handler = self.runner.name(),
                id,
                journal,
                offset,
                tries,
                error,
                "an after-handler gave up on a callback: see imhook dead-letters show {id}"
            );
        }
        self.settlement = Settlement::default();
        self.written = Instant::now();
        Ok(())
    }

    fn measure_lag(
        &self,
        progress: &HandlerProgress,
        read: &BTreeMap<i32, (u64, u64)>,
        first: Option<&RecordedCallback>,
    ) {
        let rows: u64 = progress.cursors.iter().map(|(_, at, end)| end.saturating_sub(*at)).sum();
        let at_end =
            progress.cursors.iter().all(|(id, _, end)| read.get(id).is_some_and(|(_, to)| to >= end));
        let oldest = first.map(|row| Utc::now() - row.position.received_at);
        let age = oldest.and_then(|age| age.to_std().ok()).unwrap_or_default();
        self.runner.metrics.lags(if at_end && first.is_none() { 0 } else { rows }, age);
    }
}

impl Polled {
    fn nothing() -> Self {
        Self { read: BTreeMap::new(), deliveries: VecDeque::new(), held: HashSet::new() }
    }

    /// Whether more is recorded than was read.
    fn has_more(&self, progress: &HandlerProgress) -> bool {
        progress.cursors.iter().any(|(id, _, end)| self.read.get(id).is_some_and(|(_, to)| to < end))
    }
}

/// Merges the callbacks of several journals by arrival, keeping the order within each journal.
fn by_arrival(rows: &mut Vec<RecordedCallback>) {
    let mut latest: BTreeMap<i32, DateTime<Utc>> = BTreeMap::new();
    let mut keyed: Vec<_> = rows
        .drain(..)
        .map(|row| {
            let time = latest.entry(row.position.journal_id).or_insert(row.position.received_at);
            *time = (*time).max(row.position.received_at);
            (*time, row)
        })
        .collect();
    keyed.sort_by_key(|(time, _)| *time);
    rows.extend(keyed.into_iter().map(|(_, row)| row));
}
