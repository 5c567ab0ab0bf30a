//! Why a client cannot be built.

use crate::usersig::EmptyKey;

/// Why a client cannot be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The secret key is empty.
    #[error(transparent)]
    Key(#[from] EmptyKey),
    /// The text is no host.
    #[error("{0:?} is no host: give a name, or a URL without a path (IMHOOK_REST_HOST)")]
    Host(String),
    /// The root certificates of this machine cannot be used.
    #[error("this machine's root certificates cannot be used (on Linux: install ca-certificates): {0}")]
    Certificates(rustls::Error),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up: {0}")]
    Tls(rustls::Error),
    /// The HTTP client cannot be set up: mostly a variable such as `HTTPS_PROXY`.
    #[error("the HTTP client cannot be set up: {0}")]
    Http(String),
}
