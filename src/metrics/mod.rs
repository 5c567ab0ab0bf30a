//! Metrics for Prometheus. Each service has a registry of its own: nothing is global.
//!
//! Labels hold words of our own, names of handlers and numbers of Tencent's, never text from outside. Series that can
//! be foreseen exist from the start, because Prometheus does not see an increase from "absent" to 1. Whoever counts
//! holds the series, so that counting costs an atomic or two.

mod callbacks;
mod handlers;
mod journal;
mod recorder;
mod rest;

pub use callbacks::{Callbacks, Command};
pub use handlers::{Handler, Outcome};
pub use journal::Journal;
pub use recorder::Recorder;

use handlers::Handlers;
use prometheus_client::encoding::text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry, Unit};
use rest::Rest;
use std::sync::Arc;
use std::time::Duration;

/// The content type of [`Metrics::text`].
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The metrics of one service.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    /// The callback endpoint.
    pub callbacks: Callbacks,
    /// The journal.
    pub journal: Journal,
    /// The recorder.
    pub recorder: Recorder,
    handlers: Handlers,
    rest: Rest,
}

impl Metrics {
    /// Metrics with nothing counted yet.
    #[must_use]
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("imhook");
        let all = &mut registry;
        Self {
            callbacks: Callbacks::new(all),
            journal: Journal::new(all),
            recorder: Recorder::new(all),
            handlers: Handlers::new(all),
            rest: Rest::new(all),
            registry,
        }
    }

    /// The counters of the after-handler of this name.
    pub fn handler(&self, name: &str) -> Handler {
        self.handlers.handler(name)
    }

    /// Counts a call of Tencent's REST interface that took `tries`. `path` is one of the table of endpoints, or a word
    /// for all other paths; `code` is the `ErrorCode` of the answer, `None` where no answer came.
    pub fn rest_call(&self, path: &'static str, code: Option<i64>, tries: u32, took: Duration) {
        self.rest.call(path, code, tries, took);
    }

    /// All metrics as text in the format `OpenMetrics` 1.0.
    ///
    /// # Errors
    /// When a metric cannot be written; none of these metrics can fail.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

type Labels<const N: usize> = [(&'static str, Arc<str>); N];
type Counters<const N: usize> = Family<Labels<N>, Counter>;
type Histograms<const N: usize> = Family<Labels<N>, Histogram>;

fn labels<const N: usize>(pairs: [(&'static str, &str); N]) -> Labels<N> {
    pairs.map(|(name, value)| (name, value.into()))
}

/// Registers a metric and returns a handle to it. The crate adds `_total` and the unit to the name, and a full stop to
/// the meaning.
fn register<M: Metric + Clone>(
    registry: &mut Registry,
    name: &str,
    unit: Option<Unit>,
    meaning: &str,
    metric: M,
) -> M {
    match unit {
        Some(unit) => registry.register_with_unit(name, meaning, unit, metric.clone()),
        None => registry.register(name, meaning, metric.clone()),
    }
    metric
}

/// Registers a metric without a unit that starts as its default.
fn add<M: Metric + Clone + Default>(registry: &mut Registry, name: &str, meaning: &str) -> M {
    register(registry, name, None, meaning, M::default())
}
