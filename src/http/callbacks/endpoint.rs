//! The callback endpoint as it is configured.

use super::refusal::Refusal;
use super::refusals::{OTHER, Refusals};
use crate::callback::query::Query;
use crate::config::Config;
use crate::config::apps::Apps;
use crate::handlers::before::{Cause, Dispatch};
use crate::journal::{Append, AppendError};
use crate::metrics::Callbacks;
use secrecy::SecretString;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use strum::VariantNames as _;
use tokio::sync::{Semaphore, watch};

/// Bytes of the bodies that are read or wait for the disk, all together.
const MEMORY: usize = 64 << 20;

/// Takes callbacks for some apps into a journal.
pub struct CallbackEndpoint {
    /// The apps as they are now: a reload replaces them, and a request keeps those that it began with.
    pub(super) apps: watch::Receiver<Arc<Apps>>,
    pub(super) allow_unsigned: bool,
    /// The end of the callback URL in development mode; `None` where apps are configured.
    pub(super) secret: Option<SecretString>,
    pub(super) dispatch: Dispatch,
    pub(super) before_deadline: Duration,
    pub(super) journal: Arc<dyn Append>,
    pub(super) metrics: Callbacks,
    /// Bytes that bodies may still take.
    pub(super) memory: Arc<Semaphore>,
    pub(super) refusals: Refusals,
}

impl std::fmt::Debug for CallbackEndpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallbackEndpoint").field("apps", &self.apps).finish_non_exhaustive()
    }
}

impl CallbackEndpoint {
    /// The endpoint for `apps`, which appends to `journal`; `dispatch` decides about before-callbacks. Only `commands`
    /// are named in `metrics`.
    pub fn new(
        apps: watch::Receiver<Arc<Apps>>,
        config: &Config,
        dispatch: Dispatch,
        journal: Arc<dyn Append>,
        metrics: &Callbacks,
        commands: BTreeSet<&'static str>,
    ) -> Self {
        let names: Vec<String> = match &**apps.borrow() {
            Apps::Development(_) => vec![OTHER.to_owned()],
            Apps::Known(apps) => apps.keys().map(ToString::to_string).collect(),
        };
        for reason in Refusal::VARIANTS {
            for app in names.iter().map(String::as_str).chain([OTHER, ""]) {
                let _ = metrics.refusals(app, reason);
            }
        }
        for cause in Cause::VARIANTS {
            let _ = metrics.policy_answers(cause);
        }
        for reason in AppendError::VARIANTS {
            let _ = metrics.journal_refused(reason);
        }
        let commands = commands.into_iter().map(|command| {
            let handlers = dispatch.handlers(command).into_iter().map(|name| ("handler", name));
            let deciders = match (dispatch.asks(command), dispatch.decides(command)) {
                (true, _) => handlers.chain([("policy", "")]).collect(),
                (false, true) => vec![("default", "")],
                (false, false) => Vec::new(),
            };
            (command, deciders)
        });
        let metrics = metrics.with_commands(commands, &names);
        let (allow_unsigned, before_deadline) = (config.http.allow_unsigned, config.handlers.before_deadline);
        let memory = Arc::new(Semaphore::new(MEMORY));
        let refusals = Refusals::new(Duration::from_mins(1));
        Self {
            apps,
            allow_unsigned,
            secret: None,
            dispatch,
            before_deadline,
            journal,
            metrics,
            memory,
            refusals,
        }
    }

    /// The same endpoint, for development mode: callbacks are taken at the callback path, `/`, and this secret.
    #[must_use]
    pub fn at_secret(self, secret: Option<SecretString>) -> Self {
        Self { secret, ..self }
    }

    /// The label of a request's app in metrics: only apps that are configured have one of their own.
    pub(super) fn label(&self, query: &Query<'_>) -> Cow<'static, str> {
        match query.app().filter(|id| self.apps.borrow().get(*id).is_some()) {
            Some(id) => id.to_string().into(),
            None if query.sdk_app_id.is_some() => OTHER.into(),
            None => "".into(),
        }
    }
}
