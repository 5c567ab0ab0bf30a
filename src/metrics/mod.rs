//! What is counted and measured, in the words of Prometheus. One registry a service: nothing is global.
//!
//! Labels hold words of our own, names of handlers and numbers of Tencent's: never outside text. All series that can
//! be foreseen are there from the start, so that their first increment is seen, and are held as handles by those
//! who count: counting is an atomic or two.

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

/// All that one service counts.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    /// The callback door.
    pub callbacks: Callbacks,
    /// The journal.
    pub journal: Journal,
    /// The recorder.
    pub recorder: Recorder,
    handlers: Handlers,
    rest: Rest,
}

impl Metrics {
    /// With nothing counted yet.
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

    /// An after-handler's counters, by its name.
    #[must_use]
    pub fn handler(&self, name: &str) -> Handler {
        self.handlers.handler(name)
    }

    /// A call of Tencent's REST interface has ended after `tries`. `path` is one of the table of endpoints, or a word
    /// for all that are not; `code` is its `ErrorCode`, `None` where no answer came.
    pub fn rest_call(&self, path: &'static str, code: Option<i64>, tries: u32, took: Duration) {
        self.rest.call(path, code, tries, took);
    }

    /// All of it, as text of the format `OpenMetrics` 1.0.
    ///
    /// # Errors
    /// When a metric cannot be written; none of ours is of that kind.
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

/// Registers a metric, and keeps a handle to it. Counters get their `_total` and all get their unit from the crate,
/// which also ends the meaning with a full stop.
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
