//! Our doors: the one that Tencent's callbacks come to, and the admin's. axum is used here only.

pub mod admin;
mod answer;
mod callback;
mod peer;
mod server;

pub use callback::{Counts, Door};
pub use server::{Limits, Listener};

use axum::Router;
use axum::routing::{get, post};
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

/// The admin door.
pub fn admin(state: admin::State) -> Router {
    Router::new()
        .route("/healthz", get(admin::healthz))
        .route("/readyz", get(admin::readyz))
        .with_state(state)
}
