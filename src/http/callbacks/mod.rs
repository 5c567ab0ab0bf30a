//! The callback endpoint: limits → app → Sign → body → decision → journal → ack.

mod admit;
mod answer;
mod endpoint;
mod keep;
mod peer;
mod refusal;
mod refusals;
mod take;

pub use endpoint::CallbackEndpoint;

use crate::callback::query::Query;
use admit::{Arrival, Head};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use chrono::Utc;
use refusal::Refusal;
use std::sync::Arc;
use tokio::time::Instant;
use tower_http::catch_panic::CatchPanicLayer;

/// The routes of the callback endpoint: `path` alone, and in development mode what is below it, one of which is secret.
pub fn router(endpoint: Arc<CallbackEndpoint>, path: &str) -> Router {
    let routes = Router::new().route(path, post(receive));
    let routes = match endpoint.secret {
        Some(_) => routes.route(&format!("{}/{{secret}}", path.trim_end_matches('/')), post(receive)),
        None => routes,
    };
    routes
        .method_not_allowed_fallback(wrong_method)
        .fallback(wrong_path)
        .layer(CatchPanicLayer::custom(answer::panicked))
        .with_state(endpoint)
}

/// Handles a request in a task of its own: a caller that hangs up cannot stop a callback from being kept.
async fn receive(State(endpoint): State<Arc<CallbackEndpoint>>, request: Request) -> Response {
    let arrival = Arrival { time: Utc::now(), instant: Instant::now() };
    match tokio::spawn(answer_to(endpoint, request, arrival)).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => answer::fail(StatusCode::SERVICE_UNAVAILABLE, "stopping"),
        },
    }
}

async fn answer_to(endpoint: Arc<CallbackEndpoint>, request: Request, arrival: Arrival) -> Response {
    let (parts, body) = request.into_parts();
    let head = Head::new(&parts, arrival);
    let (counted, outcome) = match endpoint.read(&head, body).await {
        Ok(received) => {
            let counted = endpoint.metrics.of(received.command.as_deref());
            (counted, endpoint.take(&head, received, counted).await)
        }
        Err(refusal) => (endpoint.metrics.of(head.command()), Err(refusal)),
    };
    let took = arrival.instant.elapsed();
    let took_ms = took.as_secs_f64() * 1000.0;
    // Text from outside is a field of its own, which the log escapes.
    let command = head.command().unwrap_or_default();
    let app = head.query.sdk_app_id.as_deref().unwrap_or_default();
    match outcome {
        Ok(ack) => {
            endpoint.metrics.acked(&endpoint.label(&head.query), counted, took);
            tracing::debug!(command, app, took_ms, "acked");
            answer::ack(ack)
        }
        Err(refusal) => {
            let label = endpoint.label(&head.query);
            endpoint.metrics.refused(&label, counted, (&refusal).into());
            endpoint.refusals.tell(&label, &refusal);
            let (status, text) = refusal.answer();
            tracing::debug!(command, app, took_ms, status = status.as_u16(), reason = %text, "refused");
            answer::fail(status, &text)
        }
    }
}

async fn wrong_method(State(endpoint): State<Arc<CallbackEndpoint>>, request: Request) -> Response {
    turn_away(&endpoint, request, &Refusal::Method).await
}

async fn wrong_path(State(endpoint): State<Arc<CallbackEndpoint>>, request: Request) -> Response {
    turn_away(&endpoint, request, &Refusal::Path).await
}

/// Refuses a request that is no callback.
async fn turn_away(endpoint: &CallbackEndpoint, request: Request, refusal: &Refusal) -> Response {
    let (parts, mut body) = request.into_parts();
    take::discard(&mut body).await;
    let label = endpoint.label(&Query::parse(parts.uri.query().unwrap_or_default()));
    endpoint.metrics.refused(&label, endpoint.metrics.of(None), refusal.into());
    // Whoever names no app is no callback, but a health check or a scanner.
    if !label.is_empty() {
        endpoint.refusals.tell(&label, refusal);
    }
    let (status, text) = refusal.answer();
    answer::fail(status, &text)
}
