//! Registration: which handlers there are, and for which command.

use super::after::AfterHandler;
use super::before::{Chain, TypedChain};
use super::handler::Function;
use super::{Context, RegistrationError};
use crate::callback::{self, Ack, Callback, Command, Kind};
use futures_util::FutureExt as _;
use std::any::type_name;
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::Arc;

/// The handlers of a service.
#[derive(Default)]
pub struct Router {
    /// Before-handlers, by command, in the order of registration.
    pub(super) chains: BTreeMap<&'static str, Box<dyn Chain>>,
    /// After-handlers, in the order of registration.
    after: Vec<AfterHandler>,
    /// The commands of all handlers, as the handlers' types describe them.
    types: BTreeMap<&'static str, Command>,
    errors: Vec<RegistrationError>,
}

impl Router {
    /// A router without handlers: every callback is let through and kept.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a function as a handler of the command that its first argument is the type of. The handler's name is the
    /// function's path, such as `moderation::check`.
    #[must_use]
    pub fn on<C, F, Fut>(self, handler: F) -> Self
    where
        C: Callback,
        F: Fn(C, Context) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = anyhow::Result<C::Ack>> + Send + 'static,
    {
        let path = type_name::<F>();
        // Types of closures and function pointers, such as `{{closure}}`, are no path that could be a name.
        let is_path = path.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':');
        self.add(is_path.then_some(path), handler)
    }

    /// Adds a handler under a name. Keep the name for as long as the handler lives: after a restart, an after-handler
    /// continues where the handler of its name stopped.
    #[must_use]
    pub fn on_as<C, F, Fut>(self, name: &str, handler: F) -> Self
    where
        C: Callback,
        F: Fn(C, Context) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = anyhow::Result<C::Ack>> + Send + 'static,
    {
        self.add((!name.trim().is_empty()).then_some(name), handler)
    }

    /// Adds the handlers of another router after those of this one.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.errors.extend(other.errors);
        for (command, chain) in other.chains {
            self.add_chain(command, chain);
        }
        self.after.extend(other.after);
        self.types.extend(other.types);
        self
    }

    /// Whether the handlers can be run as they are registered; a service checks this when it starts.
    ///
    /// # Errors
    /// When a handler has no name, two have the same one, or two before-handlers read one command as different types.
    pub fn check(&self) -> Result<(), RegistrationError> {
        if let Some(error) = self.errors.first() {
            return Err(error.clone());
        }
        let mut names = BTreeSet::new();
        match self.names().find(|name| !names.insert(*name)) {
            Some(twice) => Err(RegistrationError::Twice(twice.to_owned())),
            None => Ok(()),
        }
    }

    /// How many handlers a command has.
    #[must_use]
    pub fn handlers(&self, command: &str) -> usize {
        let after = self.after.iter().filter(|handler| handler.command() == command).count();
        after + self.chains.get(command).map_or(0, |chain| chain.names().len())
    }

    /// The commands that have handlers.
    pub fn commands(&self) -> impl Iterator<Item = &'static str> {
        self.types.keys().copied()
    }

    /// The commands whose answer decides something: those of the catalogue, and those that have before-handlers.
    pub(crate) fn deciding(&self) -> BTreeSet<&'static str> {
        let known = callback::COMMANDS.iter().filter(|command| command.kind != Kind::After);
        known.map(|command| command.name).chain(self.chains.keys().copied()).collect()
    }

    /// The commands that have handlers, with the types of the callback and of its answer, and without titles.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Command> {
        self.types.values()
    }

    pub(crate) fn after_handlers(&self) -> &[AfterHandler] {
        &self.after
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let before = self.chains.values().flat_map(|chain| chain.names());
        before.chain(self.after.iter().map(AfterHandler::name))
    }

    fn add<C, F, Fut>(mut self, name: Option<&str>, handler: F) -> Self
    where
        C: Callback,
        F: Fn(C, Context) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = anyhow::Result<C::Ack>> + Send + 'static,
    {
        let Some(name) = name else {
            self.errors.push(RegistrationError::Unnamed(C::COMMAND));
            return self;
        };
        self.types
            .entry(C::COMMAND)
            .or_insert_with(|| Command::of::<C>(type_name::<C>(), type_name::<C::Ack>(), ""));
        let function: Function<C> = Arc::new(move |event, context| handler(event, context).boxed());
        if <C::Ack as Ack<C>>::DECIDES {
            self.add_chain(C::COMMAND, Box::new(TypedChain::new(name.into(), function)));
        } else {
            self.after.push(AfterHandler::new(name, function));
        }
        self
    }

    fn add_chain(&mut self, command: &'static str, chain: Box<dyn Chain>) {
        match self.chains.get_mut(command) {
            Some(own) => self.errors.extend(own.append(chain).err()),
            None => drop(self.chains.insert(command, chain)),
        }
    }
}

impl std::fmt::Debug for Router {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use crate::callback::{Received, c2c};
    use crate::handlers::{Context, Router};
    use crate::model::SdkAppId;

    #[tokio::test]
    async fn a_handler_runs_inside_of_its_span() {
        let _log = tracing::subscriber::set_default(tracing_subscriber::registry());
        let router = Router::new().on_as("looks", async |_: c2c::AfterSendMessage, context: Context| {
            let (own, current) = (context.span().id(), tracing::Span::current().id());
            anyhow::ensure!(own.is_some() && own == current, "{own:?} is not {current:?}");
            Ok(Received)
        });
        let context = Context::for_tests(SdkAppId(1), "C2C.CallbackAfterSendMsg");
        let body = r#"{"From_Account":"amy","To_Account":"ben"}"#;
        let run = router.after_handlers()[0].prepare(body, context).unwrap();
        run.future.await.unwrap();
    }
}
