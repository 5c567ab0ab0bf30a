//! After-handlers: their runs, and how far behind they are.

use super::register::{Counters, Histograms, Labels, add, labels, register};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use strum::{IntoStaticStr, VariantArray};

/// How a run of an after-handler ended. The names are the values of the label `outcome`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Outcome {
    /// The handler returned Ok.
    Ok,
    /// The handler returned an error.
    Error,
    /// The handler panicked.
    Panic,
    /// The handler took too long.
    Timeout,
    /// The handler was not run: the body cannot be read as its command's type.
    Undecodable,
}

#[derive(Debug)]
pub(super) struct Handlers {
    runs: Counters<2>,
    run_seconds: Histograms<1>,
    retries: Counters<1>,
    dead_letters: Counters<1>,
    lag_records: Family<Labels<1>, Gauge<u64, AtomicU64>>,
    lag_seconds: Family<Labels<1>, Gauge<f64, AtomicU64>>,
}

impl Handlers {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let seconds = || Histogram::new([0.001, 0.005, 0.02, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0]);
        Self {
            runs: add(
                registry,
                "handler_runs",
                "Runs of after-handlers, by handler and outcome: ok, error, panic, timeout, or undecodable (the body \
                 is not what its command promises)",
            ),
            run_seconds: register(
                registry,
                "handler_run",
                Some(Unit::Seconds),
                "What a run of an after-handler takes",
                Family::new_with_constructor(seconds),
            ),
            retries: add(
                registry,
                "handler_retries",
                "Runs of after-handlers that were not the first for their callback",
            ),
            dead_letters: add(
                registry,
                "handler_dead_letters",
                "Callbacks that an after-handler was given up on after the last try",
            ),
            lag_records: add(
                registry,
                "handler_lag_records",
                "Recorded callbacks that an after-handler has not come to yet",
            ),
            lag_seconds: register(
                registry,
                "handler_lag",
                Some(Unit::Seconds),
                "Age of the oldest recorded callback that an after-handler has not come to yet",
                Family::default(),
            ),
        }
    }

    pub(super) fn handler(&self, name: &str) -> Handler {
        let one = labels([("handler", name)]);
        let runs = Outcome::VARIANTS.iter().map(|outcome| {
            let labels = labels([("handler", name), ("outcome", outcome.into())]);
            (*outcome, self.runs.get_or_create_owned(&labels))
        });
        Handler {
            runs: runs.collect(),
            run_seconds: self.run_seconds.get_or_create_owned(&one),
            retries: self.retries.get_or_create_owned(&one),
            dead_letters: self.dead_letters.get_or_create_owned(&one),
            lag_records: self.lag_records.get_or_create_owned(&one),
            lag_seconds: self.lag_seconds.get_or_create_owned(&one),
        }
    }
}

/// The counters of one after-handler.
#[derive(Debug)]
pub struct Handler {
    runs: BTreeMap<Outcome, Counter>,
    run_seconds: Histogram,
    retries: Counter,
    dead_letters: Counter,
    lag_records: Gauge<u64, AtomicU64>,
    lag_seconds: Gauge<f64, AtomicU64>,
}

impl Handler {
    /// Counts a run.
    pub fn ran(&self, outcome: Outcome, took: Duration) {
        if let Some(runs) = self.runs.get(&outcome) {
            runs.inc();
        }
        self.run_seconds.observe(took.as_secs_f64());
    }

    /// Counts a run that was not the first one for its callback.
    pub fn retried(&self) {
        self.retries.inc();
    }

    /// Counts a callback that the handler was given up on.
    pub fn dead_letter(&self) {
        self.dead_letters.inc();
    }

    /// Sets how many recorded callbacks the handler has not come to, and the age of the oldest of them.
    pub fn lags(&self, records: u64, oldest: Duration) {
        self.lag_records.set(records);
        self.lag_seconds.set(oldest.as_secs_f64());
    }
}
