//! Answers in Tencent's form, refusals too.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::any::Any;
use std::borrow::Cow;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Fail<'a> {
    action_status: &'a str,
    error_code: u32,
    error_info: &'a str,
}

/// An ack.
pub(super) fn ack(body: Cow<'static, str>) -> Response {
    json(StatusCode::OK, body)
}

/// A refusal, in words.
pub(super) fn fail(status: StatusCode, info: &str) -> Response {
    let body = serde_json::to_string(&Fail { action_status: "FAIL", error_code: 1, error_info: info });
    json(
        status,
        body.map_or(Cow::Borrowed(r#"{"ActionStatus":"FAIL","ErrorCode":1,"ErrorInfo":""}"#), Cow::Owned),
    )
}

/// A bug of ours, contained.
pub(super) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    fail(StatusCode::INTERNAL_SERVER_ERROR, "internal error")
}

fn json(status: StatusCode, body: Cow<'static, str>) -> Response {
    let content_type = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    (status, [content_type], body).into_response()
}
