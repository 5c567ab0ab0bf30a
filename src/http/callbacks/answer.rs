//! Acks and refusals as responses, both in Tencent's JSON form.

use crate::callback::ack::Failed;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::borrow::Cow;

/// The response with an ack.
pub(super) fn ack(body: Cow<'static, str>) -> Response {
    json(StatusCode::OK, body)
}

/// The response with a refusal's text.
pub(super) fn fail(status: StatusCode, info: &str) -> Response {
    let body = serde_json::to_string(&Failed(info.to_owned()));
    json(
        status,
        body.map_or(Cow::Borrowed(r#"{"ActionStatus":"FAIL","ErrorCode":1,"ErrorInfo":""}"#), Cow::Owned),
    )
}

/// The response after a panic, which is a bug of imhook.
pub(super) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    fail(StatusCode::INTERNAL_SERVER_ERROR, "internal error")
}

fn json(status: StatusCode, body: Cow<'static, str>) -> Response {
    let content_type = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    (status, [content_type], body).into_response()
}
