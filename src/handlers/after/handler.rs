//! A registered after-handler.

use crate::callback::{self, Callback, DecodeError};
use crate::handlers::Context;
use crate::handlers::handler::Function;
use crate::model::Conversation;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::sync::Arc;
use tracing::Instrument as _;

type Prepare = dyn Fn(&str, Context) -> Result<Run, DecodeError> + Send + Sync;

/// An after-handler with the callback's type erased.
#[derive(Clone)]
pub(crate) struct AfterHandler {
    name: Arc<str>,
    command: &'static str,
    prepare: Arc<Prepare>,
}

/// A run of a handler on a callback, to be begun.
pub(in crate::handlers) struct Run {
    /// The callback's conversation: callbacks of one conversation are handled in order.
    pub conversation: Option<Conversation>,
    pub future: BoxFuture<'static, anyhow::Result<()>>,
}

impl AfterHandler {
    pub(in crate::handlers) fn new<C: Callback>(name: &str, function: Function<C>) -> Self {
        let prepare = move |body: &str, context: Context| {
            let event: C = callback::decode(body)?;
            let (function, span) = (Arc::clone(&function), context.span().clone());
            let conversation = event.conversation();
            let run = async move { function(event, context).await.map(drop) };
            Ok(Run { conversation, future: run.instrument(span).boxed() })
        };
        Self { name: name.into(), command: C::COMMAND, prepare: Arc::new(prepare) }
    }

    pub(in crate::handlers) fn name(&self) -> &str {
        &self.name
    }

    pub(in crate::handlers) fn command(&self) -> &'static str {
        self.command
    }

    /// Reads a body as the handler's type.
    pub(in crate::handlers) fn prepare(&self, body: &str, context: Context) -> Result<Run, DecodeError> {
        (self.prepare)(body, context)
    }
}
