//! The errors that an operator sees; handlers and the recorder use `anyhow` inside.

use std::sync::Arc;

/// Why imhook cannot start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The apps are not configured as they should be.
    #[error(transparent)]
    Apps(#[from] crate::config::apps::Error),
    /// The admin address is not configured as it should be.
    #[error(transparent)]
    Admin(#[from] crate::config::admin::Error),
    /// The data folder cannot be used.
    #[error(transparent)]
    DataDir(#[from] crate::config::data_dir::Error),
    /// The journal cannot be used.
    #[error(transparent)]
    Journal(#[from] crate::journal::Error),
    /// The private Postgres does not start.
    #[error(transparent)]
    Postgres(#[from] Arc<crate::postgres::Error>),
    /// Postgres cannot be used.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// The REST interface cannot be called.
    #[error(transparent)]
    Rest(#[from] crate::client::BuildError),
    /// The handlers cannot be run as they are registered.
    #[error(transparent)]
    Handlers(#[from] crate::handlers::RegistrationError),
    /// A policy is for a command whose answer decides nothing.
    #[error(
        "there is a policy for {0:?}, whose answer decides nothing: IMHOOK_BEFORE_POLICY (or before_policy in \
         IMHOOK_APPS) takes before-callbacks, such as C2C.CallbackBeforeSendMsg"
    )]
    Policy(String),
    /// An address cannot be listened on.
    #[error("cannot listen on {address} ({variable}): {source}")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// The variable that sets the address.
        variable: &'static str,
        /// The system's error.
        source: std::io::Error,
    },
    /// The system refuses something, such as a thread.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}
