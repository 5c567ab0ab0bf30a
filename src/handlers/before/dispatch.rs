//! From a before-callback to its answer, before the deadline.

use super::chain::Chain;
use super::decision::{Cause, DecidedBy, Decision};
use crate::callback::{self, Kind, body};
use crate::config::policy::Policy;
use crate::handlers::context::body_text;
use crate::handlers::threads::{HandlerThreads, RunError};
use crate::handlers::{Context, Envelope, RegistrationError, Router, Services};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::time::Instant;

/// The before-handlers of a service, on threads of their own.
pub(crate) struct Dispatch {
    chains: BTreeMap<&'static str, Arc<dyn Chain>>,
    threads: HandlerThreads,
    services: Services,
}

impl Dispatch {
    /// Takes the before-handlers of a router.
    pub(crate) fn new(
        router: Router,
        threads: HandlerThreads,
        services: Services,
    ) -> Result<Self, RegistrationError> {
        router.check()?;
        let chains = router.chains.into_iter().map(|(command, chain)| (command, Arc::from(chain)));
        Ok(Self { chains: chains.collect(), threads, services })
    }

    /// Whether the answer to this command decides something.
    pub(crate) fn decides(&self, command: &str) -> bool {
        callback::command(command).is_some_and(|command| command.kind != Kind::After)
            || self.chains.contains_key(command)
    }

    /// Whether the command has before-handlers.
    pub(crate) fn asks(&self, command: &str) -> bool {
        self.chains.contains_key(command)
    }

    /// The names of the command's before-handlers.
    pub(crate) fn handlers(&self, command: &str) -> Vec<&str> {
        self.chains.get(command).map(|chain| chain.names()).unwrap_or_default()
    }

    /// The answer to a callback, at the deadline at the latest.
    pub(crate) async fn decide(
        &self,
        envelope: Envelope,
        body: &[u8],
        deadline: Instant,
        policy: Policy,
    ) -> Decision {
        let Some(chain) = self.chains.get(&*envelope.command) else {
            return without_handlers(&envelope.command, body);
        };
        let context = Context::new(envelope, body_text(body), Some(deadline), &self.services);
        let (command, progress) = (context.command(), Arc::default());
        let decision = Arc::clone(chain).decide(context.clone(), policy, Arc::clone(&progress));
        let cause = match self.threads.run(deadline, decision).await {
            Ok(Ok(decision)) => return decision,
            Ok(Err(error)) => {
                let field = error.field();
                tracing::warn!(
                    command,
                    field,
                    "the body cannot be read as its command's type: the policy decides"
                );
                Cause::Undecodable
            }
            Err(RunError::Full) => {
                tracing::warn!(command, "no before-handler can be run: the policy decides");
                Cause::Full
            }
            Err(RunError::Panicked) => Cause::Panic,
            Err(RunError::Late) => {
                let progress = std::mem::take(&mut *progress.lock());
                let handler = progress.handler.as_deref();
                tracing::warn!(command, handler, "a before-handler took too long: the policy decides");
                // Under `pass`, the answer of the handlers before the late one holds.
                if let Some((answer, code)) = progress.answer.filter(|_| policy == Policy::Pass) {
                    return Decision { answer, code, decided_by: DecidedBy::Policy(Cause::Timeout) };
                }
                Cause::Timeout
            }
        };
        chain.fall_back(context.body(), policy, cause)
    }

    /// The policy's answer where the body did not arrive in time.
    pub(crate) fn without_body(&self, command: &str, bytes: &[u8], policy: Policy) -> Decision {
        match self.chains.get(command) {
            Some(chain) => chain.fall_back(&body_text(bytes), policy, Cause::Timeout),
            None => without_handlers(command, bytes),
        }
    }
}

/// The answer to a command without handlers: "carry on".
fn without_handlers(command: &str, body: &[u8]) -> Decision {
    #[derive(Deserialize)]
    struct Code {
        #[serde(rename = "ErrorCode")]
        code: i64,
    }
    let text = body::text(body);
    let known = callback::command(command);
    let answer = known.and_then(|command| (command.pass)(body::without_mark(&text)).ok());
    let answer = answer.unwrap_or_else(|| callback::PLAIN.to_owned());
    let code = serde_json::from_str(&answer).map_or(0, |Code { code }| code);
    Decision { answer, code, decided_by: DecidedBy::Nobody }
}
