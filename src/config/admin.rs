//! The token of the admin address.

use super::HttpOptions;
use secrecy::{ExposeSecret as _, SecretString};
use std::net::SocketAddr;

/// Why the admin address cannot be opened as it is configured.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The admin address is open to other machines, and there is no token.
    #[error(
        "the admin address may listen on {0} only with a token, so that not everybody can read it: set \
         IMHOOK_ADMIN_TOKEN, or IMHOOK_ADMIN_LISTEN to a loopback address"
    )]
    Public(SocketAddr),
    /// No request could carry the token, which is not shown here because it is a secret.
    #[error("IMHOOK_ADMIN_TOKEN is empty, or holds something else than visible ASCII characters")]
    Token,
}

/// The token of the admin address, if one is set; beyond this machine there must be one.
pub fn admin_token(http: &HttpOptions) -> Result<Option<SecretString>, Error> {
    let Some(token) = &http.admin_token else {
        let public = !http.admin_listen.ip().is_loopback();
        return if public { Err(Error::Public(http.admin_listen)) } else { Ok(None) };
    };
    let token = token.expose_secret().trim();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::Token);
    }
    Ok(Some(SecretString::from(token.to_owned())))
}
