//! The client itself: requests in, answers out.

use super::call::{Call, CallReport, Inner};
use crate::rest::read::{read, strip_nulls};
use crate::rest::{Endpoint, Error, ErrorKind, Retry};
use serde_json::Value;
use std::fmt;
use std::sync::Arc;
use std::time::Instant;
use tracing::Instrument as _;
use tracing::field::Empty;

/// A client that calls Tencent in the name of one app's administrator. Cheap to clone: clones share connections, limits and the
/// `UserSig`. `Debug` shows no secret.
#[derive(Clone)]
pub struct Client(pub(super) Arc<Inner>);

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
    /// Sends a request and waits for its answer.
    ///
    /// # Errors
    /// If Tencent refuses the request, or no answer comes; the [table](super#tries) says how often it is tried.
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
