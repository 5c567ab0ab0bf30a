//! After-handlers, as those who run them see them.

use crate::callback::{self, Callback, DecodeError};
use crate::handlers::router::Handler;
use crate::handlers::{Call, Context, Services};
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
    pub(in crate::handlers) fn new<C: Callback>(name: &str, handler: Handler<C>) -> Self {
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

#[cfg(all(test, feature = "cli"))]
mod tests {
    use crate::callback::{Callback as _, Query, Received, c2c};
    use crate::handlers::{Call, Context, Router, Services};
    use crate::model::SdkAppId;
    use crate::store::History;
    use std::sync::Arc;

    #[tokio::test]
    async fn a_handler_runs_inside_of_its_span() {
        let _log = tracing::subscriber::set_default(tracing_subscriber::registry());
        let router = Router::new().on_as("looks", async |_: c2c::AfterSendMessage, context: Context| {
            let (own, current) = (context.span().id(), tracing::Span::current().id());
            anyhow::ensure!(own.is_some() && own == current, "{own:?} is not {current:?}");
            Ok(Received)
        });
        let command = c2c::AfterSendMessage::COMMAND;
        let call = Call::new(SdkAppId(1), command, &Query::default(), chrono::Utc::now());
        let store = Arc::new(History::new("postgres:///imhook").unwrap());
        let event = router.reactions()[0].read(r#"{"From_Account":"amy","To_Account":"ben"}"#).unwrap();
        event.handle(call, Services { store, clients: Arc::default() }).await.unwrap();
    }
}
