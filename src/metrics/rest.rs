//! Calls of Tencent's REST interface.

use super::register::{Counters, Histograms, add, labels, register};
use parking_lot::Mutex;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::collections::BTreeSet;
use std::time::Duration;

/// Codes with a series of their own: more than an app meets of those that are documented.
const CODES: usize = 256;

#[derive(Debug)]
pub(super) struct Rest {
    calls: Counters<2>,
    tries: Counters<1>,
    call_seconds: Histograms<1>,
    /// The codes that have a series already. Tencent chooses them, so their number must be limited here.
    codes: Mutex<BTreeSet<i64>>,
}

impl Rest {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let seconds = || Histogram::new([0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0]);
        Self {
            calls: add(
                registry,
                "rest_calls",
                "Calls of Tencent's REST interface, by path and ErrorCode (none: no answer came; other: not one of \
                 the first 256 codes)",
            ),
            tries: add(
                registry,
                "rest_tries",
                "Requests that these calls took, those that were tried again included",
            ),
            call_seconds: register(
                registry,
                "rest_call",
                Some(Unit::Seconds),
                "What a call of Tencent's REST interface takes, all tries and the waits between them included",
                Family::new_with_constructor(seconds),
            ),
            codes: Mutex::default(),
        }
    }

    pub(super) fn call(&self, path: &'static str, code: Option<i64>, tries: u32, took: Duration) {
        let code = match code {
            Some(code) if self.has_series(code) => code.to_string(),
            Some(_) => "other".to_owned(),
            None => "none".to_owned(),
        };
        self.calls.get_or_create(&labels([("path", path), ("code", &code)])).inc();
        let path = labels([("path", path)]);
        self.tries.get_or_create(&path).inc_by(tries.into());
        self.call_seconds.get_or_create(&path).observe(took.as_secs_f64());
    }

    fn has_series(&self, code: i64) -> bool {
        let mut codes = self.codes.lock();
        codes.contains(&code) || (codes.len() < CODES && codes.insert(code))
    }
}
