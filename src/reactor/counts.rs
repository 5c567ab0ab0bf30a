//! What a handler has done, for those who measure.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// One handler of this process, since its start.
#[derive(Debug)]
pub struct Counts {
    /// The handler's name.
    pub name: String,
    /// The command it is for.
    pub command: &'static str,
    /// Runs that have ended, well or not.
    pub runs: AtomicU64,
    /// Runs that failed: an error, a panic, or out of time.
    pub failures: AtomicU64,
    /// Runs of callbacks that had failed before.
    pub retries: AtomicU64,
    /// Callbacks that were given up.
    pub dead_letters: AtomicU64,
    /// This process runs the handler; the lag is known only then.
    pub running: AtomicBool,
    /// Recorded callbacks of any command that it has not passed yet.
    pub lag_rows: AtomicU64,
    /// How long ago the first of those arrived that it is at, in milliseconds; 0 where it is at the end.
    pub lag_ms: AtomicU64,
}

impl Counts {
    pub(super) fn new(name: &str, command: &'static str) -> Self {
        Self {
            name: name.to_owned(),
            command,
            runs: AtomicU64::default(),
            failures: AtomicU64::default(),
            retries: AtomicU64::default(),
            dead_letters: AtomicU64::default(),
            running: AtomicBool::default(),
            lag_rows: AtomicU64::default(),
            lag_ms: AtomicU64::default(),
        }
    }
}

/// Adds one.
pub(super) fn up(count: &AtomicU64) {
    count.fetch_add(1, Ordering::Relaxed);
}
