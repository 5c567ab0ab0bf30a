//! What can go wrong outwardly; handlers and the recorder speak `anyhow` inside.

/// Why imhook cannot start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The apps are not configured as they should be.
    #[error(transparent)]
    Apps(#[from] crate::app::Error),
    /// The data folder cannot be used.
    #[error(transparent)]
    DataDir(#[from] crate::data_dir::Error),
    /// The journal cannot be used.
    #[error(transparent)]
    Journal(#[from] crate::journal::Error),
    /// The private Postgres does not start.
    #[error(transparent)]
    Embedded(#[from] crate::store::embedded::Error),
    /// Postgres cannot be used.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
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

/// An error with its causes, each told once: many of them quote the next one.
pub(crate) fn in_words(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |text, cause| match text.as_str() {
        "" => cause,
        told if told.contains(&cause) => text,
        _ => format!("{text}: {cause}"),
    })
}
