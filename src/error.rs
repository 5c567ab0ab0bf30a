//! What can go wrong outwardly; handlers and the recorder speak `anyhow` inside.

/// Why imhook cannot start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The apps are not configured as they should be.
    #[error(transparent)]
    Apps(#[from] crate::config::apps::Error),
    /// The data folder cannot be used.
    #[error(transparent)]
    DataDir(#[from] crate::config::data_dir::Error),
    /// The journal cannot be used.
    #[error(transparent)]
    Journal(#[from] crate::journal::Error),
    /// The private Postgres does not start.
    #[error(transparent)]
    Postgres(#[from] crate::postgres::Error),
    /// Postgres cannot be used.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// The REST interface cannot be called.
    #[error(transparent)]
    Rest(#[from] crate::client::BuildError),
    /// The handlers cannot be run as they are registered.
    #[error(transparent)]
    Handlers(#[from] crate::handlers::RegistrationError),
    /// A policy is for a command that asks nothing.
    #[error(
        "there is a policy for {0:?}, whose answer decides nothing: IMHOOK_BEFORE_POLICY (or before_policy in \
         IMHOOK_APPS) takes before-callbacks, such as C2C.CallbackBeforeSendMsg"
    )]
    Policy(String),
    /// The admin door for the world.
    #[error(
        "the admin door may listen on {0} only with a token, so that not everybody looks in: set \
         IMHOOK_ADMIN_TOKEN, or IMHOOK_ADMIN_LISTEN to a loopback address"
    )]
    AdminInPublic(std::net::SocketAddr),
    /// No request could carry it. (It is not shown: it is a secret.)
    #[error("IMHOOK_ADMIN_TOKEN is empty, or holds something else than visible ASCII characters")]
    AdminToken,
    /// An address cannot be listened on.
    #[error("cannot listen on {address} ({variable}): {source}")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// The variable that sets it.
        variable: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// Something of the system's.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}
