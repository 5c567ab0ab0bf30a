//! The REST client: sends requests, signed, at the rate that Tencent takes, and again where that is safe.
//!
//! ```no_run
//! # async fn send(key: tencent_im::client::SecretString) -> Result<(), Box<dyn std::error::Error>> {
//! use tencent_im::{client::Client, rest::Retry};
//!
//! let client = Client::builder(tencent_im::model::SdkAppId(1_400_000_000), &key, "administrator").build()?;
//! let body = serde_json::json!({ "CheckItem": [{ "UserID": "amy" }] });
//! let answer = client.call("v4/im_open_login_svc/account_check", Retry::Safe, 100, body).await?;
//! println!("{}", answer["ResultItem"]);
//! # Ok(())
//! # }
//! ```
//!
//! # Tries
//!
//! How often a call is sent, the first time included:
//!
//! | result of the try | [`Safe`](Retry::Safe), [`Keyed`](Retry::Keyed) | [`Never`](Retry::Never) |
//! |---|---|---|
//! | no connection | 4 | 4 |
//! | connection broken, no answer in time, HTTP status, no JSON object | 4 | 1 |
//! | 60007, 60011, 60018, 60019: the gateway's rate limits | 4 | 4 |
//! | 60008: "time-out", or "malformed" | 3 | 1 |
//! | other codes of class [`Backoff`](Class::Backoff) | 4 | 1 |
//! | class [`Resign`](Class::Resign): refused before anything was done | 1 more, with a new `UserSig` | 1 more |
//! | all other codes, known or not, and answers that cannot be understood | 1 | 1 |
//!
//! There is a growing wait between tries, and fewer tries where the time for the whole call ends before. All tries
//! have the same body. The gateway's rate limits count all calls of the app, so all calls of the client wait.
//! Where a host cannot be reached, the back-up host is tried at once, and is preferred for five minutes.

mod batch;
mod builder;
mod call;
mod hosts;
mod http;
mod limits;
mod pages;
mod policy;
mod region;
mod reply;

pub use batch::BatchError;
pub use builder::{BuildError, ClientBuilder};
#[doc(hidden)]
pub use hosts::is_loopback;
#[doc(hidden)]
pub use http::tls;
pub use policy::{GATEWAY_LIMITS, TRIES, TRIES_AT_60008};
pub use region::Region;

use crate::model::SdkAppId;
#[cfg(doc)]
use crate::rest::Class;
use crate::rest::read::{read, strip_nulls};
use crate::rest::{Endpoint, Error, ErrorKind, Retry};
use call::{Call, Inner};
pub use secrecy::SecretString;
use serde_json::Value;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tracing::Instrument as _;
use tracing::field::Empty;

/// A client that calls Tencent in the name of one app's administrator. Cheap to clone: clones share connections, limits and the
/// `UserSig`. `Debug` shows no secret.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

/// A finished call, for metrics.
#[derive(Debug, Clone)]
pub struct CallReport<'a> {
    /// Service and command.
    pub path: &'a str,
    /// `ErrorCode`, 0 if it worked; `None` without an answer of Tencent's.
    pub code: Option<i64>,
    /// How often the call was sent.
    pub tries: u32,
    /// How long the call took, with all waits.
    pub took: Duration,
}

impl fmt::Debug for Client {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let Inner { sdk_app_id, sigs, hosts, .. } = &*self.0;
        let mut out = out.debug_struct("Client");
        out.field("sdk_app_id", sdk_app_id)
            .field("admin", &sigs.user())
            .field("host", &hosts.main().as_str());
        out.finish_non_exhaustive()
    }
}

impl Client {
    /// A client of this app, with its secret key, in the name of this administrator.
    pub fn builder(sdk_app_id: SdkAppId, key: &SecretString, admin: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(sdk_app_id, key, admin.into())
    }

    /// Sends a request and waits for its answer.
    ///
    /// # Errors
    /// If Tencent refuses the request, or no answer comes; the [table](self#tries) says how often it is tried.
    pub async fn send<E: Endpoint>(&self, mut request: E) -> Result<E::Response, Error> {
        request.fix_key();
        let body = serde_json::to_vec(&request);
        let (mut answer, tries) = self.exchange(E::PATH, E::RETRY, E::PER_SECOND, body).await?;
        strip_nulls(&mut answer);
        read(&answer).map_err(|error| Error::new(E::PATH, tries, ErrorKind::Decode(error)))
    }

    /// Sends JSON and waits for the answer's JSON: for endpoints that have no struct here. `path` is
    /// `v4/service/command`, with the `v4/` or without; nulls in `body` are left out.
    ///
    /// # Errors
    /// If `path` or `body` cannot be sent, Tencent refuses the call, or no answer comes.
    pub async fn call(
        &self,
        path: &str,
        retry: Retry,
        per_second: u32,
        mut body: Value,
    ) -> Result<Value, Error> {
        let path = whole_path(path).ok_or_else(|| Error::new(path, 0, ErrorKind::Path))?;
        strip_nulls(&mut body);
        let body = serde_json::to_vec(&body);
        Ok(self.exchange(&path, retry, per_second, body).await?.0)
    }

    /// The answer, and how often it was asked for.
    async fn exchange(
        &self,
        path: &str,
        retry: Retry,
        per_second: u32,
        body: serde_json::Result<Vec<u8>>,
    ) -> Result<(Value, u32), Error> {
        let unfit = |reason: String| Error::new(path, 0, ErrorKind::Encode(reason));
        let body = body.map_err(|error| unfit(error.to_string()))?;
        if !body.starts_with(b"{") {
            return Err(unfit("an object in {} is needed".to_owned()));
        }
        let span = tracing::info_span!("rest", path, code = Empty, tries = Empty, ms = Empty);
        let started = Instant::now();
        let call = Call { path, retry, per_second, body: &body };
        let outcome = self.0.exchange(call).instrument(span.clone()).await;
        let took = started.elapsed();
        let (code, tries) = match &outcome {
            Ok((_, tries)) => (Some(0), *tries),
            Err(error) => (error.code(), error.tries()),
        };
        span.record("code", code).record("tries", tries).record("ms", took.as_secs_f64() * 1000.0);
        span.in_scope(|| tracing::debug!("called"));
        if let Some(tell) = &self.0.on_call {
            tell(&CallReport { path, code, tries, took });
        }
        outcome
    }
}

/// The path as `v4/service/command`, from that with or without `v4/` or a slash in front.
fn whole_path(text: &str) -> Option<String> {
    let path = text.trim_start_matches('/');
    let (service, command) = path.strip_prefix("v4/").unwrap_or(path).split_once('/')?;
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    (is_name(service) && is_name(command)).then(|| format!("v4/{service}/{command}"))
}

#[cfg(test)]
mod tests {
    use super::whole_path;

    #[test]
    fn a_path_is_service_and_command() {
        for text in ["v4/openim/sendmsg", "/v4/openim/sendmsg", "openim/sendmsg", "/openim/sendmsg"] {
            assert_eq!(whole_path(text).as_deref(), Some("v4/openim/sendmsg"), "{text}");
        }
        for text in ["", "openim", "v4/openim", "a/b/c", "a/b?usersig=1", "a/", "/b", "../b", "a/b#", "a/%2e"]
        {
            assert_eq!(whole_path(text), None, "{text}");
        }
    }
}
