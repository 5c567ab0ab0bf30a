//! From a before-callback to its answer, in time.

use super::chain::{Chain, Progress};
use crate::callback::{self, Kind, body};
use crate::config::policy::Policy;
use crate::handlers::threads::Failure;
use crate::handlers::{Call, Context, RegistrationError, Router, Services, Workers};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use tokio::time::Instant;

/// Why the policy answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// A handler returned an error.
    Error,
    /// A handler panicked.
    Panic,
    /// Time was up.
    Timeout,
    /// As many handlers run as may, or those that run block all threads.
    Full,
    /// The body is not what its command promises.
    Undecodable,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Error, Self::Panic, Self::Timeout, Self::Full, Self::Undecodable];

    /// The word for it in records and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Panic => "panic",
            Self::Timeout => "timeout",
            Self::Full => "full",
            Self::Undecodable => "undecodable",
        }
    }
}

/// Who decided: `default` where no handler is registered, `policy:` and the cause, or the handler's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecidedBy {
    /// No handler is registered.
    Nobody,
    /// The policy, because of this.
    Policy(Cause),
    /// The handler that ended the row, else the last one asked.
    Handler(Arc<str>),
}

impl fmt::Display for DecidedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => f.write_str("default"),
            Self::Policy(cause) => write!(f, "policy:{}", cause.as_str()),
            Self::Handler(name) => f.write_str(name),
        }
    }
}

/// What is answered, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The ack, as JSON.
    pub answer: String,
    /// Its code, as the records name it.
    pub code: i64,
    /// Who decided.
    pub decided_by: DecidedBy,
}

/// The before-handlers at work.
pub struct Dispatch {
    chains: BTreeMap<&'static str, Arc<dyn Chain>>,
    workers: Workers,
    services: Services,
}

impl Dispatch {
    /// Takes the before-handlers of a router.
    ///
    /// # Errors
    /// When the handlers cannot be run as they are registered.
    pub fn new(router: Router, workers: Workers, services: Services) -> Result<Self, RegistrationError> {
        router.check()?;
        let chains = router.chains.into_iter().map(|(command, chain)| (command, Arc::from(chain)));
        Ok(Self { chains: chains.collect(), workers, services })
    }

    /// Whether the answer to this command decides something.
    #[must_use]
    pub fn decides(&self, command: &str) -> bool {
        callback::command(command).is_some_and(|command| command.kind != Kind::After)
            || self.chains.contains_key(command)
    }

    /// Whether a handler is asked about this command.
    #[must_use]
    pub fn asks(&self, command: &str) -> bool {
        self.chains.contains_key(command)
    }

    /// The names of the handlers that are asked about this command.
    #[must_use]
    pub fn handlers(&self, command: &str) -> Vec<&str> {
        self.chains.get(command).map(|chain| chain.names()).unwrap_or_default()
    }

    /// The answer to a callback, at the deadline at the latest.
    pub async fn decide(&self, mut call: Call, bytes: &[u8], deadline: Instant, policy: Policy) -> Decision {
        let text = body::text(bytes);
        let text = body::without_mark(&text);
        let Some(chain) = self.chains.get(&*call.command) else { return unasked(&call.command, text) };
        call.deadline = Some(deadline);
        let command = call.command.clone();
        let context = Context::new(call, self.services.clone());
        let progress = Progress::default();
        let asked = Arc::clone(chain).ask(text.to_owned(), context, policy, progress.clone());
        match self.workers.run(deadline, asked).await {
            Ok(Ok(decision)) => decision,
            Ok(Err(error)) => {
                tracing::warn!(
                    ?command,
                    field = error.field(),
                    "the body is not what its command promises: the policy decides"
                );
                chain.fall_back(text, policy, Cause::Undecodable)
            }
            Err(Failure::Full) => {
                tracing::warn!(?command, "no handler can be run: the policy decides");
                chain.fall_back(text, policy, Cause::Full)
            }
            Err(Failure::Panic) => chain.fall_back(text, policy, Cause::Panic),
            Err(Failure::Late) => {
                let handler = progress.handler();
                tracing::warn!(
                    ?command,
                    handler = handler.as_deref(),
                    "a handler took too long: the policy decides"
                );
                match progress.answer().filter(|_| policy == Policy::Pass) {
                    // What those before it have said stays said.
                    Some((answer, code)) => {
                        Decision { answer, code, decided_by: DecidedBy::Policy(Cause::Timeout) }
                    }
                    None => chain.fall_back(text, policy, Cause::Timeout),
                }
            }
        }
    }

    /// The policy's answer where the body did not arrive in time.
    #[must_use]
    pub fn without_body(&self, command: &str, bytes: &[u8], policy: Policy) -> Decision {
        match self.chains.get(command) {
            Some(chain) => chain.fall_back(&body::text(bytes), policy, Cause::Timeout),
            None => unasked(command, &body::text(bytes)),
        }
    }
}

/// What is answered where no handler is registered.
fn unasked(command: &str, body: &str) -> Decision {
    #[derive(Deserialize)]
    struct Code {
        #[serde(rename = "ErrorCode")]
        code: i64,
    }
    let answer = callback::command(command).and_then(|command| (command.pass)(body).ok());
    let answer = answer.unwrap_or_else(|| callback::PLAIN.to_owned());
    let code = serde_json::from_str(&answer).map_or(0, |Code { code }| code);
    Decision { answer, code, decided_by: DecidedBy::Nobody }
}

impl fmt::Debug for Dispatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispatch").field("commands", &self.chains.keys()).finish_non_exhaustive()
    }
}
