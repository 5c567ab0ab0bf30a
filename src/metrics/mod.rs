//! Metrics for Prometheus. Each service has a registry of its own: nothing is global.
//!
//! Labels hold words of our own, names of handlers and numbers of Tencent's, never text from outside. Series that can
//! be foreseen exist from the start, because Prometheus does not see an increase from "absent" to 1. Whoever counts
//! holds the series, so that counting costs an atomic or two.

mod callbacks;
mod connections;
mod handlers;
mod journal;
mod process;
mod recorder;
mod register;
mod rest;
mod text;

pub use callbacks::{Callbacks, Command};
pub use connections::Connections;
pub use handlers::{Handler, Outcome};
pub use journal::Journal;
pub use recorder::Recorder;
pub use text::Format;

use connections::AllConnections;
use handlers::Handlers;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use rest::Rest;
use std::time::Duration;

/// The metrics of one service.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    /// Of the process, under names without `imhook_`.
    process: Registry,
    /// The callback endpoint.
    pub callbacks: Callbacks,
    /// The journal.
    pub journal: Journal,
    /// The recorder.
    pub recorder: Recorder,
    connections: AllConnections,
    handlers: Handlers,
    rest: Rest,
}

impl Metrics {
    /// Metrics with nothing counted yet.
    #[must_use]
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("imhook");
        let all = &mut registry;
        let build = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        all.register("build", "The version of imhook that runs", build);
        let mut process = Registry::default();
        process.register_collector(Box::new(process::Process));
        Self {
            callbacks: Callbacks::new(all),
            journal: Journal::new(all),
            recorder: Recorder::new(all),
            connections: AllConnections::new(all),
            handlers: Handlers::new(all),
            rest: Rest::new(all),
            registry,
            process,
        }
    }

    /// The metrics of the connections of an address: `callbacks` or `admin`.
    pub fn connections(&self, address: &'static str) -> Connections {
        self.connections.of(address)
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

    /// All metrics as text.
    ///
    /// # Errors
    /// When a metric cannot be written; none of these metrics can fail.
    pub fn text(&self, format: Format) -> Result<String, std::fmt::Error> {
        format.encode(&[&self.registry, &self.process])
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}
