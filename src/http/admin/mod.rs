//! The admin address: whether the process is alive, whether it can ack, and its metrics.

mod bearer;

use crate::journal::{self, AppendError};
use crate::metrics::{Format, Metrics};
use crate::recorder::RecorderStatus;
use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use chrono::Utc;
use secrecy::SecretString;
use serde::Serialize;
use std::sync::Arc;
use strum::VariantNames as _;
use tokio::sync::watch;

/// What the admin address reads.
#[derive(Debug, Clone)]
pub struct Sources {
    /// The journal's state.
    pub journal: watch::Receiver<journal::State>,
    /// The journal's bound in bytes.
    pub journal_max: u64,
    /// The recorder's status.
    pub recorder: watch::Receiver<RecorderStatus>,
    /// The metrics of the service.
    pub metrics: Arc<Metrics>,
}

/// The routes of the admin address. With a token, only `/healthz` is open to everybody.
pub fn router(sources: Sources, token: Option<SecretString>) -> Router {
    Router::new()
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .route_layer(middleware::from_fn_with_state(token.map(Arc::new), bearer::check))
        .route("/healthz", get(healthz))
        .with_state(sources)
}

/// The answer of `/readyz`.
#[derive(Debug, Serialize)]
struct Readiness {
    /// Whether callbacks can be acked.
    ready: bool,
    journal: JournalState,
    postgres: PostgresState,
    recording: RecordingState,
}

#[derive(Debug, Serialize)]
struct JournalState {
    writable: bool,
    unrecorded_bytes: u64,
    max_bytes: u64,
    /// Bytes of the write-ahead log.
    wal_bytes: u64,
    /// Why records cannot be appended, or read.
    error: Option<String>,
    /// Callbacks that the journal did not take, since the start.
    refused: u64,
    /// Before-callbacks that were answered before they were durable, since the start.
    late: u64,
}

#[derive(Debug, Serialize)]
struct PostgresState {
    up: bool,
    lag_records: u64,
    lag_seconds: Option<f64>,
}

#[derive(Debug, Serialize)]
struct RecordingState {
    /// Whether callbacks get into Postgres, and none was found to be missing there since the start.
    ok: bool,
    /// Why not.
    error: Option<String>,
}

/// `GET /healthz`: 200 while the process is alive.
async fn healthz() -> Json<serde_json::Value> {
    Json(serde_json::json!({ "status": "ok" }))
}

/// How far the recorder is behind the journal.
struct Lag {
    records: u64,
    /// The age of the oldest record, `None` where it is not known.
    seconds: Option<f64>,
}

impl Lag {
    fn new(journal: &journal::State, status: &RecorderStatus) -> Self {
        // While the cursor in Postgres is not known, all records held count.
        let records = journal.end.saturating_sub(status.recorded.unwrap_or(journal.trimmed));
        if records == 0 {
            return Self { records, seconds: Some(0.0) };
        }
        #[expect(clippy::cast_precision_loss, reason = "a lag of 2^53 ms has other problems")]
        let seconds = status.oldest.map(|oldest| (Utc::now() - oldest).num_milliseconds() as f64 / 1000.0);
        Self { records, seconds }
    }
}

/// `GET /readyz`: 200 while callbacks can be acked, 503 while they cannot. An outage of Postgres is shown, but it is
/// no reason to send callbacks elsewhere.
async fn readyz(State(sources): State<Sources>) -> (StatusCode, Json<Readiness>) {
    let (journal, status) = (sources.journal.borrow().clone(), sources.recorder.borrow().clone());
    // Where the writer has ended, its state does not change any more.
    let ended = sources.journal.has_changed().is_err().then(|| "the journal's writer has ended".to_owned());
    let failing = ended.or_else(|| journal.error());
    let ready = failing.is_none() && !journal.full;
    let lag = Lag::new(&journal, &status);
    let counted = &sources.metrics.callbacks;
    let refused = AppendError::VARIANTS.iter().map(|reason| counted.journal_refused(reason).get());
    let body = Readiness {
        ready,
        journal: JournalState {
            writable: failing.is_none(),
            unrecorded_bytes: journal.pending,
            max_bytes: sources.journal_max,
            wal_bytes: journal.wal,
            error: failing.or_else(|| status.journal_error.clone()),
            refused: refused.sum(),
            late: counted.recorded_late().get(),
        },
        postgres: PostgresState { up: status.is_up(), lag_records: lag.records, lag_seconds: lag.seconds },
        recording: RecordingState { ok: status.trouble().is_none(), error: status.trouble() },
    };
    (if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, Json(body))
}

/// `GET /metrics`: the metrics, for Prometheus.
async fn metrics(State(sources): State<Sources>, headers: HeaderMap) -> Response {
    let (journal, status) = (sources.journal.borrow().clone(), sources.recorder.borrow().clone());
    let lag = Lag::new(&journal, &status);
    let metrics = &sources.metrics;
    let writable = journal.error().is_none() && sources.journal.has_changed().is_ok();
    metrics.journal.holds(journal.end - journal.trimmed, journal.pending, sources.journal_max);
    metrics.journal.is_well(writable, journal.wal);
    metrics.recorder.lags(status.is_up(), lag.records, lag.seconds);
    let format = Format::of_accept(headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()));
    match metrics.text(format) {
        Ok(text) => ([(header::CONTENT_TYPE, format.content_type())], text).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
