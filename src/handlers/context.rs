//! What a handler is given beside the callback.

use crate::callback::Query;
use crate::model::{Platform, SdkAppId};
use crate::rest::Client;
use crate::store::History;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// What handlers may use: the same for all of them.
#[derive(Debug, Clone)]
pub struct Services {
    /// The messages that are recorded, over connections of the handlers' own: what they do cannot hold up the recorder.
    pub store: Arc<History>,
    /// The REST clients of the apps that have a secret key.
    pub clients: Arc<BTreeMap<SdkAppId, Client>>,
}

/// Nobody can be called in the name of an app without a secret key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the app {0} has no secret key: set IMHOOK_SECRET_KEY (or secret_key in IMHOOK_APPS)")]
pub struct NoClient(pub SdkAppId);

/// One callback, beside its body.
#[derive(Debug, Clone)]
pub struct Call {
    /// The app it is for.
    pub app_id: SdkAppId,
    /// The command.
    pub command: String,
    /// When its headers had been read.
    pub received_at: DateTime<Utc>,
    /// The address of the user's client.
    pub client_ip: Option<String>,
    /// The platform of the request.
    pub platform: Option<Platform>,
    /// Tencent's identity of the request, where it sends one.
    pub request_id: Option<String>,
    /// When the answer must be on its way; `None` behind the answer.
    pub deadline: Option<Instant>,
}

impl Call {
    /// A callback as its URL tells of it.
    #[must_use]
    pub fn new(app_id: SdkAppId, command: &str, query: &Query<'_>, received_at: DateTime<Utc>) -> Self {
        Self {
            app_id,
            command: command.to_owned(),
            received_at,
            client_ip: query.client_ip.as_deref().map(str::to_owned),
            platform: query.opt_platform.clone(),
            request_id: query.request_id.as_deref().map(str::to_owned),
            deadline: None,
        }
    }
}

/// What a handler is given beside the callback. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Context {
    call: Arc<Call>,
    services: Services,
    span: tracing::Span,
}

impl Context {
    /// For handlers that are called directly, as in a test; the router makes its own.
    #[must_use]
    pub fn new(call: Call, services: Services) -> Self {
        let call = Arc::new(call);
        let span = tracing::info_span!("handler", app = %call.app_id, command = ?call.command);
        Self { call, services, span }
    }

    /// The app that the callback is for.
    #[must_use]
    pub fn app_id(&self) -> SdkAppId {
        self.call.app_id
    }

    /// The command.
    #[must_use]
    pub fn command(&self) -> &str {
        &self.call.command
    }

    /// When the callback's headers had been read.
    #[must_use]
    pub fn received_at(&self) -> DateTime<Utc> {
        self.call.received_at
    }

    /// The address of the user's client; not every callback has one.
    #[must_use]
    pub fn client_ip(&self) -> Option<&str> {
        self.call.client_ip.as_deref()
    }

    /// The platform that caused the callback.
    #[must_use]
    pub fn platform(&self) -> Option<&Platform> {
        self.call.platform.as_ref()
    }

    /// Tencent's identity of the request; rarely there.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.call.request_id.as_deref()
    }

    /// How long a before-handler has left until the policy answers in its place; `None` behind the answer.
    #[must_use]
    pub fn remaining(&self) -> Option<Duration> {
        self.call.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }

    /// What is kept in Postgres. A query may fail or be slow: mind what [`remaining`](Self::remaining).
    #[must_use]
    pub fn store(&self) -> &History {
        &self.services.store
    }

    /// What calls Tencent's REST interface in the name of the callback's app.
    ///
    /// # Errors
    /// When the app has no secret key.
    pub fn client(&self) -> Result<&Client, NoClient> {
        self.services.clients.get(&self.call.app_id).ok_or(NoClient(self.call.app_id))
    }

    /// The span of this callback; handlers run inside of it.
    #[must_use]
    pub fn span(&self) -> &tracing::Span {
        &self.span
    }
}
