//! The journal: how full it is, and what a commit takes.

use super::register::{add, register};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use std::sync::atomic::AtomicU64;
use std::time::Duration;

/// The metrics of a journal.
#[derive(Debug, Clone)]
pub struct Journal {
    records: Gauge<u64, AtomicU64>,
    bytes: Gauge<u64, AtomicU64>,
    max_bytes: Gauge<u64, AtomicU64>,
    wal_bytes: Gauge<u64, AtomicU64>,
    writable: Gauge<u64, AtomicU64>,
    commit_seconds: Histogram,
    group_records: Histogram,
}

impl Journal {
    pub(super) fn new(registry: &mut Registry) -> Self {
        Self {
            records: add(registry, "journal_records", "Records that the journal holds; 0 when all is well"),
            bytes: register(
                registry,
                "journal",
                Some(Unit::Bytes),
                "Bytes of the records that the journal holds",
                Gauge::default(),
            ),
            max_bytes: register(
                registry,
                "journal_max",
                Some(Unit::Bytes),
                "Bytes that the journal may hold (IMHOOK_JOURNAL_MAX)",
                Gauge::default(),
            ),
            wal_bytes: register(
                registry,
                "journal_wal",
                Some(Unit::Bytes),
                "Bytes of the journal's write-ahead log, which grows while another process reads in a transaction",
                Gauge::default(),
            ),
            writable: add(registry, "journal_writable", "1 while callbacks can be appended, else 0"),
            commit_seconds: register(
                registry,
                "journal_commit",
                Some(Unit::Seconds),
                "What a commit of callbacks to the journal takes, its fsync included",
                Histogram::new([
                    0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0,
                ]),
            ),
            group_records: register(
                registry,
                "journal_group_records",
                None,
                "Callbacks that share one commit to the journal",
                Histogram::new(exponential_buckets(1.0, 2.0, 11)),
            ),
        }
    }

    /// Counts a commit of so many records.
    #[expect(clippy::cast_precision_loss, reason = "a commit holds a thousand records at most")]
    pub fn committed(&self, records: usize, took: Duration) {
        self.commit_seconds.observe(took.as_secs_f64());
        self.group_records.observe(records as f64);
    }

    /// Sets how much the journal holds, and may hold.
    pub fn holds(&self, records: u64, bytes: u64, max_bytes: u64) {
        self.records.set(records);
        self.bytes.set(bytes);
        self.max_bytes.set(max_bytes);
    }

    /// Sets whether the journal can be appended to, and how large its WAL is.
    pub fn is_well(&self, writable: bool, wal_bytes: u64) {
        self.writable.set(u64::from(writable));
        self.wal_bytes.set(wal_bytes);
    }
}
