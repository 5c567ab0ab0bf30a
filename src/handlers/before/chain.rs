//! The before-handlers of one command, asked one behind the other.

use super::dispatch::{Cause, DecidedBy, Decision};
use crate::callback::{self, Ack, Callback, DecodeError};
use crate::config::policy::Policy;
use crate::handlers::Context;
use crate::handlers::router::{Handler, RegistrationError};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::any::{Any, type_name};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use tencent_im::report::in_words;
use tracing::Instrument as _;

/// Handlers with their type taken off.
pub(in crate::handlers) trait Chain: Send + Sync {
    fn names(&self) -> Vec<&str>;

    fn event(&self) -> &'static str;

    fn append(&mut self, other: Box<dyn Chain>) -> Result<(), RegistrationError>;

    fn into_any(self: Box<Self>) -> Box<dyn Any>;

    /// Asks the handlers.
    fn ask(
        self: Arc<Self>,
        body: String,
        context: Context,
        policy: Policy,
        progress: Progress,
    ) -> BoxFuture<'static, Result<Decision, DecodeError>>;

    /// The policy's answer, without asking.
    fn fall_back(&self, body: &str, policy: Policy, cause: Cause) -> Decision;
}

/// How far the handlers have come, for the policy's answer when time is up.
#[derive(Clone, Default)]
pub(in crate::handlers) struct Progress(Arc<Mutex<Reached>>);

#[derive(Default)]
struct Reached {
    /// Who is being asked.
    handler: Option<Arc<str>>,
    /// What those before have answered.
    answer: Option<(String, i64)>,
}

impl Progress {
    fn reach(&self, handler: &Arc<str>, answer: Option<(String, i64)>) {
        let mut reached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *reached = Reached { handler: Some(Arc::clone(handler)), answer };
    }

    pub(in crate::handlers) fn handler(&self) -> Option<Arc<str>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).handler.clone()
    }

    pub(in crate::handlers) fn answer(&self) -> Option<(String, i64)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).answer.clone()
    }
}

pub(in crate::handlers) struct Typed<C: Callback> {
    handlers: Vec<(Arc<str>, Handler<C>)>,
}

impl<C: Callback> Typed<C> {
    pub(in crate::handlers) fn new(name: Arc<str>, handler: Handler<C>) -> Self {
        Self { handlers: vec![(name, handler)] }
    }

    async fn ask_all(&self, mut event: C, context: Context, policy: Policy, progress: &Progress) -> Decision {
        let mut answer: Option<C::Ack> = None;
        let mut decided_by = DecidedBy::Nobody;
        for (index, (name, handler)) in self.handlers.iter().enumerate() {
            progress.reach(name, answer.as_ref().map(|ack| (json(ack), ack.code())));
            let (seen, given) = (event.clone(), context.clone());
            let asked = AssertUnwindSafe(async { handler(seen, given).await });
            match asked.catch_unwind().instrument(context.span().clone()).await {
                Ok(Ok(ack)) => {
                    if index + 1 < self.handlers.len() {
                        ack.apply(&mut event);
                    }
                    let joined = join::<C>(answer.take(), ack);
                    let is_final = joined.is_final();
                    answer = Some(joined);
                    if is_final || !matches!(decided_by, DecidedBy::Policy(_)) {
                        decided_by = DecidedBy::Handler(Arc::clone(name));
                    }
                    if is_final {
                        break;
                    }
                }
                failed => {
                    let cause = if let Ok(Err(error)) = &failed {
                        tracing::warn!(handler = %name, error = %in_words(error.as_ref()), "a handler failed: the policy decides");
                        Cause::Error
                    } else {
                        tracing::error!(handler = %name, "a handler panicked: the policy decides");
                        Cause::Panic
                    };
                    decided_by = DecidedBy::Policy(cause);
                    // Under `pass`, those behind may still refuse.
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

impl<C: Callback> Chain for Typed<C> {
    fn names(&self) -> Vec<&str> {
        self.handlers.iter().map(|(name, _)| &**name).collect()
    }

    fn event(&self) -> &'static str {
        type_name::<C>()
    }

    fn append(&mut self, other: Box<dyn Chain>) -> Result<(), RegistrationError> {
        let (command, one, other_type) = (C::COMMAND, self.event(), other.event());
        let other = other.into_any().downcast::<Self>();
        let other = other.map_err(|_| RegistrationError::Types { command, one, other: other_type })?;
        self.handlers.extend(other.handlers);
        Ok(())
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }

    fn ask(
        self: Arc<Self>,
        body: String,
        context: Context,
        policy: Policy,
        progress: Progress,
    ) -> BoxFuture<'static, Result<Decision, DecodeError>> {
        async move {
            let event: C = callback::decode(&body)?;
            Ok(self.ask_all(event, context, policy, &progress).await)
        }
        .boxed()
    }

    fn fall_back(&self, body: &str, policy: Policy, cause: Cause) -> Decision {
        // Whoever wrote the type, the policy answers.
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

/// What those before have answered, and the next answer, as one.
fn join<C: Callback>(earlier: Option<C::Ack>, next: C::Ack) -> C::Ack {
    match earlier {
        Some(earlier) => earlier.join(next),
        None => next,
    }
}

/// Acks are plain structs: that one cannot be written is ruled out, and the plain one is right where it is not.
fn json(ack: &impl serde::Serialize) -> String {
    serde_json::to_string(ack).unwrap_or_else(|_| callback::PLAIN.to_owned())
}
