//! The callback endpoint as it is configured.

use super::refusal::Refusal;
use crate::config::Config;
use crate::config::apps::Apps;
use crate::handlers::before::{Cause, Dispatch};
use crate::journal::{Append, AppendError};
use crate::metrics::Callbacks;
use secrecy::SecretString;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use strum::VariantNames as _;
use tokio::sync::watch;

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
        for reason in Refusal::VARIANTS {
            let _ = metrics.refusals(reason);
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
        let metrics = metrics.with_commands(commands);
        let (allow_unsigned, before_deadline) = (config.http.allow_unsigned, config.handlers.before_deadline);
        Self { apps, allow_unsigned, secret: None, dispatch, before_deadline, journal, metrics }
    }

    /// The same endpoint, for development mode: callbacks are taken at the callback path, `/`, and this secret.
    #[must_use]
    pub fn at_secret(self, secret: Option<SecretString>) -> Self {
        Self { secret, ..self }
    }
}
