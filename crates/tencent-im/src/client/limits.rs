//! How fast calls go out.

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// One app's limits: a rate for each endpoint, and a pause for all of them.
#[derive(Debug)]
pub(super) struct Limits {
    /// The gates by path; `None` where the client does not limit the rate.
    gates: Option<Mutex<HashMap<String, Arc<Gate>>>>,
    /// The end of a pause: no call goes out before.
    paused_until: Mutex<Option<Instant>>,
}

#[derive(Debug)]
struct Gate {
    /// Calls go through in the order they came in.
    turn: tokio::sync::Mutex<()>,
    rate: DefaultDirectRateLimiter,
}

impl Gate {
    fn new(per_second: u32) -> Self {
        Self { turn: tokio::sync::Mutex::default(), rate: RateLimiter::direct(quota(per_second)) }
    }
}

/// At most `per_second` calls in any second: a tenth of them at once, the others spread over the second.
fn quota(per_second: u32) -> Quota {
    let burst = (per_second / 10).max(1);
    let spread = per_second.saturating_sub(burst) + 1;
    let number = |n| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
    Quota::per_second(number(spread)).allow_burst(number(burst))
}

impl Limits {
    pub(super) fn new(rates: bool) -> Self {
        Self { gates: rates.then(Mutex::default), paused_until: Mutex::default() }
    }

    /// Waits until a call may go out.
    pub(super) async fn pass(&self, path: &str, per_second: u32) {
        let Some(gate) = self.gate(path, per_second) else { return self.end_of_pause().await };
        let _turn = gate.turn.lock().await;
        loop {
            self.end_of_pause().await;
            gate.rate.until_ready().await;
            // A pause may have begun meanwhile.
            if !self.is_paused() {
                return;
            }
        }
    }

    /// Lets all calls wait for this time from now on.
    pub(super) fn pause(&self, length: Duration) {
        let end = Instant::now() + length;
        let mut until = self.paused_until.lock();
        *until = until.map(|until| until.max(end)).or(Some(end));
    }

    fn gate(&self, path: &str, per_second: u32) -> Option<Arc<Gate>> {
        let mut gates = self.gates.as_ref()?.lock();
        if let Some(gate) = gates.get(path) {
            return Some(gate.clone());
        }
        let gate = Arc::new(Gate::new(per_second));
        gates.insert(path.to_owned(), gate.clone());
        Some(gate)
    }

    fn paused_until(&self) -> Option<Instant> {
        let until = *self.paused_until.lock();
        until.filter(|until| *until > Instant::now())
    }

    fn is_paused(&self) -> bool {
        self.paused_until().is_some()
    }

    async fn end_of_pause(&self) {
        while let Some(until) = self.paused_until() {
            tokio::time::sleep_until(until).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;

    #[test]
    fn no_second_has_more_calls_than_the_endpoint_takes() {
        for per_second in [1, 2, 3, 9, 10, 11, 20, 99, 100, 200, 500] {
            let clock = FakeRelativeClock::default();
            let rate = RateLimiter::direct_with_clock(quota(per_second), clock.clone());
            let mut passed = Vec::new();
            for millisecond in 0..3500 {
                while rate.check().is_ok() {
                    passed.push(millisecond);
                }
                clock.advance(Duration::from_millis(1));
            }
            let within_a_second =
                |first| passed.iter().filter(|at| (first..first + 1000).contains(*at)).count();
            let most = passed.iter().map(|first| within_a_second(*first)).max();
            assert_eq!(most, Some(per_second as usize), "of {per_second}");
        }
    }
}
