//! Why a request is refused: in words, as a status, as a label.

use crate::callback::sign::SignError;
use crate::http::limits::{BODY, QUERY};
use crate::journal::AppendError;
use axum::http::StatusCode;

/// Why a request is refused.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    #[error("this is not the callback URL")]
    Path,
    #[error("callbacks are posted")]
    Method,
    #[error("the query is longer than {QUERY} bytes")]
    LongQuery,
    #[error("no SdkAppid in the URL")]
    NoApp,
    #[error("SdkAppid is not an app of this receiver")]
    UnknownApp,
    #[error("SdkAppid is given twice")]
    DoubledApp,
    #[error(
        "without a callback token only direct requests from this machine are taken, not through a proxy ({0})"
    )]
    Foreign(String),
    #[error("a parameter is given twice")]
    Doubled,
    #[error(transparent)]
    Sign(#[from] SignError),
    #[error("the body is longer than {BODY} bytes")]
    LongBody,
    #[error("the body did not arrive in time")]
    SlowBody,
    #[error("the body broke off")]
    BrokenBody,
    #[error("the body is not JSON")]
    NotJson,
    #[error("cannot be kept now, try again")]
    Journal(#[from] AppendError),
}

impl Refusal {
    /// All reasons.
    pub(super) const REASONS: [&'static str; 20] = [
        "path",
        "method",
        "long_query",
        "no_app",
        "unknown_app",
        "doubled_app",
        "foreign",
        "doubled",
        "no_sign",
        "no_request_time",
        "bad_request_time",
        "stale",
        "sign",
        "long_body",
        "slow_body",
        "broken_body",
        "not_json",
        "journal_full",
        "journal_write",
        "journal_busy",
    ];

    /// The word for it in metrics.
    pub(super) fn reason(&self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Method => "method",
            Self::LongQuery => "long_query",
            Self::NoApp => "no_app",
            Self::UnknownApp => "unknown_app",
            Self::DoubledApp => "doubled_app",
            Self::Foreign(_) => "foreign",
            Self::Doubled => "doubled",
            Self::Sign(SignError::MissingSign) => "no_sign",
            Self::Sign(SignError::MissingRequestTime) => "no_request_time",
            Self::Sign(SignError::BadRequestTime) => "bad_request_time",
            Self::Sign(SignError::Stale { .. }) => "stale",
            Self::Sign(SignError::Mismatch) => "sign",
            Self::LongBody => "long_body",
            Self::SlowBody => "slow_body",
            Self::BrokenBody => "broken_body",
            Self::NotJson => "not_json",
            Self::Journal(AppendError::Full { .. }) => "journal_full",
            Self::Journal(AppendError::Write(_)) => "journal_write",
            Self::Journal(AppendError::Busy) => "journal_busy",
        }
    }

    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Path => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::LongQuery => StatusCode::URI_TOO_LONG,
            Self::NoApp | Self::UnknownApp | Self::DoubledApp | Self::Foreign(_) => StatusCode::FORBIDDEN,
            Self::Doubled | Self::Sign(_) => StatusCode::UNAUTHORIZED,
            Self::LongBody => StatusCode::PAYLOAD_TOO_LARGE,
            Self::SlowBody => StatusCode::REQUEST_TIMEOUT,
            Self::BrokenBody | Self::NotJson => StatusCode::BAD_REQUEST,
            Self::Journal(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}
