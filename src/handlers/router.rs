//! Registration: which handlers there are, and for which command.

use super::Context;
use super::after::Reaction;
use super::before::{Chain, Typed};
use crate::callback::{Ack, Callback, Command};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::any::type_name;
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::Arc;

/// A handler with its types taken off, as the router keeps it.
pub(super) type Handler<C> =
    Arc<dyn Fn(C, Context) -> BoxFuture<'static, anyhow::Result<<C as Callback>::Ack>> + Send + Sync>;

/// The handlers of a service, by the callbacks that they are for.
#[derive(Default)]
pub struct Router {
    /// Before-handlers, by command, in the order of registration.
    pub(super) chains: BTreeMap<&'static str, Box<dyn Chain>>,
    /// After-handlers, in the order of registration.
    reactions: Vec<Reaction>,
    /// Commands as the handlers' types describe them.
    types: BTreeMap<&'static str, Command>,
    errors: Vec<RegistrationError>,
}

/// Why handlers cannot be run as they are registered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationError {
    /// A closure has no path to call it by.
    #[error("a handler of {0} has no name: register it with on_as(\"its name\", …)")]
    Unnamed(&'static str),
    /// Cursors and records go by the name.
    #[error("two handlers are called {0:?}: register one of them with on_as(\"another name\", …)")]
    Twice(String),
    /// One command cannot be read as two types in one row of handlers.
    #[error("the before-handlers of {command} take different types, {one} and {other}")]
    Types {
        /// The command.
        command: &'static str,
        /// The type that was there first.
        one: &'static str,
        /// The other.
        other: &'static str,
    },
}

impl Router {
    /// A router without handlers: every callback is let through and kept.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a function as a handler, under its path (`moderation::check`). Its first argument says for what.
    #[must_use]
    pub fn on<C, F, Fut>(self, handler: F) -> Self
    where
        C: Callback,
        F: Fn(C, Context) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = anyhow::Result<C::Ack>> + Send + 'static,
    {
        let path = type_name::<F>();
        // Closures and function pointers have no path of their own.
        let is_path = path.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':');
        self.add(is_path.then_some(path), handler)
    }

    /// Adds a handler under a name of its own. Names last: an after-handler goes on where the one of its name
    /// left off.
    #[must_use]
    pub fn on_as<C, F, Fut>(self, name: &str, handler: F) -> Self
    where
        C: Callback,
        F: Fn(C, Context) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = anyhow::Result<C::Ack>> + Send + 'static,
    {
        self.add((!name.trim().is_empty()).then_some(name), handler)
    }

    /// Adds the handlers of another router behind one's own.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.errors.extend(other.errors);
        for (command, chain) in other.chains {
            match self.chains.get_mut(command) {
                Some(own) => self.errors.extend(own.append(chain).err()),
                None => drop(self.chains.insert(command, chain)),
            }
        }
        self.reactions.extend(other.reactions);
        self.types.extend(other.types);
        self
    }

    /// Whether the handlers can be run as they are registered.
    ///
    /// # Errors
    /// When one has no name, two have the same, or two types stand for one command.
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
        let reactions = self.reactions.iter().filter(|reaction| reaction.command() == command).count();
        reactions + self.chains.get(command).map_or(0, |chain| chain.names().len())
    }

    /// The commands that have handlers.
    pub fn commands(&self) -> impl Iterator<Item = &'static str> {
        self.types.keys().copied()
    }

    /// The same, as the handlers' types describe them: without titles.
    pub fn types(&self) -> impl Iterator<Item = &Command> {
        self.types.values()
    }

    /// The after-handlers.
    #[must_use]
    pub fn reactions(&self) -> &[Reaction] {
        &self.reactions
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let before = self.chains.values().flat_map(|chain| chain.names());
        before.chain(self.reactions.iter().map(Reaction::name))
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
        let handler: Handler<C> = Arc::new(move |event, context| handler(event, context).boxed());
        if <C::Ack as Ack<C>>::DECIDES {
            let chain = Box::new(Typed::new(name.into(), handler));
            match self.chains.get_mut(C::COMMAND) {
                Some(own) => self.errors.extend(own.append(chain).err()),
                None => drop(self.chains.insert(C::COMMAND, chain)),
            }
        } else {
            self.reactions.push(Reaction::new(name, handler));
        }
        self
    }
}

impl std::fmt::Debug for Router {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}
