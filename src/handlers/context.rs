//! What a handler is given beside the callback.

use crate::callback::{Query, body};
use crate::model::{Platform, SdkAppId};
use crate::rest::Client;
use crate::store::History;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// The REST clients of the apps that have a secret key.
pub(crate) type Clients = BTreeMap<SdkAppId, Client>;

/// What handlers can call: Postgres and Tencent.
#[derive(Debug, Clone)]
pub(crate) struct Services {
    /// Connections for handlers alone: their queries must not take connections from the recorder.
    pub store: Arc<History>,
    /// The REST clients as they are now: a reload replaces them.
    pub clients: watch::Receiver<Arc<Clients>>,
}

/// The REST interface cannot be called in the name of an app without a secret key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the app {0} has no secret key: set IMHOOK_SECRET_KEY (or secret_key in IMHOOK_APPS)")]
pub struct NoClient(pub SdkAppId);

/// What the URL of a callback says, and when it arrived.
#[derive(Debug)]
pub(crate) struct Envelope {
    pub app_id: SdkAppId,
    pub command: String,
    /// When the request's headers had been read.
    pub received_at: DateTime<Utc>,
    client_ip: Option<String>,
    platform: Option<Platform>,
    request_id: Option<String>,
}

impl Envelope {
    pub(crate) fn new(
        app_id: SdkAppId,
        command: &str,
        query: &Query<'_>,
        received_at: DateTime<Utc>,
    ) -> Self {
        Self {
            app_id,
            command: command.to_owned(),
            received_at,
            client_ip: query.client_ip.as_deref().map(str::to_owned),
            platform: query.opt_platform.clone(),
            request_id: query.request_id.as_deref().map(str::to_owned),
        }
    }
}

/// What a handler is given beside the callback. A clone is cheap.
#[derive(Debug, Clone)]
pub struct Context {
    envelope: Arc<Envelope>,
    body: Arc<str>,
    /// When a before-callback must be answered; `None` for after-handlers.
    deadline: Option<Instant>,
    store: Arc<History>,
    client: Option<Client>,
    span: tracing::Span,
}

impl Context {
    pub(super) fn new(
        envelope: Envelope,
        body: Arc<str>,
        deadline: Option<Instant>,
        services: &Services,
    ) -> Self {
        let client = services.clients.borrow().get(&envelope.app_id).cloned();
        let span = tracing::info_span!("handler", app = %envelope.app_id, command = &*envelope.command);
        let store = Arc::clone(&services.store);
        Self { envelope: Arc::new(envelope), body, deadline, store, client, span }
    }

    /// A context for calling a handler in a test, without a service: the callback has arrived just now, its body is
    /// `{}`, its URL names the app and the command only. The methods that begin with `with_` change that.
    ///
    /// There is no Postgres: every query of [`store`](Self::store) times out at once. Nor is there a client.
    /// Call it inside of a Tokio runtime, as a test under `#[tokio::test]` does.
    ///
    /// ```
    /// use imhook::Context;
    /// use imhook::model::SdkAppId;
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// let context = Context::for_tests(SdkAppId(1), "C2C.CallbackAfterSendMsg")
    ///     .with_query("ClientIP=203.0.113.7&OptPlatform=iOS")
    ///     .with_body(r#"{"From_Account":"amy","To_Account":"ben","Mood":"good"}"#);
    /// assert_eq!(context.client_ip(), Some("203.0.113.7"));
    /// assert!(context.body().contains("Mood") && context.client().is_err());
    /// # });
    /// ```
    #[must_use]
    pub fn for_tests(app_id: SdkAppId, command: &str) -> Self {
        let (_, clients) = watch::channel(Arc::default());
        let services = Services { store: Arc::new(History::unreachable()), clients };
        let envelope = Envelope::new(app_id, command, &Query::default(), Utc::now());
        Self::new(envelope, "{}".into(), None, &services)
    }

    /// Sets the body of the callback, for a test.
    #[must_use]
    pub fn with_body(self, body: &str) -> Self {
        Self { body: body.into(), ..self }
    }

    /// Sets what the URL says of the request, for a test: `ClientIP`, `OptPlatform`, `RequestId`.
    #[must_use]
    pub fn with_query(self, query: &str) -> Self {
        let Envelope { app_id, command, received_at, .. } = &*self.envelope;
        let envelope = Envelope::new(*app_id, command, &Query::parse(query), *received_at);
        Self { envelope: Arc::new(envelope), ..self }
    }

    /// Sets how long a before-handler has left, from now on, for a test.
    #[must_use]
    pub fn with_remaining(self, remaining: Duration) -> Self {
        Self { deadline: Some(Instant::now() + remaining), ..self }
    }

    /// Sets what calls Tencent's REST interface, for a test: a client of a server on loopback, say.
    #[must_use]
    pub fn with_client(mut self, client: Client) -> Self {
        self.client = Some(client);
        self
    }

    /// Sets the Postgres database that [`store`](Self::store) queries, for a test. An imhook must have migrated it.
    ///
    /// # Errors
    /// When `url` is not a Postgres URL.
    pub fn with_database(mut self, url: &str) -> anyhow::Result<Self> {
        self.store = Arc::new(History::new(url)?);
        Ok(self)
    }

    /// The app that the callback is for.
    #[must_use]
    pub fn app_id(&self) -> SdkAppId {
        self.envelope.app_id
    }

    /// The callback's command.
    #[must_use]
    pub fn command(&self) -> &str {
        &self.envelope.command
    }

    /// The callback's body as it was received, to the letter: also the fields that the callback's type does not have.
    /// Two things differ, so that a JSON parser can read it: a byte order mark is left out, and U+FFFD stands for
    /// bytes that are not UTF-8.
    ///
    /// After a before-handler has rewritten the message, the next one is given the rewritten callback as its argument,
    /// and here still what was received.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// When the headers of the callback's request had been read.
    #[must_use]
    pub fn received_at(&self) -> DateTime<Utc> {
        self.envelope.received_at
    }

    /// The address of the user's client (`ClientIP`); not every callback has one.
    #[must_use]
    pub fn client_ip(&self) -> Option<&str> {
        self.envelope.client_ip.as_deref()
    }

    /// The platform of the user's client (`OptPlatform`); not every callback has one.
    #[must_use]
    pub fn platform(&self) -> Option<&Platform> {
        self.envelope.platform.as_ref()
    }

    /// Tencent's identifier of the request (`RequestId`); few callbacks have one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.envelope.request_id.as_deref()
    }

    /// How long a before-handler has left until the policy answers in its place; `None` for after-handlers.
    #[must_use]
    pub fn remaining(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }

    /// The messages that are recorded in Postgres. A query may fail or be slow: a before-handler should wait for it
    /// no longer than a part of what is [`remaining`](Self::remaining).
    #[must_use]
    pub fn store(&self) -> &History {
        &self.store
    }

    /// The client of Tencent's REST interface, in the name of the callback's app.
    ///
    /// # Errors
    /// When the app has no secret key.
    pub fn client(&self) -> Result<&Client, NoClient> {
        self.client.as_ref().ok_or(NoClient(self.app_id()))
    }

    /// The tracing span of this callback, in which its handlers run.
    pub(super) fn span(&self) -> &tracing::Span {
        &self.span
    }
}

/// A body as [`Context::body`] has it.
pub(super) fn body_text(bytes: &[u8]) -> Arc<str> {
    body::without_mark(&body::text(bytes)).into()
}
