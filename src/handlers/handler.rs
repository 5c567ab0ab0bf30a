//! The function of a handler, and why a handler cannot be registered.

use super::Context;
use crate::callback::Callback;
use futures_util::future::BoxFuture;
use std::sync::Arc;

/// A handler's function, with the types of the function and of its future erased.
pub(super) type Function<C> =
    Arc<dyn Fn(C, Context) -> BoxFuture<'static, anyhow::Result<<C as Callback>::Ack>> + Send + Sync>;

/// Why a router's handlers cannot be run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationError {
    /// A closure has no path that could be its name.
    #[error("a handler of {0} has no name: register it with on_as(\"its name\", …)")]
    Unnamed(&'static str),
    /// Two handlers have one name, by which records, cursors and dead letters know them.
    #[error("two handlers are called {0:?}: register one of them with on_as(\"another name\", …)")]
    Twice(String),
    /// Before-handlers of one command hand the callback on to each other, so that they all take the same type.
    #[error("the before-handlers of {command} take different types, {one} and {other}")]
    Types {
        /// The command.
        command: &'static str,
        /// The type that was registered first.
        one: &'static str,
        /// The other type.
        other: &'static str,
    },
}
