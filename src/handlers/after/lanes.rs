//! Running many callbacks at a time: one after the other within a lane, lanes side by side.

use super::runner::{Delivery, Runner};
use crate::metrics::Outcome;
use crate::store::after::{Attempt, Position, Settlement};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// The most runs of a handler at a time.
const RUNS: usize = 64;

/// The longest time of a round. A callback that still runs then is parked while it runs, so that the cursor moves on.
const ROUND: Duration = Duration::from_millis(100);

/// A run that has ended, and how.
type Ended = (Position, Result<(), String>);

/// The lanes of a handler in which something runs.
pub(super) struct Lanes {
    runner: Arc<Runner>,
    runs: FuturesUnordered<BoxFuture<'static, Ended>>,
    running: HashMap<Position, Running>,
    /// By lane, the callbacks of this round that come after the running one.
    waiting: HashMap<String, VecDeque<Delivery>>,
    /// Runs that ended between two rounds.
    ended: Vec<Ended>,
}

/// A callback whose run has begun and not ended.
struct Running {
    attempt: Attempt,
    parked: bool,
    /// Whether the run was begun in an earlier round.
    late: bool,
}

impl Lanes {
    pub(super) fn new(runner: Arc<Runner>) -> Self {
        Self {
            runner,
            runs: FuturesUnordered::new(),
            running: HashMap::new(),
            waiting: HashMap::new(),
            ended: Vec::new(),
        }
    }

    /// How many more callbacks can run now.
    pub(super) fn free(&self) -> usize {
        RUNS.saturating_sub(self.running.len())
    }

    /// Whether a callback of this lane runs.
    pub(super) fn runs(&self, lane: &str) -> bool {
        self.waiting.contains_key(lane)
    }

    pub(super) fn is_idle(&self) -> bool {
        self.running.is_empty()
    }

    /// Waits for the end of a run that was begun in an earlier round; for ever where there is none.
    pub(super) async fn end_of_one(&mut self) {
        match self.runs.next().await {
            Some(ended) => self.ended.push(ended),
            None => std::future::pending().await,
        }
    }

    /// Begins runs in order, as far as there is room and time, and notes in `settlement` what came of those that end
    /// meanwhile. New callbacks of the lanes in `held`, where an earlier one is parked, are parked as well. Returns the
    /// callbacks that it did not come to.
    pub(super) async fn round(
        &mut self,
        mut deliveries: VecDeque<Delivery>,
        mut held: HashSet<String>,
        settlement: &mut Settlement,
    ) -> VecDeque<Delivery> {
        let end = Instant::now() + ROUND;
        for ended in std::mem::take(&mut self.ended) {
            self.settle(ended, &mut held, settlement);
        }
        loop {
            self.begin(&mut deliveries, &held, end, settlement);
            let waiting = !deliveries.is_empty() || self.running.values().any(|run| !run.late);
            if !waiting || (self.running.is_empty() && Instant::now() >= end) {
                break;
            }
            tokio::select! {
                Some(ended) = self.runs.next() => self.settle(ended, &mut held, settlement),
                () = tokio::time::sleep_until(end) => break,
            }
        }
        // Runs that have ended since, without waiting for others.
        while let Some(Some(ended)) = self.runs.next().now_or_never() {
            self.settle(ended, &mut held, settlement);
        }
        for waiting in self.waiting.values_mut() {
            settlement.behind.extend(new_attempts(waiting.drain(..)));
        }
        for run in self.running.values_mut().filter(|run| !run.late) {
            (run.late, run.parked) = (true, true);
            settlement.again.push((run.attempt.clone(), None));
        }
        deliveries
    }

    /// Begins what may begin now.
    fn begin(
        &mut self,
        deliveries: &mut VecDeque<Delivery>,
        held: &HashSet<String>,
        end: Instant,
        settlement: &mut Settlement,
    ) {
        while let Some(delivery) = deliveries.pop_front() {
            let is_new = !delivery.parked;
            if is_new && held.contains(&delivery.attempt.lane) {
                settlement.behind.push(delivery.attempt);
            } else if let Some(waiting) = self.waiting.get_mut(&delivery.attempt.lane) {
                waiting.push_back(delivery);
            } else if self.free() > 0 && Instant::now() < end {
                self.waiting.insert(delivery.attempt.lane.clone(), VecDeque::new());
                self.start(delivery, settlement);
            } else {
                deliveries.push_front(delivery);
                return;
            }
        }
    }

    /// Starts the run of a lane's first callback. A callback that cannot be read is given up at once, and the next one
    /// is the first.
    fn start(&mut self, first: Delivery, settlement: &mut Settlement) {
        let mut next = Some(first);
        while let Some(Delivery { mut attempt, parked, run }) = next {
            match run {
                Ok(run) => {
                    let (position, runner) = (attempt.position, Arc::clone(&self.runner));
                    self.running.insert(position, Running { attempt, parked, late: false });
                    self.runs.push(async move { (position, runner.run(run).await) }.boxed());
                    return;
                }
                Err(error) => {
                    self.runner.metrics.ran(Outcome::Undecodable, Duration::ZERO);
                    next = self.next_of(&attempt.lane);
                    attempt.error = Some(error);
                    self.give_up(attempt, settlement);
                }
            }
        }
    }

    /// Takes the next callback of a lane. A lane without one is removed.
    fn next_of(&mut self, lane: &str) -> Option<Delivery> {
        let next = self.waiting.get_mut(lane)?.pop_front();
        if next.is_none() {
            self.waiting.remove(lane);
        }
        next
    }

    fn settle(&mut self, (position, result): Ended, held: &mut HashSet<String>, settlement: &mut Settlement) {
        let Some(Running { mut attempt, parked, .. }) = self.running.remove(&position) else { return };
        if attempt.tries > 0 {
            self.runner.metrics.retried();
        }
        let lane = attempt.lane.clone();
        match result {
            Ok(()) if parked => settlement.done.push(attempt),
            Ok(()) => {}
            Err(error) => {
                attempt.tries += 1;
                let (handler, tries) = (self.runner.name(), attempt.tries);
                tracing::warn!(handler, tries, error, "an after-handler failed");
                attempt.error = Some(error);
                if let Some(wait) = self.runner.next_try(tries) {
                    settlement.again.push((attempt, Some(wait)));
                    let waiting = self.waiting.remove(&lane).unwrap_or_default();
                    settlement.behind.extend(new_attempts(waiting));
                    held.insert(lane);
                    return;
                }
                self.give_up(attempt, settlement);
            }
        }
        if let Some(next) = self.next_of(&lane) {
            self.start(next, settlement);
        }
    }

    fn give_up(&self, attempt: Attempt, settlement: &mut Settlement) {
        self.runner.metrics.dead_letter();
        settlement.dead.push(attempt);
    }
}

/// The callbacks that are not parked yet.
fn new_attempts(deliveries: impl IntoIterator<Item = Delivery>) -> impl Iterator<Item = Attempt> {
    deliveries.into_iter().filter(|delivery| !delivery.parked).map(|delivery| delivery.attempt)
}
