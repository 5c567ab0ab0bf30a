//! The reasons to refuse a request, and how each is answered.

use crate::callback::sign::SignError;
use crate::http::limits::{BODY, QUERY};
use crate::journal::AppendError;
use axum::http::StatusCode;
use std::borrow::Cow;

/// Why a request is refused. The variant's name is the label in metrics.
#[derive(Debug, Clone, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Refusal {
    Path,
    Method,
    LongQuery,
    NoApp,
    UnknownApp,
    DoubledApp,
    /// The URL lacks the secret of development mode.
    NoSecret,
    /// The app has no token, and unsigned requests are not allowed.
    NoToken,
    /// What shows that the unsigned request came from a web page or through a proxy.
    Foreign(String),
    Doubled,
    NoSign(SignError),
    NoRequestTime(SignError),
    BadRequestTime(SignError),
    Stale(SignError),
    Sign(SignError),
    LongBody,
    SlowBody,
    BrokenBody,
    NotJson,
    JournalFull,
    JournalWrite,
    JournalBusy,
    JournalStalled,
}

impl Refusal {
    /// The HTTP status, and the text for the client.
    pub(super) fn answer(&self) -> (StatusCode, Cow<'static, str>) {
        use StatusCode as S;
        match self {
            Self::Path => (S::NOT_FOUND, "this is not the callback URL".into()),
            Self::Method => (S::METHOD_NOT_ALLOWED, "callbacks are posted".into()),
            Self::LongQuery => (S::URI_TOO_LONG, format!("the query is longer than {QUERY} bytes").into()),
            Self::NoApp => (S::FORBIDDEN, "no SdkAppid in the URL".into()),
            Self::UnknownApp => (S::FORBIDDEN, "SdkAppid is not an app of this receiver".into()),
            Self::DoubledApp => (S::FORBIDDEN, "SdkAppid is given twice".into()),
            Self::NoSecret => {
                (S::FORBIDDEN, "development mode takes callbacks at the URL that `imhook url` prints".into())
            }
            Self::NoToken => {
                let text =
                    "the app has no callback token: set IMHOOK_CALLBACK_TOKEN, or IMHOOK_ALLOW_UNSIGNED=true";
                (S::FORBIDDEN, text.into())
            }
            Self::Foreign(sign) => {
                let text = "unsigned callbacks are not taken from web pages or by HTTP/1.0";
                (S::FORBIDDEN, format!("{text} ({sign})").into())
            }
            Self::Doubled => (S::UNAUTHORIZED, "a parameter is given twice".into()),
            Self::NoSign(error)
            | Self::NoRequestTime(error)
            | Self::BadRequestTime(error)
            | Self::Stale(error)
            | Self::Sign(error) => (S::UNAUTHORIZED, error.to_string().into()),
            Self::LongBody => (S::PAYLOAD_TOO_LARGE, format!("the body is longer than {BODY} bytes").into()),
            Self::SlowBody => (S::REQUEST_TIMEOUT, "the body did not arrive in time".into()),
            Self::BrokenBody => (S::BAD_REQUEST, "the body broke off".into()),
            Self::NotJson => (S::BAD_REQUEST, "the body is not JSON".into()),
            Self::JournalFull | Self::JournalWrite | Self::JournalBusy | Self::JournalStalled => {
                (S::SERVICE_UNAVAILABLE, "cannot be kept now, try again".into())
            }
        }
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
            AppendError::Stalled => Self::JournalStalled,
        }
    }
}
