//! After-handlers, as those who run them see them.

use super::{Call, Context, Handler, Services};
use crate::callback::{self, Callback, DecodeError};
use crate::model::Conversation;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::sync::Arc;

type Read = Arc<dyn Fn(&str) -> Result<Event, DecodeError> + Send + Sync>;

/// A handler behind the answer, with its type taken off.
#[derive(Clone)]
pub struct Reaction {
    name: Arc<str>,
    command: &'static str,
    read: Read,
}

/// A callback that a reaction has read.
pub struct Event {
    /// What it belongs to: one conversation's callbacks are handled in order.
    pub conversation: Option<Conversation>,
    handle: Box<dyn FnOnce(Context) -> BoxFuture<'static, anyhow::Result<()>> + Send>,
}

impl Reaction {
    pub(super) fn new<C: Callback>(name: &str, handler: Handler<C>) -> Self {
        let read = move |body: &str| {
            let event: C = callback::decode(body)?;
            let handler = Arc::clone(&handler);
            Ok(Event {
                conversation: event.conversation(),
                handle: Box::new(move |context| {
                    async move { handler(event, context).await.map(drop) }.boxed()
                }),
            })
        };
        Self { name: name.into(), command: C::COMMAND, read: Arc::new(read) }
    }

    /// The handler's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The command it is for.
    #[must_use]
    pub fn command(&self) -> &'static str {
        self.command
    }

    /// Reads a callback's body as the handler's type.
    ///
    /// # Errors
    /// If the body cannot be read as that.
    pub fn read(&self, body: &str) -> Result<Event, DecodeError> {
        (self.read)(body)
    }
}

impl Event {
    /// Runs the handler.
    #[must_use]
    pub fn handle(self, call: Call, services: Services) -> BoxFuture<'static, anyhow::Result<()>> {
        use tracing::Instrument as _;
        let context = Context::new(call, services);
        let span = context.span().clone();
        (self.handle)(context).instrument(span).boxed()
    }
}

impl std::fmt::Debug for Reaction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reaction")
            .field("name", &self.name)
            .field("command", &self.command)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Event").field("conversation", &self.conversation).finish_non_exhaustive()
    }
}
