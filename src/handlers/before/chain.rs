//! The before-handlers of one command: a chain, in which each handler sees what the one before it has rewritten.

use super::decision::{Cause, DecidedBy, Decision};
use crate::callback::{self, Ack, Callback, DecodeError};
use crate::config::policy::Policy;
use crate::handlers::handler::Function;
use crate::handlers::seldom::Seldom;
use crate::handlers::{Context, RegistrationError};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use std::any::{Any, type_name};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tencent_im::report::in_words;
use tracing::Instrument as _;

/// A chain with the callback's type erased.
pub(in crate::handlers) trait Chain: Any + Send + Sync {
    fn names(&self) -> Vec<&str>;

    /// The name of the callback's type.
    fn event(&self) -> &'static str;

    /// Adds the handlers of another chain, which must be of the same type.
    fn append(&mut self, other: Box<dyn Chain>) -> Result<(), RegistrationError>;

    /// Runs the handlers on the callback whose body the context has.
    fn decide(
        self: Arc<Self>,
        context: Context,
        policy: Policy,
        progress: Arc<Mutex<Progress>>,
    ) -> BoxFuture<'static, Result<Decision, DecodeError>>;

    /// The policy's answer, which needs no handler.
    fn fall_back(&self, body: &str, policy: Policy, cause: Cause) -> Decision;
}

/// How far a chain has come, for the policy's answer when the deadline passes.
#[derive(Default)]
pub(in crate::handlers) struct Progress {
    /// The handler that is running.
    pub handler: Option<Arc<str>>,
    /// The ack of the handlers before it, as JSON, and its code.
    pub answer: Option<(String, i64)>,
}

pub(in crate::handlers) struct TypedChain<C: Callback> {
    handlers: Vec<(Arc<str>, Function<C>)>,
    failed: Seldom,
    panicked: Seldom,
}

impl<C: Callback> TypedChain<C> {
    pub(in crate::handlers) fn new(name: Arc<str>, function: Function<C>) -> Self {
        Self { handlers: vec![(name, function)], failed: Seldom::new(), panicked: Seldom::new() }
    }

    async fn run(
        &self,
        mut event: C,
        context: Context,
        policy: Policy,
        progress: &Mutex<Progress>,
    ) -> Decision {
        let mut answer: Option<C::Ack> = None;
        let mut decided_by = DecidedBy::Nobody;
        for (index, (name, function)) in self.handlers.iter().enumerate() {
            let so_far = answer.as_ref().map(|ack| (json(ack), ack.code()));
            *progress.lock() = Progress { handler: Some(Arc::clone(name)), answer: so_far };
            let (event_seen, context_given) = (event.clone(), context.clone());
            let run = AssertUnwindSafe(async { function(event_seen, context_given).await });
            match run.catch_unwind().instrument(context.span().clone()).await {
                Ok(Ok(ack)) => {
                    if index + 1 < self.handlers.len() {
                        ack.apply(&mut event);
                    }
                    let joined = join::<C>(answer.take(), ack);
                    let is_final = joined.is_final();
                    answer = Some(joined);
                    // After a failure, a handler that merely allows has not decided what the failed one could not.
                    if is_final || !matches!(decided_by, DecidedBy::Policy(_)) {
                        decided_by = DecidedBy::Handler(Arc::clone(name));
                    }
                    if is_final {
                        break;
                    }
                }
                failed => {
                    let cause = if let Ok(Err(error)) = &failed {
                        if let Some(count) = self.failed.count() {
                            tracing::warn!(handler = %name, count, error = %in_words(error.as_ref()), "a before-handler failed: the policy decides");
                        }
                        Cause::Error
                    } else {
                        if let Some(count) = self.panicked.count() {
                            tracing::error!(handler = %name, count, "a before-handler panicked: the policy decides");
                        }
                        Cause::Panic
                    };
                    decided_by = DecidedBy::Policy(cause);
                    // Under `pass`, the handlers after the failed one may still refuse.
                    if policy == Policy::Refuse
                        && let Some(refusal) = C::Ack::refuse(&event)
                    {
                        answer = Some(join::<C>(answer, refusal));
                        break;
                    }
                }
            }
        }
        let answer = answer.unwrap_or_else(|| C::Ack::pass(&event));
        Decision { code: answer.code(), answer: json(&answer), decided_by }
    }
}

impl<C: Callback> Chain for TypedChain<C> {
    fn names(&self) -> Vec<&str> {
        self.handlers.iter().map(|(name, _)| &**name).collect()
    }

    fn event(&self) -> &'static str {
        type_name::<C>()
    }

    fn append(&mut self, other: Box<dyn Chain>) -> Result<(), RegistrationError> {
        let (command, one, other_type) = (C::COMMAND, self.event(), other.event());
        let other = (other as Box<dyn Any>).downcast::<Self>();
        let other = other.map_err(|_| RegistrationError::Types { command, one, other: other_type })?;
        self.handlers.extend(other.handlers);
        Ok(())
    }

    fn decide(
        self: Arc<Self>,
        context: Context,
        policy: Policy,
        progress: Arc<Mutex<Progress>>,
    ) -> BoxFuture<'static, Result<Decision, DecodeError>> {
        async move {
            let event: C = callback::decode(context.body())?;
            Ok(self.run(event, context, policy, &progress).await)
        }
        .boxed()
    }

    fn fall_back(&self, body: &str, policy: Policy, cause: Cause) -> Decision {
        // The type may be a third party's: where reading it panics, the policy answers as for an unreadable body.
        let read = catch_unwind(AssertUnwindSafe(|| callback::decode::<C>(body).ok()));
        let event = read.unwrap_or_default();
        let ack = match (policy, &event) {
            (Policy::Pass, Some(event)) => Some(C::Ack::pass(event)),
            (Policy::Pass, None) => C::Ack::pass_unread(),
            (Policy::Refuse, Some(event)) => C::Ack::refuse(event).or_else(|| Some(C::Ack::pass(event))),
            (Policy::Refuse, None) => C::Ack::refuse_unread().or_else(C::Ack::pass_unread),
        };
        let decided_by = DecidedBy::Policy(cause);
        match ack {
            Some(ack) => Decision { code: ack.code(), answer: json(&ack), decided_by },
            None => Decision { code: 0, answer: callback::PLAIN.to_owned(), decided_by },
        }
    }
}

/// The answer of the handlers so far and that of the next one, as one answer.
fn join<C: Callback>(so_far: Option<C::Ack>, next: C::Ack) -> C::Ack {
    match so_far {
        Some(so_far) => so_far.join(next),
        None => next,
    }
}

/// An ack as JSON. Acks are plain structs, which can always be written; the plain ack is right in any case.
fn json(ack: &impl serde::Serialize) -> String {
    serde_json::to_string(ack).unwrap_or_else(|_| callback::PLAIN.to_owned())
}
