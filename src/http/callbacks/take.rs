//! The body of an admitted request, and the decision about a before-callback.

use super::admit::{Admitted, Head};
use super::endpoint::CallbackEndpoint;
use super::refusal::Refusal;
use crate::callback::{PLAIN, body, query};
use crate::handlers::Envelope;
use crate::handlers::before::{DecidedBy, Decision};
use crate::http::limits::{BODY, BODY_TIME, DISCARD};
use crate::journal::Record;
use crate::metrics::Command;
use crate::model::SdkAppId;
use axum::body::{Body, Bytes, HttpBody as _};
use http_body_util::BodyExt as _;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{timeout, timeout_at};

/// A callback as it was received.
pub(super) struct Received<'h> {
    admitted: Admitted,
    /// The command of the URL, else of the body.
    pub(super) command: Option<Cow<'h, str>>,
    bytes: Vec<u8>,
    /// Whether all of the body came in time.
    complete: bool,
    /// The memory that the body takes; `None` where there is too little for a body that waits for the disk.
    memory: Option<OwnedSemaphorePermit>,
}

impl CallbackEndpoint {
    /// Reads the body of a request that is admitted. Where the URL says that the answer decides, the body is read
    /// until the deadline of the decision and may be incomplete: the policy still answers in time.
    pub(super) async fn read<'h>(&self, head: &'h Head<'_>, mut body: Body) -> Result<Received<'h>, Refusal> {
        let admitted = match self.admit(head) {
            Ok(admitted) => admitted,
            Err(refusal) => {
                discard(&mut body).await;
                return Err(refusal);
            }
        };
        let decides = head.command().is_some_and(|command| self.dispatch.decides(command));
        let time = if decides { self.before_deadline } else { BODY_TIME };
        let mut bytes = Vec::new();
        let mut memory = Arc::clone(&self.memory).try_acquire_many_owned(0).ok();
        // A verdict must be given, also where its callback cannot be kept.
        let reading = fill(&mut bytes, &mut body, &self.memory, &mut memory, decides);
        let complete = match timeout_at(head.arrival.instant + time, reading).await {
            Ok(filled) => filled.map(|()| true)?,
            Err(_) if decides => false,
            Err(_) => return Err(Refusal::SlowBody),
        };
        let command = head.command().map(Cow::Borrowed).or_else(|| command_of(&bytes));
        Ok(Received { admitted, command, bytes, complete, memory })
    }

    /// Decides where the answer decides, keeps the callback, and returns its ack.
    pub(super) async fn take(
        &self,
        head: &Head<'_>,
        received: Received<'_>,
        counted: &Command,
    ) -> Result<Cow<'static, str>, Refusal> {
        let Some(app_id) = received.admitted.app else {
            return if is_probe(&received.bytes) { Ok(PLAIN.into()) } else { Err(Refusal::NoApp) };
        };
        let is_json = body::is_json(&received.bytes);
        let decision = self.decide(head, app_id, &received, is_json).await;
        if let Some(decision) = &decision {
            self.count(counted, &decision.decided_by);
        }
        let record = Record {
            app_id,
            received_at: head.arrival.time,
            command: received.command.map(Cow::into_owned),
            query: query::without_sign(head.raw_query).into_owned(),
            body: received.bytes,
            verdict_code: decision.as_ref().map(|decision| decision.code),
            decided_by: decision.as_ref().map(|decision| decision.decided_by.to_string()),
            took_us: i64::try_from(head.arrival.instant.elapsed().as_micros()).unwrap_or(i64::MAX),
            unsigned: received.admitted.unsigned,
        };
        self.keep(record, decision.is_some(), head.arrival, received.memory).await?;
        match decision {
            Some(decision) => Ok(decision.answer.into()),
            None if is_json => Ok(PLAIN.into()),
            None => Err(Refusal::NotJson),
        }
    }

    /// The decision about a before-callback; `None` where the answer decides nothing, or where no handler could read
    /// the body.
    async fn decide(
        &self,
        head: &Head<'_>,
        app_id: SdkAppId,
        received: &Received<'_>,
        is_json: bool,
    ) -> Option<Decision> {
        let command = received.command.as_deref().filter(|command| self.dispatch.decides(command))?;
        let policy = received.admitted.apps.policy(app_id, command);
        if !received.complete {
            return Some(self.dispatch.without_body(command, &received.bytes, policy));
        }
        if !is_json && !self.dispatch.asks(command) {
            return None;
        }
        let envelope = Envelope::new(app_id, command, &head.query, head.arrival.time);
        let deadline = head.arrival.instant + self.before_deadline;
        Some(self.dispatch.decide(envelope, &received.bytes, deadline, policy).await)
    }

    fn count(&self, counted: &Command, decided_by: &DecidedBy) {
        match decided_by {
            DecidedBy::Nobody => counted.decided("default", ""),
            DecidedBy::Handler(name) => counted.decided("handler", name),
            DecidedBy::Policy(cause) => {
                counted.decided("policy", "");
                self.metrics.policy_answers((*cause).into()).inc();
            }
        }
    }
}

/// Whether the body is that of the console's probe of the callback URL: `{}` or nothing.
fn is_probe(body: &[u8]) -> bool {
    let body = body.trim_ascii();
    let inner = body.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}"));
    body.is_empty() || inner.is_some_and(|inner| inner.trim_ascii().is_empty())
}

/// The command of the body; the last one, if there are several.
fn command_of(body: &[u8]) -> Option<Cow<'static, str>> {
    let text = body::text(body);
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(body::without_mark(&text)).ok()?;
    let command: String = serde_json::from_str(fields.get("CallbackCommand")?.get()).ok()?;
    (!command.is_empty()).then_some(Cow::Owned(command))
}

/// Reads the body into `bytes`, which take their share of `all` memory. Where there is none left, the body is refused,
/// or read all the same. Where the caller gives up, `bytes` hold what has come so far.
async fn fill(
    bytes: &mut Vec<u8>,
    body: &mut Body,
    all: &Arc<Semaphore>,
    memory: &mut Option<OwnedSemaphorePermit>,
    must: bool,
) -> Result<(), Refusal> {
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Refusal::BrokenBody)?.into_data() else { continue };
        if bytes.len() + data.len() > BODY {
            bytes.clear();
            discard(body).await;
            return Err(Refusal::LongBody);
        }
        if let Some(held) = memory {
            let more = u32::try_from(data.len()).unwrap_or(u32::MAX);
            match Arc::clone(all).try_acquire_many_owned(more) {
                Ok(more) => held.merge(more),
                Err(_) if must => *memory = None,
                Err(_) => {
                    *bytes = Vec::new();
                    discard(body).await;
                    return Err(Refusal::JournalBusy);
                }
            }
        }
        if bytes.capacity() == 0 {
            // A vector that grows doubles, and would take up to twice its share.
            let rest = body.size_hint().exact().and_then(|size| usize::try_from(size).ok()).unwrap_or(0);
            bytes.reserve_exact(rest.saturating_add(data.len()).min(BODY));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(())
}

/// Reads the rest of a refused body and throws it away, as far as limits allow.
pub(super) async fn discard(body: &mut Body) {
    let rest = async {
        let mut read = 0;
        while let Some(Ok(frame)) = body.frame().await {
            read += frame.data_ref().map_or(0, Bytes::len);
            if read > DISCARD {
                return;
            }
        }
    };
    let _ = timeout(BODY_TIME, rest).await;
}
