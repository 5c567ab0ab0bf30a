//! The recorder: how far it is behind the journal, and what it found.

use super::register::{add, register};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::sync::atomic::AtomicU64;

/// The metrics of a recorder.
#[derive(Debug, Clone)]
pub struct Recorder {
    postgres_up: Gauge,
    lag_records: Gauge<u64, AtomicU64>,
    lag_seconds: Gauge<f64, AtomicU64>,
    batch_records: Histogram,
    redelivered: Counter,
    dead_letters: Counter,
    gaps: Counter,
}

impl Recorder {
    pub(super) fn new(registry: &mut Registry) -> Self {
        Self {
            postgres_up: add(registry, "postgres_up", "Whether Postgres has answered lately: 1 or 0"),
            lag_records: add(
                registry,
                "recorder_lag_records",
                "Records of the journal that are not in Postgres yet",
            ),
            lag_seconds: register(
                registry,
                "recorder_lag",
                Some(Unit::Seconds),
                "Age of the oldest record that is not in Postgres yet; NaN while that is not known",
                Gauge::default(),
            ),
            batch_records: register(
                registry,
                "recorder_batch_records",
                None,
                "Callbacks that share one transaction in Postgres",
                Histogram::new([1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0]),
            ),
            redelivered: add(
                registry,
                "redelivered",
                "Recorded callbacks that had come before: Tencent sends again what was not answered in time",
            ),
            dead_letters: add(
                registry,
                "recorder_dead_letters",
                "Callbacks that Postgres refuses, kept in imhook.dead_letters",
            ),
            gaps: add(
                registry,
                "gaps",
                "Runs of callbacks that were lost with a journal or a database, noted in imhook.gaps",
            ),
        }
    }

    /// Counts a transaction of so many records, `redelivered` of which had come before.
    #[expect(clippy::cast_precision_loss, reason = "a batch holds some thousand records at most")]
    pub fn recorded(&self, records: usize, redelivered: usize) {
        self.batch_records.observe(records as f64);
        self.redelivered.inc_by(redelivered as u64);
    }

    /// Counts a record that Postgres refuses.
    pub fn dead_letter(&self) {
        self.dead_letters.inc();
    }

    /// Counts a run of lost records.
    pub fn gap(&self) {
        self.gaps.inc();
    }

    /// Sets how far the recorder is behind; `lag_seconds` is `None` where the oldest record is not known.
    pub fn lags(&self, postgres_up: bool, lag_records: u64, lag_seconds: Option<f64>) {
        self.postgres_up.set(i64::from(postgres_up));
        self.lag_records.set(lag_records);
        self.lag_seconds.set(lag_seconds.unwrap_or(f64::NAN));
    }
}
