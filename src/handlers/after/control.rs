//! What an operator can do about after-handlers: list, rename, forget, rewind.

use crate::store;
use crate::store::after::{AfterHandlers, Change, HandlerState};
use chrono::{DateTime, Utc};

/// Why a handler was not changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ControlError {
    /// No handler of the database has this name.
    #[error("there is no handler {name:?}{}", others(.known))]
    Unknown {
        name: String,
        /// The names of all handlers.
        known: Vec<String>,
    },
    /// A process runs the handler.
    #[error("{name:?} is run by {process}: stop that one first, or take the handler out of it")]
    Running { name: String, process: String },
    /// Another handler has the new name.
    #[error("there is a handler {0:?} already: `imhook handlers forget` it first, if it has nothing to keep")]
    Taken(String),
    /// A new name of nothing but white space.
    #[error("a handler's name cannot be empty")]
    Empty,
    /// Postgres failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

fn others(known: &[String]) -> String {
    match known {
        [] => ": none has run on this database yet".to_owned(),
        known => format!("; there are: {}", known.join(", ")),
    }
}

/// All handlers that ever ran on this database, by name.
pub(crate) async fn list(store: &AfterHandlers) -> Result<Vec<HandlerState>, store::Error> {
    store.handlers().await
}

/// Gives a handler that no process runs another name, under which it continues where it stopped.
pub(crate) async fn rename(store: &AfterHandlers, old: &str, new: &str) -> Result<(), ControlError> {
    if new.trim().is_empty() {
        return Err(ControlError::Empty);
    }
    let name = |change: &Change| if *change == Change::Taken { new } else { old };
    let change = store.rename_handler(old, new).await?;
    made(store, name(&change), change).await.map(drop)
}

/// Forgets a handler that no process runs, with its parked callbacks and its dead letters.
pub(crate) async fn forget(store: &AfterHandlers, name: &str) -> Result<(), ControlError> {
    made(store, name, store.forget_handler(name).await?).await.map(drop)
}

/// Has a handler handle again everything that arrived at `time` or later. Returns how many callbacks, of all commands,
/// its cursors go back over.
pub(crate) async fn rewind(
    store: &AfterHandlers,
    name: &str,
    time: DateTime<Utc>,
) -> Result<u64, ControlError> {
    made(store, name, store.rewind_handler(name, time).await?).await
}

/// An error unless the handler is in the database.
pub(super) async fn check_name(store: &AfterHandlers, name: &str) -> Result<(), ControlError> {
    match unknown(store, name).await? {
        ControlError::Unknown { known, .. } if known.iter().any(|known| known == name) => Ok(()),
        error => Err(error),
    }
}

async fn unknown(store: &AfterHandlers, name: &str) -> Result<ControlError, store::Error> {
    let known = store.handlers().await?.into_iter().map(|handler| handler.name).collect();
    Ok(ControlError::Unknown { name: name.to_owned(), known })
}

/// How many callbacks a change concerns; an error where it was not made.
async fn made(store: &AfterHandlers, name: &str, change: Change) -> Result<u64, ControlError> {
    match change {
        Change::Made(callbacks) => Ok(callbacks),
        Change::Unknown => Err(unknown(store, name).await?),
        Change::Running(process) => Err(ControlError::Running { name: name.to_owned(), process }),
        Change::Taken => Err(ControlError::Taken(name.to_owned())),
    }
}
