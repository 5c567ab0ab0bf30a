//! HTTP: the pool of connections, and one request.

use super::error::BuildError;
use super::hosts::{Hosts, is_here};
use crate::report::without_url;
use crate::rest::ErrorKind;
use reqwest::Url;
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use std::sync::Arc;
use std::time::Duration;

/// Bytes of an answer at most; Tencent's have 1 MB at most.
const MAX_REPLY: usize = 16 * 1024 * 1024;

/// The time to connect: short, so that a host that does not answer leaves time for the back-up host.
const CONNECT: Duration = Duration::from_secs(3);

/// How long an idle connection is kept: shorter than servers and proxies keep theirs (60 s and more), so that no call is
/// sent on a connection that the other side is closing.
const IDLE: Duration = Duration::from_secs(30);

/// The pool of connections.
#[derive(Debug, Clone)]
pub(super) struct Http(reqwest::Client);

impl Http {
    pub(super) fn new(hosts: &Hosts) -> Result<Self, BuildError> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls(hosts.all(|url| url.scheme() == "http"))?)
            .connect_timeout(CONNECT)
            .pool_idle_timeout(IDLE)
            // A redirect would take the UserSig elsewhere; tries are counted by us.
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .user_agent(concat!("tencent-im/", env!("CARGO_PKG_VERSION")));
        if hosts.all(is_here) {
            builder = builder.no_proxy();
        }
        builder.build().map(Self).map_err(|error| BuildError::Http(without_url(error)))
    }

    /// Posts to `url`, which is on `host`, and reads the body of the answer.
    pub(super) async fn post(
        &self,
        host: &Url,
        url: &str,
        body: Vec<u8>,
        timeout: Duration,
    ) -> Result<Vec<u8>, ErrorKind> {
        let failed = |error: reqwest::Error| {
            if error.is_connect() {
                let host = host.host_str().unwrap_or_default().to_owned();
                ErrorKind::Connect { host, reason: without_url(error) }
            } else if error.is_timeout() {
                ErrorKind::TimedOut(timeout)
            } else {
                ErrorKind::Transport(without_url(error))
            }
        };
        let request = self.0.post(url).header(CONTENT_TYPE, "application/json").timeout(timeout).body(body);
        let mut response = request.send().await.map_err(failed)?;
        if response.status() != reqwest::StatusCode::OK {
            return Err(ErrorKind::Status(response.status().as_u16()));
        }
        let mut reply = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if reply.len() + chunk.len() > MAX_REPLY {
                return Err(ErrorKind::TooLong(MAX_REPLY));
            }
            reply.extend_from_slice(&chunk);
        }
        Ok(reply)
    }
}

/// The TLS settings of a client, with a provider of our own: none has to be installed for the whole process. `plain` is
/// for clients that call `http` only.
///
/// # Errors
/// If this machine's root certificates cannot be used.
pub fn tls(plain: bool) -> Result<ClientConfig, BuildError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(BuildError::Tls)?;
    let builder = if plain {
        // Plain HTTP verifies no certificate, and this machine may have none.
        builder.with_root_certificates(RootCertStore::empty())
    } else {
        builder.with_platform_verifier().map_err(BuildError::Certificates)?
    };
    let mut config = builder.with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
