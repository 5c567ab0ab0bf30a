//! Who may ask the admin address: who carries its token, or, where none is set, programs on this machine.

use crate::http::server::Sender;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::Arc;
use subtle::ConstantTimeEq as _;
use tencent_im::client::is_loopback;

/// Lets requests through that carry the token. Where none is set, the admin address listens on loopback only, and requests
/// that a page in a browser of this machine may have sent are refused: they name another host, or an origin.
pub(super) async fn check(
    State(token): State<Option<Arc<SecretString>>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(token) = token else {
        if is_of_this_machine(&request) {
            return next.run(request).await;
        }
        let body = serde_json::json!({ "error": "without IMHOOK_ADMIN_TOKEN only direct requests to localhost are answered" });
        return (StatusCode::FORBIDDEN, Json(body)).into_response();
    };
    if carries(request.headers(), &token) {
        if let Some(sender) = request.extensions().get::<Sender>() {
            sender.admit();
        }
        return next.run(request).await;
    }
    let body = serde_json::json!({ "error": "this needs Authorization: Bearer and IMHOOK_ADMIN_TOKEN" });
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")], Json(body)).into_response()
}

fn is_of_this_machine(request: &Request) -> bool {
    let hosts: Vec<_> = request.headers().get_all(header::HOST).iter().collect();
    let to_loopback = matches!(hosts.as_slice(), [host] if host.to_str().is_ok_and(is_loopback));
    to_loopback
        && request.uri().host().is_none_or(is_loopback)
        && !request.headers().contains_key(header::ORIGIN)
}

fn carries(headers: &HeaderMap, token: &SecretString) -> bool {
    let given = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
    let Some((scheme, given)) = given.and_then(|value| value.split_at_checked("Bearer ".len())) else {
        return false;
    };
    scheme.eq_ignore_ascii_case(b"Bearer ")
        && given.trim_ascii().ct_eq(token.expose_secret().as_bytes()).into()
}
