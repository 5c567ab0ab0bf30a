//! Running many callbacks at a time: one after the other in each lane, lanes side by side.

use super::handler::{Handler, Job};
use crate::metrics::Outcome;
use crate::store::after::{Attempt, Position, Settlement};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Callbacks that a handler works on at a time.
const SLOTS: usize = 64;

/// A round lasts so long at most. What still runs then is parked while it runs, so that the cursor moves on.
const ROUND: Duration = Duration::from_millis(100);

/// What has ended: where, and how.
type Ended = (Position, Result<(), String>);

/// What runs.
pub(super) struct Lanes {
    handler: Arc<Handler>,
    runs: FuturesUnordered<BoxFuture<'static, Ended>>,
    running: HashMap<Position, Run>,
    /// By lane, what of this round comes behind the one that runs.
    waiting: HashMap<String, VecDeque<Job>>,
    /// Ended between two rounds.
    ended: Vec<Ended>,
}

struct Run {
    entry: Attempt,
    parked: bool,
    /// It was begun in an earlier round.
    late: bool,
}

impl Lanes {
    pub(super) fn new(handler: Arc<Handler>) -> Self {
        Self {
            handler,
            runs: FuturesUnordered::new(),
            running: HashMap::new(),
            waiting: HashMap::new(),
            ended: Vec::new(),
        }
    }

    pub(super) fn free(&self) -> usize {
        SLOTS.saturating_sub(self.running.len())
    }

    pub(super) fn runs(&self, lane: &str) -> bool {
        self.waiting.contains_key(lane)
    }

    pub(super) fn is_idle(&self) -> bool {
        self.running.is_empty()
    }

    /// Waits until something ends that was begun in an earlier round; for good where there is nothing.
    pub(super) async fn end_of_one(&mut self) {
        match self.runs.next().await {
            Some(ended) => self.ended.push(ended),
            None => std::future::pending().await,
        }
    }

    /// One round: begins these in order, as far as there is room and time, and settles what ends meanwhile. New ones
    /// of the lanes in `held` are not begun: something is parked there. What was not come to is given back.
    pub(super) async fn round(
        &mut self,
        mut jobs: VecDeque<Job>,
        mut held: HashSet<String>,
        settlement: &mut Settlement,
    ) -> VecDeque<Job> {
        let end = Instant::now() + ROUND;
        for ended in std::mem::take(&mut self.ended) {
            self.settle(ended, &mut held, settlement);
        }
        loop {
            self.begin(&mut jobs, &held, end, settlement);
            let waiting = !jobs.is_empty() || self.running.values().any(|run| !run.late);
            if !waiting || (self.running.is_empty() && Instant::now() >= end) {
                break;
            }
            tokio::select! {
                Some(ended) = self.runs.next() => self.settle(ended, &mut held, settlement),
                () = tokio::time::sleep_until(end) => break,
            }
        }
        // Also what has ended by now.
        while let Some(Some(ended)) = self.runs.next().now_or_never() {
            self.settle(ended, &mut held, settlement);
        }
        for behind in self.waiting.values_mut() {
            settlement.behind.extend(behind.drain(..).filter(|job| !job.parked).map(|job| job.entry));
        }
        for run in self.running.values_mut().filter(|run| !run.late) {
            (run.late, run.parked) = (true, true);
            settlement.again.push((run.entry.clone(), None));
        }
        jobs
    }

    /// Begins what may begin.
    fn begin(
        &mut self,
        jobs: &mut VecDeque<Job>,
        held: &HashSet<String>,
        end: Instant,
        settlement: &mut Settlement,
    ) {
        while let Some(job) = jobs.pop_front() {
            let is_new = !job.parked;
            if is_new && held.contains(&job.entry.lane) {
                settlement.behind.push(job.entry);
            } else if let Some(behind) = self.waiting.get_mut(&job.entry.lane) {
                behind.push_back(job);
            } else if self.free() > 0 && Instant::now() < end {
                self.waiting.insert(job.entry.lane.clone(), VecDeque::new());
                self.start(job, settlement);
            } else {
                jobs.push_front(job);
                return;
            }
        }
    }

    /// Starts the first of a lane. What cannot be read is given up at once, and the next one's turn has come.
    fn start(&mut self, job: Job, settlement: &mut Settlement) {
        let mut next = Some(job);
        while let Some(Job { mut entry, parked, run }) = next {
            match run {
                Ok((event, call)) => {
                    let (position, handler) = (entry.position, Arc::clone(&self.handler));
                    self.running.insert(position, Run { entry, parked, late: false });
                    self.runs.push(async move { (position, handler.run(event, call).await) }.boxed());
                    return;
                }
                Err(error) => {
                    self.handler.metrics.ran(Outcome::Undecodable, Duration::ZERO);
                    next = self.behind(&entry.lane);
                    entry.error = Some(error);
                    self.give_up(entry, settlement);
                }
            }
        }
    }

    /// What comes next in a lane; the lane ends where there is nothing.
    fn behind(&mut self, lane: &str) -> Option<Job> {
        let next = self.waiting.get_mut(lane)?.pop_front();
        if next.is_none() {
            self.waiting.remove(lane);
        }
        next
    }

    fn settle(&mut self, (position, result): Ended, held: &mut HashSet<String>, settlement: &mut Settlement) {
        let Some(Run { mut entry, parked, .. }) = self.running.remove(&position) else { return };
        if entry.tries > 0 {
            self.handler.metrics.retried();
        }
        let lane = entry.lane.clone();
        match result {
            Ok(()) if parked => settlement.done.push(entry),
            Ok(()) => {}
            Err(error) => {
                entry.tries += 1;
                let (handler, tries) = (self.handler.reaction.name(), entry.tries);
                tracing::warn!(handler, tries, error, "a handler failed");
                entry.error = Some(error);
                if let Some(wait) = self.handler.next_try(tries) {
                    settlement.again.push((entry, Some(wait)));
                    let behind = self.waiting.remove(&lane).unwrap_or_default();
                    settlement
                        .behind
                        .extend(behind.into_iter().filter(|job| !job.parked).map(|job| job.entry));
                    held.insert(lane);
                    return;
                }
                self.give_up(entry, settlement);
            }
        }
        if let Some(next) = self.behind(&lane) {
            self.start(next, settlement);
        }
    }

    fn give_up(&self, entry: Attempt, settlement: &mut Settlement) {
        self.handler.metrics.dead_letter();
        tracing::error!(
            handler = self.handler.reaction.name(),
            journal = entry.position.journal_id,
            offset = entry.position.offset,
            tries = entry.tries,
            "a handler's callback is given up: see imhook dead-letters"
        );
        settlement.dead.push(entry);
    }
}
