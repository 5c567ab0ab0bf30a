//! Our doors: the one that Tencent's callbacks come to, and the admin's. axum is used here only.

pub mod admin;
mod answer;
mod bearer;
mod callback;
mod counts;
mod peer;
mod refusal;
mod server;

pub use callback::Door;
pub use server::{Limits, Listener};

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use secrecy::SecretString;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;

/// The callback door at `path`.
pub fn callbacks(door: Arc<Door>, path: &str) -> Router {
    Router::new()
        .route(path, post(callback::receive))
        .method_not_allowed_fallback(callback::wrong_method)
        .fallback(callback::wrong_path)
        .layer(CatchPanicLayer::custom(answer::panicked))
        .with_state(door)
}

/// The admin door. With a token, only `/healthz` is open to everybody.
pub fn admin(state: admin::State, token: Option<SecretString>) -> Router {
    Router::new()
        .route("/readyz", get(admin::readyz))
        .route("/metrics", get(admin::metrics))
        .route_layer(middleware::from_fn_with_state(token.map(Arc::new), bearer::check))
        .route("/healthz", get(admin::healthz))
        .with_state(state)
}
