//! The admin door: is the process there, and can it ack?

use super::callback::Counts;
use crate::journal::Extent;
use crate::recorder::Status;
use axum::Json;
use axum::extract;
use axum::http::StatusCode;
use chrono::Utc;
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::sync::watch;

/// What the admin door looks at.
#[derive(Debug, Clone)]
pub struct State {
    /// Where the journal stands.
    pub journal: watch::Receiver<Extent>,
    /// The journal's bound in bytes.
    pub journal_max: u64,
    /// How the recorder stands.
    pub recorder: watch::Receiver<Status>,
    /// What the callback door counts.
    pub counts: Arc<Counts>,
}

/// The answer of `/readyz`.
#[derive(Debug, Serialize)]
pub(super) struct Readiness {
    /// Callbacks can be acked.
    ready: bool,
    journal: JournalState,
    postgres: PostgresState,
}

#[derive(Debug, Serialize)]
struct JournalState {
    writable: bool,
    unrecorded_bytes: u64,
    max_bytes: u64,
    error: Option<String>,
    /// Callbacks it did not take, since the start.
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

/// `GET /healthz`: the process is there.
pub(super) async fn healthz() -> Json<serde_json::Value> {
    Json(serde_json::json!({ "status": "ok" }))
}

/// `GET /readyz`: 200 while callbacks can be acked, 503 while they cannot. Postgres being away is told, and is
/// no reason to send callbacks elsewhere.
pub(super) async fn readyz(extract::State(state): extract::State<State>) -> (StatusCode, Json<Readiness>) {
    let extent = state.journal.borrow().clone();
    let status = state.recorder.borrow().clone();
    let ready = extent.failing.is_none() && !extent.full;
    // Until Postgres has told its cursor: everything that is held.
    let lag_records = extent.end.saturating_sub(status.recorded.unwrap_or(extent.trimmed));
    let oldest = status.oldest.filter(|_| lag_records > 0);
    #[expect(clippy::cast_precision_loss, reason = "a lag of 2^53 ms has other problems")]
    let lag_seconds = oldest.map(|oldest| (Utc::now() - oldest).num_milliseconds() as f64 / 1000.0);
    let body = Readiness {
        ready,
        journal: JournalState {
            writable: extent.failing.is_none(),
            unrecorded_bytes: extent.pending,
            max_bytes: state.journal_max,
            error: extent.failing,
            refused: state.counts.journal_refused.load(Ordering::Relaxed),
            late: state.counts.recorded_late.load(Ordering::Relaxed),
        },
        postgres: PostgresState {
            up: status.postgres_up,
            lag_records,
            lag_seconds: lag_seconds.or((lag_records == 0).then_some(0.0)),
        },
    };
    (if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, Json(body))
}
