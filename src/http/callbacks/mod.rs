//! The callback endpoint: limits → app → Sign → record → ack.

mod answer;
mod counts;
mod peer;
mod refusal;

use super::limits::{BEFORE_JOURNAL, BODY, BODY_TIME, DISCARD, QUERY};
use crate::callback::PLAIN;
use crate::callback::query::{Parameter, Query};
use crate::callback::sign::SignError;
use crate::callback::{body, query, sign};
use crate::config::Config;
use crate::config::apps::{App, Apps};
use crate::config::policy::Policy;
use crate::handlers::{Call, Decision, Dispatch};
use crate::journal::{AppendError, Journal, Record};
use crate::metrics::{Command, Metrics};
use crate::model::SdkAppId;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::post;
use chrono::{DateTime, Utc};
use counts::Counts;
use http_body_util::BodyExt as _;
use peer::foreign_header;
use refusal::Refusal;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tower_http::catch_panic::CatchPanicLayer;

/// The callback endpoint at `path`.
pub fn router(endpoint: Arc<CallbackEndpoint>, path: &str) -> Router {
    Router::new()
        .route(path, post(receive))
        .method_not_allowed_fallback(wrong_method)
        .fallback(wrong_path)
        .layer(CatchPanicLayer::custom(answer::panicked))
        .with_state(endpoint)
}

/// Takes callbacks for some apps into a journal.
pub struct CallbackEndpoint {
    apps: Apps,
    allow_unsigned: bool,
    dispatch: Dispatch,
    before_deadline: Duration,
    journal: Arc<dyn Journal>,
    counts: Counts,
}

impl std::fmt::Debug for CallbackEndpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallbackEndpoint").field("apps", &self.apps).finish_non_exhaustive()
    }
}

impl CallbackEndpoint {
    /// The endpoint as it is configured, for `apps`, into `journal`; `dispatch` decides about before-callbacks. Only
    /// `commands` are named in `metrics`.
    #[must_use]
    pub fn new(
        apps: Apps,
        config: &Config,
        dispatch: Dispatch,
        journal: Arc<dyn Journal>,
        metrics: &Metrics,
        commands: BTreeSet<&'static str>,
    ) -> Self {
        let (allow_unsigned, before_deadline) = (config.http.allow_unsigned, config.handlers.before_deadline);
        let counts = Counts::new(metrics.callbacks.clone(), commands, &dispatch);
        Self { apps, allow_unsigned, dispatch, before_deadline, journal, counts }
    }
}

/// Who may go on to the body.
struct Admitted {
    /// `None`: a Sign that is right, but no app; only the console's probe looks like that.
    app: Option<SdkAppId>,
    unsigned: bool,
}

/// When a request's headers had been read, by both clocks.
#[derive(Clone, Copy)]
struct Arrival {
    time: DateTime<Utc>,
    instant: Instant,
}

/// In a task of its own: a caller that hangs up does not take back what it has said.
async fn receive(State(endpoint): State<Arc<CallbackEndpoint>>, request: Request) -> Response {
    let arrival = Arrival { time: Utc::now(), instant: Instant::now() };
    match tokio::spawn(answer_to(endpoint, request, arrival)).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => answer::fail(StatusCode::SERVICE_UNAVAILABLE, "stopping"),
        },
    }
}

async fn answer_to(endpoint: Arc<CallbackEndpoint>, request: Request, arrival: Arrival) -> Response {
    let (parts, mut body) = request.into_parts();
    let raw_query = parts.uri.query().unwrap_or_default();
    let query = Query::parse(raw_query);
    let mut counted = endpoint.counts.of(query.callback_command.as_deref());
    let outcome = match endpoint.admit(raw_query, &query, &parts, arrival.time) {
        Ok(admitted) => endpoint.take(&admitted, &query, raw_query, body, arrival, &mut counted).await,
        Err(refusal) => {
            let _ = tokio::time::timeout(BODY_TIME, discard(&mut body, DISCARD)).await;
            Err(refusal)
        }
    };
    let took = arrival.instant.elapsed();
    // Outside text: `?` escapes it.
    let command = query.callback_command.as_deref().unwrap_or_default();
    let app = query.sdk_app_id.as_deref().unwrap_or_default();
    match outcome {
        Ok(ack) => {
            counted.acked(took);
            tracing::debug!(?command, ?app, ?took, "acked");
            answer::ack(ack)
        }
        Err(refusal) => {
            endpoint.counts.refused(counted, &refusal);
            let status = refusal.status();
            tracing::debug!(?command, ?app, ?took, status = status.as_u16(), reason = %refusal, "refused");
            answer::fail(status, &refusal.to_string())
        }
    }
}

async fn wrong_method(State(endpoint): State<Arc<CallbackEndpoint>>, request: Request) -> Response {
    endpoint.turn_away(request, &Refusal::Method).await
}

async fn wrong_path(State(endpoint): State<Arc<CallbackEndpoint>>, request: Request) -> Response {
    endpoint.turn_away(request, &Refusal::Path).await
}

impl CallbackEndpoint {
    /// Refuses what is no callback.
    async fn turn_away(&self, request: Request, refusal: &Refusal) -> Response {
        let _ = tokio::time::timeout(BODY_TIME, discard(&mut request.into_body(), DISCARD)).await;
        self.counts.refused(self.counts.of(None), refusal);
        answer::fail(refusal.status(), &refusal.to_string())
    }

    /// Everything that can be judged without the body.
    fn admit(
        &self,
        raw_query: &str,
        query: &Query<'_>,
        parts: &Parts,
        now: DateTime<Utc>,
    ) -> Result<Admitted, Refusal> {
        if raw_query.len() > QUERY {
            return Err(Refusal::LongQuery);
        }
        if query.doubled(Parameter::SdkAppId) {
            return Err(Refusal::DoubledApp);
        }
        let id = match &query.sdk_app_id {
            // Postgres's bigint is the limit.
            Some(_) => Some(query.app().filter(|id| i64::try_from(id.0).is_ok()).ok_or(Refusal::UnknownApp)?),
            None => None,
        };
        let apps: Vec<&App> = match (&self.apps, id) {
            (Apps::Development(_), _) => Vec::new(),
            (Apps::Known(apps), Some(id)) => vec![apps.get(&id).ok_or(Refusal::UnknownApp)?],
            // The console's probe names none.
            (Apps::Known(apps), None) => apps.values().collect(),
        };
        if query.any_doubled() {
            return Err(Refusal::Doubled);
        }
        let unsigned = check_sign(&apps, query, now)?;
        // Development mode takes every app: it stays on this machine whatever else is allowed.
        let allowed = self.allow_unsigned && matches!(self.apps, Apps::Known(_));
        if unsigned
            && !allowed
            && let Some(header) = foreign_header(&parts.headers, &parts.uri)
        {
            return Err(Refusal::Foreign(header.to_owned()));
        }
        Ok(Admitted { app: id, unsigned })
    }

    /// Reads the body, decides where the answer decides, and keeps the callback. `counted` becomes the command of
    /// the body where the URL has none.
    async fn take<'d>(
        &'d self,
        admitted: &Admitted,
        query: &Query<'_>,
        raw_query: &str,
        mut body: Body,
        arrival: Arrival,
        counted: &mut &'d Command,
    ) -> Result<Cow<'static, str>, Refusal> {
        let named = query.callback_command.as_deref().filter(|command| !command.is_empty());
        let deadline = arrival.instant + self.before_deadline;
        let body_deadline = match named {
            Some(command) if self.dispatch.decides(command) => deadline,
            _ => arrival.instant + BODY_TIME,
        };
        let mut bytes = Vec::new();
        let arrived = match tokio::time::timeout_at(body_deadline, read(&mut body, &mut bytes)).await {
            Ok(read) => read.map(|()| true)?,
            Err(_) if body_deadline == deadline => false,
            Err(_) => return Err(Refusal::SlowBody),
        };
        let Some(app_id) = admitted.app else {
            return if is_probe(&bytes) { Ok(PLAIN.into()) } else { Err(Refusal::NoApp) };
        };
        let is_json = body::is_json(&bytes);
        let command = named.map(Cow::Borrowed).or_else(|| command_of(&bytes));
        *counted = self.counts.of(command.as_deref());
        let decision = match command.as_deref() {
            Some(command)
                if self.dispatch.decides(command) && (is_json || !arrived || self.dispatch.asks(command)) =>
            {
                let policy = self.policy(app_id, command);
                Some(if arrived {
                    let call = Call::new(app_id, command, query, arrival.time);
                    self.dispatch.decide(call, &bytes, deadline, policy).await
                } else {
                    self.dispatch.without_body(command, &bytes, policy)
                })
            }
            _ => None,
        };
        let (verdict_code, decided_by, ack) = match decision {
            Some(Decision { answer, code, decided_by }) => {
                self.counts.decided(counted, &decided_by);
                (Some(code), Some(decided_by.to_string()), Some(answer.into()))
            }
            None => (None, None, None),
        };
        let record = Record {
            app_id,
            received_at: arrival.time,
            command: command.map(Cow::into_owned),
            query: query::without_sign(raw_query).into_owned(),
            body: bytes,
            verdict_code,
            decided_by,
            took_us: i64::try_from(arrival.instant.elapsed().as_micros()).unwrap_or(i64::MAX),
            unsigned: admitted.unsigned,
        };
        self.keep(record, ack.is_some(), arrival).await?;
        match ack {
            Some(ack) => Ok(ack),
            None if is_json => Ok(PLAIN.into()),
            None => Err(Refusal::NotJson),
        }
    }

    fn policy(&self, app_id: SdkAppId, command: &str) -> Policy {
        match (&self.apps, self.apps.get(app_id)) {
            (_, Some(app)) => app.policies.of(command),
            (Apps::Development(policies), None) => policies.of(command),
            (Apps::Known(_), None) => Policy::default(),
        }
    }

    /// Waits until the record is durable; a before-callback waits only so long, for its verdict is what counts.
    async fn keep(&self, record: Record, before: bool, arrival: Arrival) -> Result<(), AppendError> {
        // On its way from here on, also when the caller hangs up.
        let appended = self.journal.append(record);
        let appended = if before {
            let in_time = tokio::time::timeout_at(arrival.instant + BEFORE_JOURNAL, appended).await;
            let Ok(appended) = in_time else {
                self.counts.recorded_late();
                return Ok(());
            };
            appended
        } else {
            appended.await
        };
        match appended {
            Ok(_) => Ok(()),
            Err(error) => {
                self.counts.journal_refused(&error);
                if before { Ok(()) } else { Err(error) }
            }
        }
    }
}

/// Whether one of these apps takes the request unsigned; an error where none takes it at all.
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

/// The console's trial of the URL: `{}` or nothing.
fn is_probe(body: &[u8]) -> bool {
    let body = body.trim_ascii();
    let inner = body.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}"));
    body.is_empty() || inner.is_some_and(|inner| inner.trim_ascii().is_empty())
}

/// The command where the URL has none; the last one, if there are several.
fn command_of(body: &[u8]) -> Option<Cow<'static, str>> {
    let text = body::text(body);
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(body::without_mark(&text)).ok()?;
    let command: String = serde_json::from_str(fields.get("CallbackCommand")?.get()).ok()?;
    (!command.is_empty()).then_some(Cow::Owned(command))
}

/// Reads the body into `bytes`, which hold what has come so far also where this is given up.
async fn read(body: &mut Body, bytes: &mut Vec<u8>) -> Result<(), Refusal> {
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Refusal::BrokenBody)?.into_data() else { continue };
        if bytes.len() + data.len() > BODY {
            bytes.clear();
            discard(body, DISCARD).await;
            return Err(Refusal::LongBody);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(())
}

/// Reads what is left, up to `limit` bytes.
async fn discard(body: &mut Body, limit: usize) {
    let mut read = 0;
    while let Some(Ok(frame)) = body.frame().await {
        read += frame.data_ref().map_or(0, Bytes::len);
        if read > limit {
            return;
        }
    }
}
