//! One HTTP request.

use super::BuildError;
use super::hosts::{Hosts, is_loopback};
use crate::report::without_url;
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use std::sync::Arc;
use std::time::Duration;

/// Bytes of an answer at most; Tencent's have 1 MB at most.
pub(super) const MAX_REPLY: usize = 16 * 1024 * 1024;

/// A connection that does not come about in this time leaves time for the back-up host.
const CONNECT: Duration = Duration::from_secs(3);

/// The pool of connections.
#[derive(Debug, Clone)]
pub(super) struct Http(reqwest::Client);

/// Why there is no answer to read.
#[derive(Debug)]
pub(super) enum Failure {
    /// No connection: nothing was sent.
    Connect(String),
    /// It broke.
    Broken(String),
    /// It took too long.
    TimedOut,
    /// Not 200.
    Status(u16),
    /// More than [`MAX_REPLY`].
    TooLong,
}

impl Http {
    pub(super) fn new(hosts: &Hosts) -> Result<Self, BuildError> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls(hosts.all(|url| url.scheme() == "http"))?)
            .connect_timeout(CONNECT)
            .http2_keep_alive_interval(Duration::from_secs(20))
            .http2_keep_alive_timeout(Duration::from_secs(5))
            // A redirect would take the UserSig elsewhere; tries are counted by us.
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .user_agent(concat!("tencent-im/", env!("CARGO_PKG_VERSION")));
        if hosts.all(is_loopback) {
            builder = builder.no_proxy();
        }
        builder.build().map(Self).map_err(|error| BuildError::Http(without_url(error)))
    }

    /// Posts; the body of the answer.
    pub(super) async fn post(&self, url: &str, body: Vec<u8>, timeout: Duration) -> Result<Vec<u8>, Failure> {
        let request = self.0.post(url).header(CONTENT_TYPE, "application/json").timeout(timeout).body(body);
        let mut response = request.send().await.map_err(Failure::from)?;
        if response.status() != reqwest::StatusCode::OK {
            return Err(Failure::Status(response.status().as_u16()));
        }
        let mut reply = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(Failure::from)? {
            if reply.len() + chunk.len() > MAX_REPLY {
                return Err(Failure::TooLong);
            }
            reply.extend_from_slice(&chunk);
        }
        Ok(reply)
    }
}

/// With a provider of our own: none has to be installed for the whole process. `plain` is for `http` only.
///
/// # Errors
/// If this machine's root certificates cannot be used.
pub fn tls(plain: bool) -> Result<ClientConfig, BuildError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(BuildError::Tls)?;
    let builder = if plain {
        // Nothing to verify, and maybe no certificates on this machine.
        builder.with_root_certificates(RootCertStore::empty())
    } else {
        builder.with_platform_verifier().map_err(BuildError::Certificates)?
    };
    let mut config = builder.with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        if error.is_connect() {
            Self::Connect(without_url(error))
        } else if error.is_timeout() {
            Self::TimedOut
        } else {
            Self::Broken(without_url(error))
        }
    }
}
