//! Everything about a request that can be judged without its body.

use super::endpoint::CallbackEndpoint;
use super::peer::foreign;
use super::refusal::Refusal;
use crate::callback::query::{Parameter, Query};
use crate::callback::sign::{self, SignError};
use crate::config::apps::{App, Apps};
use crate::http::limits::QUERY;
use crate::http::server::Sender;
use crate::model::SdkAppId;
use axum::http::request::Parts;
use chrono::{DateTime, Utc};
use secrecy::ExposeSecret as _;
use std::sync::Arc;
use subtle::ConstantTimeEq as _;
use tokio::time::Instant;

/// When a request's headers had been read, by the wall clock and by the monotonic one.
#[derive(Clone, Copy)]
pub(super) struct Arrival {
    pub(super) time: DateTime<Utc>,
    pub(super) instant: Instant,
}

/// A request without its body.
pub(super) struct Head<'r> {
    parts: &'r Parts,
    pub(super) raw_query: &'r str,
    pub(super) query: Query<'r>,
    pub(super) arrival: Arrival,
}

impl<'r> Head<'r> {
    pub(super) fn new(parts: &'r Parts, arrival: Arrival) -> Self {
        let raw_query = parts.uri.query().unwrap_or_default();
        Self { parts, raw_query, query: Query::parse(raw_query), arrival }
    }

    /// The command of the URL.
    pub(super) fn command(&self) -> Option<&str> {
        self.query.callback_command.as_deref().filter(|command| !command.is_empty())
    }
}

/// A request whose app and Sign are right.
pub(super) struct Admitted {
    /// The apps when the request began.
    pub(super) apps: Arc<Apps>,
    /// `None` where the URL names no app, as in the console's probe of the callback URL.
    pub(super) app: Option<SdkAppId>,
    /// Whether the request was taken without a Sign.
    pub(super) unsigned: bool,
}

impl CallbackEndpoint {
    /// Checks the URL's secret, the query's length, the app, and the Sign.
    pub(super) fn admit(&self, head: &Head<'_>) -> Result<Admitted, Refusal> {
        let query = &head.query;
        if let Some(secret) = &self.secret {
            let given = head.parts.uri.path().rsplit('/').next().unwrap_or_default();
            if !bool::from(secret.expose_secret().as_bytes().ct_eq(given.as_bytes())) {
                return Err(Refusal::NoSecret);
            }
        }
        if head.raw_query.len() > QUERY {
            return Err(Refusal::LongQuery);
        }
        if query.doubled(Parameter::SdkAppId) {
            return Err(Refusal::DoubledApp);
        }
        let app = match &query.sdk_app_id {
            // Postgres keeps the number as a bigint.
            Some(_) => Some(query.app().filter(|id| i64::try_from(id.0).is_ok()).ok_or(Refusal::UnknownApp)?),
            None => None,
        };
        let now = Arc::clone(&self.apps.borrow());
        let apps: Vec<&App> = match (&*now, app) {
            (Apps::Development(_), _) => Vec::new(),
            (Apps::Known(apps), Some(id)) => vec![apps.get(&id).ok_or(Refusal::UnknownApp)?],
            // The console's probe names no app: the Sign of any will do.
            (Apps::Known(apps), None) => apps.values().collect(),
        };
        if query.any_doubled() {
            return Err(Refusal::Doubled);
        }
        let unsigned = check_sign(&apps, query, head.arrival.time)?;
        if unsigned && self.secret.is_none() {
            if !self.allow_unsigned {
                return Err(Refusal::NoToken);
            }
            if let Some(sign) = foreign(head.parts) {
                return Err(Refusal::Foreign(sign.to_owned()));
            }
        }
        if let Some(sender) = head.parts.extensions.get::<Sender>() {
            sender.admit();
        }
        Ok(Admitted { apps: now, app, unsigned })
    }
}

/// Whether one of these apps takes the request unsigned; an error where no app takes it at all.
fn check_sign(apps: &[&App], query: &Query<'_>, now: DateTime<Utc>) -> Result<bool, SignError> {
    let (sign, time) =
        (query.sign.as_deref().unwrap_or_default(), query.request_time.as_deref().unwrap_or_default());
    let mut refusal = None;
    for app in apps.iter().filter(|app| !app.tokens.is_empty()) {
        match sign::verify(&app.tokens, sign, time, now.timestamp()) {
            Ok(()) => return Ok(false),
            Err(error) => refusal = Some(error),
        }
    }
    let unsigned = apps.is_empty() || apps.iter().any(|app| app.tokens.is_empty());
    refusal.filter(|_| !unsigned).map_or(Ok(true), Err)
}
