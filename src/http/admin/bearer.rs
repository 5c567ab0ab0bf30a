//! The token of the admin address.

use crate::http::server::Sender;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::Arc;
use subtle::ConstantTimeEq as _;

/// Lets requests through that carry the token; all requests, where no token is set.
pub(super) async fn check(
    State(token): State<Option<Arc<SecretString>>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(token) = token else { return next.run(request).await };
    if carries(request.headers(), &token) {
        if let Some(sender) = request.extensions().get::<Sender>() {
            sender.admit();
        }
        return next.run(request).await;
    }
    let body = serde_json::json!({ "error": "this needs Authorization: Bearer and IMHOOK_ADMIN_TOKEN" });
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")], Json(body)).into_response()
}

fn carries(headers: &HeaderMap, token: &SecretString) -> bool {
    let given = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
    let Some((scheme, given)) = given.and_then(|value| value.split_at_checked("Bearer ".len())) else {
        return false;
    };
    scheme.eq_ignore_ascii_case(b"Bearer ")
        && given.trim_ascii().ct_eq(token.expose_secret().as_bytes()).into()
}
