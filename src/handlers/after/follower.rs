//! One handler's way along the journals.

use super::handler::{Handler, Job};
use super::lanes::Lanes;
use crate::store::Error;
use crate::store::after::{AfterHandlers, HandlerProgress, Process, RecordedCallback, Settlement};
use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tencent_im::report::in_words;
use tokio::sync::watch;
use tokio::time::Instant;

/// Callbacks that are read at a time, by number and by bytes.
const ROWS: usize = 1000;
const BYTES: usize = 8 << 20;

/// One look goes over so many offsets at most, whatever commands are there.
const SPAN: u64 = 50_000;

/// Parked callbacks that are read at a time: so many of one lane.
const OF_EACH: usize = 32;

/// Without a sign of something new, Postgres is looked at so often.
const IDLE: Duration = Duration::from_secs(1);

/// Where nothing could be done, the next look comes no sooner.
const PAUSE: Duration = Duration::from_millis(50);

/// Follows the journals for one handler.
pub(super) struct Follower {
    handler: Arc<Handler>,
    store: Arc<AfterHandlers>,
    process: Process,
    handler_id: i32,
    lanes: Lanes,
    /// By journal, where nothing was for this handler: from which cursor to which offset. It is worth a write only
    /// now and then.
    passed: HashMap<i32, (u64, u64)>,
    /// What is to be written.
    settlement: Settlement,
    /// When it was written last.
    written: Instant,
    /// How many callbacks to read at a time.
    rows: usize,
    /// Runs that block held all threads at the last look.
    blocked: bool,
}

/// What a look has brought.
struct Look {
    /// By journal: its cursor, and up to where it was read.
    read: BTreeMap<i32, (u64, u64)>,
    jobs: VecDeque<Job>,
    /// Lanes where something is parked.
    held: HashSet<String>,
}

impl Follower {
    pub(super) fn new(
        handler: Arc<Handler>,
        store: Arc<AfterHandlers>,
        process: Process,
        handler_id: i32,
    ) -> Self {
        let lanes = Lanes::new(Arc::clone(&handler));
        Self {
            handler,
            store,
            process,
            handler_id,
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
        tracing::info!(handler = self.handler.reaction.name(), "running a handler");
        let (mut waits, mut resumed, mut failing) = (waits(), false, false);
        loop {
            let stopping = *stop.borrow() || stop.has_changed().is_err();
            let done = self.step(&mut resumed, stopping, &mut woken, &mut stop).await;
            match done {
                Ok(true) => break,
                Ok(false) => (waits, failing) = (self::waits(), false),
                Err(error) if matches!(error.downcast_ref(), Some(Error::LeaseLost)) => {
                    tracing::info!(
                        handler = self.handler.reaction.name(),
                        "another process runs this handler now"
                    );
                    break;
                }
                Err(error) => {
                    if !failing {
                        let (handler, error) = (self.handler.reaction.name(), in_words(error.as_ref()));
                        tracing::warn!(handler, error, "a handler cannot go on, trying again");
                    }
                    failing = true;
                    tokio::time::sleep(waits.next().unwrap_or(IDLE)).await;
                }
            }
        }
        self.handler.metrics.lags(0, Duration::ZERO);
    }

    /// Looks, runs, writes, and waits where there was nothing; true at the end.
    async fn step(
        &mut self,
        resumed: &mut bool,
        stopping: bool,
        woken: &mut watch::Receiver<()>,
        stop: &mut watch::Receiver<bool>,
    ) -> anyhow::Result<bool> {
        if !*resumed {
            self.store.resume(self.handler_id).await?;
            *resumed = true;
        }
        // What is left from a time when Postgres was away.
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
        let stand = self.store.progress(self.handler_id).await?;
        let was_blocked = std::mem::replace(&mut self.blocked, self.handler.is_blocked());
        if self.blocked && !was_blocked {
            tracing::warn!(
                handler = self.handler.reaction.name(),
                "runs that block hold all threads of this handler"
            );
        }
        let look =
            if self.lanes.free() > 0 && !self.blocked { self.look(&stand).await? } else { Look::nothing() };
        let (more, begun) = (look.moved(&stand), look.jobs.len());
        let left = self.lanes.round(look.jobs, look.held, &mut self.settlement).await;
        self.adapt(begun, left.len());
        self.move_cursors(look.read, &left, begun > left.len());
        let did = !self.settlement.is_empty();
        self.write().await?;
        if did || more {
            return Ok(false);
        }
        let nap = stand.due_in.unwrap_or(IDLE).clamp(PAUSE, IDLE);
        let room = self.lanes.free() > 0;
        tokio::select! {
            changed = woken.changed(), if room => if changed.is_err() { tokio::time::sleep(nap).await },
            () = self.lanes.end_of_one() => {}
            () = tokio::time::sleep(nap) => {}
            _ = stop.changed() => {}
        }
        Ok(false)
    }

    /// Reads what comes next.
    async fn look(&mut self, stand: &HandlerProgress) -> anyhow::Result<Look> {
        let mut rows = Vec::new();
        if stand.due_in.is_some_and(|due_in| due_in.is_zero()) {
            // Not all room is for what has failed.
            let lanes = self.lanes.free().div_ceil(2);
            rows = self.store.due(self.handler_id, lanes, OF_EACH).await?;
            rows.retain(|row| row.parked.as_ref().is_none_or(|(lane, _)| !self.lanes.runs(lane)));
        }
        let (mut look, mut new) = (Look::nothing(), Vec::new());
        for &(journal_id, handled, recorded) in &stand.cursors {
            let from = match self.passed.get(&journal_id) {
                Some((base, to)) if *base == handled => *to,
                _ => handled,
            };
            let (span, room) = (recorded.min(from + SPAN), self.rows.saturating_sub(new.len()));
            if span <= from || room == 0 {
                look.read.insert(journal_id, (handled, from));
                continue;
            }
            let command = self.handler.reaction.command();
            let range = (journal_id, from, span);
            let (found, to) = self.store.recorded(command, range, room, BYTES).await?;
            look.read.insert(journal_id, (handled, to));
            new.extend(found);
        }
        by_arrival(&mut new);
        self.tell_lag(stand, &look.read, new.first());
        rows.extend(new);
        look.jobs = self.handler.read(rows).await?.into();
        if stand.parked {
            let new = look.jobs.iter().filter(|job| !job.parked);
            let lanes: HashSet<_> = new.map(|job| &*job.entry.lane).collect();
            let lanes: Vec<_> = lanes.into_iter().collect();
            if !lanes.is_empty() {
                look.held = self.store.parked(self.handler_id, &lanes).await?.into_iter().collect();
            }
        }
        Ok(look)
    }

    /// Reads about as much as can be begun in one round.
    fn adapt(&mut self, read: usize, left: usize) {
        self.rows = if left > 0 { ((read - left) * 2).clamp(16, ROWS) } else { (self.rows * 2).min(ROWS) };
    }

    /// Moves the cursors up to what was not come to.
    fn move_cursors(&mut self, read: BTreeMap<i32, (u64, u64)>, left: &VecDeque<Job>, busy: bool) {
        let worth = busy || !self.settlement.is_empty() || self.written.elapsed() >= IDLE;
        for (journal_id, (handled, mut to)) in read {
            let new = left.iter().filter(|job| !job.parked).map(|job| job.entry.position);
            if let Some(first) =
                new.filter(|position| position.journal_id == journal_id).map(|p| p.offset).min()
            {
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

    /// Writes what came of it.
    async fn write(&mut self) -> anyhow::Result<()> {
        if self.settlement.is_empty() {
            return Ok(());
        }
        let settled = self.store.settle(self.handler_id, self.process.id, &self.settlement).await;
        match settled {
            Err(Error::CursorMoved) => {
                // It was rewound, or the answer to a commit was lost. What came of the callbacks stays true.
                tracing::debug!(handler = self.handler.reaction.name(), "the cursor was moved");
                self.settlement.cursors.clear();
                self.store.settle(self.handler_id, self.process.id, &self.settlement).await?;
            }
            settled => settled?,
        }
        self.settlement = Settlement::default();
        self.written = Instant::now();
        Ok(())
    }

    fn tell_lag(
        &self,
        stand: &HandlerProgress,
        read: &BTreeMap<i32, (u64, u64)>,
        first: Option<&RecordedCallback>,
    ) {
        let rows: u64 = stand.cursors.iter().map(|(_, at, end)| end.saturating_sub(*at)).sum();
        let at_end = stand.cursors.iter().all(|(id, _, end)| read.get(id).is_some_and(|(_, to)| to >= end));
        let oldest = first.map(|row| Utc::now() - row.position.received_at);
        let age = oldest.and_then(|age| age.to_std().ok()).unwrap_or_default();
        self.handler.metrics.lags(if at_end && first.is_none() { 0 } else { rows }, age);
    }
}

impl Look {
    fn nothing() -> Self {
        Self { read: BTreeMap::new(), jobs: VecDeque::new(), held: HashSet::new() }
    }

    /// Whether there is more to read behind it.
    fn moved(&self, stand: &HandlerProgress) -> bool {
        stand.cursors.iter().any(|(id, _, end)| self.read.get(id).is_some_and(|(_, to)| to < end))
    }
}

/// Several journals as one row of callbacks: by their arrival, as far as each one's own order allows.
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

fn waits() -> ExponentialBackoff {
    ExponentialBuilder::new()
        .with_min_delay(PAUSE)
        .with_max_delay(IDLE)
        .with_jitter()
        .with_jitter_seed(fastrand::u64(..))
        .without_max_times()
        .build()
}
