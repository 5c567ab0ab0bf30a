//! The reasons to refuse a request.

use crate::callback::sign::SignError;
use crate::http::limits::{BODY, QUERY};
use crate::journal::AppendError;
use axum::http::StatusCode;
use strum::EnumProperty as _;

/// Why a request is refused: one table of HTTP status, text for the client, and (the variant's name) label in metrics.
#[derive(Debug, thiserror::Error, strum::EnumProperty, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Refusal {
    #[strum(props(status = 404))]
    #[error("this is not the callback URL")]
    Path,
    #[strum(props(status = 405))]
    #[error("callbacks are posted")]
    Method,
    #[strum(props(status = 414))]
    #[error("the query is longer than {QUERY} bytes")]
    LongQuery,
    #[strum(props(status = 403))]
    #[error("no SdkAppid in the URL")]
    NoApp,
    #[strum(props(status = 403))]
    #[error("SdkAppid is not an app of this receiver")]
    UnknownApp,
    #[strum(props(status = 403))]
    #[error("SdkAppid is given twice")]
    DoubledApp,
    #[strum(props(status = 403))]
    #[error(
        "without a callback token only direct requests from this machine are taken, not through a proxy ({0})"
    )]
    Foreign(String),
    #[strum(props(status = 401))]
    #[error("a parameter is given twice")]
    Doubled,
    #[strum(props(status = 401))]
    #[error("{0}")]
    NoSign(SignError),
    #[strum(props(status = 401))]
    #[error("{0}")]
    NoRequestTime(SignError),
    #[strum(props(status = 401))]
    #[error("{0}")]
    BadRequestTime(SignError),
    #[strum(props(status = 401))]
    #[error("{0}")]
    Stale(SignError),
    #[strum(props(status = 401))]
    #[error("{0}")]
    Sign(SignError),
    #[strum(props(status = 413))]
    #[error("the body is longer than {BODY} bytes")]
    LongBody,
    #[strum(props(status = 408))]
    #[error("the body did not arrive in time")]
    SlowBody,
    #[strum(props(status = 400))]
    #[error("the body broke off")]
    BrokenBody,
    #[strum(props(status = 400))]
    #[error("the body is not JSON")]
    NotJson,
    #[strum(props(status = 503))]
    #[error("cannot be kept now, try again")]
    JournalFull,
    #[strum(props(status = 503))]
    #[error("cannot be kept now, try again")]
    JournalWrite,
    #[strum(props(status = 503))]
    #[error("cannot be kept now, try again")]
    JournalBusy,
}

impl Refusal {
    pub(super) fn status(&self) -> StatusCode {
        let status = self.get_int("status").and_then(|status| u16::try_from(status).ok());
        status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::BAD_REQUEST)
    }
}

impl From<SignError> for Refusal {
    fn from(error: SignError) -> Self {
        let reason = match error {
            SignError::MissingSign => Self::NoSign,
            SignError::MissingRequestTime => Self::NoRequestTime,
            SignError::BadRequestTime => Self::BadRequestTime,
            SignError::Stale { .. } => Self::Stale,
            SignError::Mismatch => Self::Sign,
        };
        reason(error)
    }
}

impl From<AppendError> for Refusal {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Full { .. } => Self::JournalFull,
            AppendError::Write(_) => Self::JournalWrite,
            AppendError::Busy => Self::JournalBusy,
        }
    }
}
