//! One call: its tries, and the waits between them.

use super::hosts::Hosts;
use super::http::Http;
use super::limits::Limits;
use super::policy::{self, GATEWAY_LIMITS};
use super::reply;
use crate::model::SdkAppId;
use crate::rest::{Class, Error, ErrorKind, Retry};
use crate::usersig::{self, Cache, UserSig};
use backon::{BackoffBuilder as _, ExponentialBuilder};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// The characters that are encoded in a query: all but letters, digits and these.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The function that gets a report of each call.
pub(super) type OnCall = Arc<dyn Fn(&CallReport<'_>) + Send + Sync>;

/// A client's settings and state, which its clones share.
pub(super) struct Inner {
    pub(super) sdk_app_id: SdkAppId,
    pub(super) sigs: Cache,
    pub(super) http: Http,
    pub(super) hosts: Hosts,
    pub(super) limits: Limits,
    pub(super) timeout: Duration,
    pub(super) budget: Duration,
    pub(super) backoff: ExponentialBuilder,
    pub(super) longest: Duration,
    pub(super) on_call: Option<OnCall>,
}

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

/// The request of a call, without types.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub(super) path: &'a str,
    pub(super) retry: Retry,
    pub(super) per_second: u32,
    /// The body, serialised once: equal bytes and keys let Tencent recognize a second try.
    pub(super) body: &'a [u8],
}

impl Inner {
    /// Tries until there is an answer, or another try makes no sense. With the answer: how often the call was sent.
    pub(super) async fn exchange(&self, call: Call<'_>) -> Result<(Value, u32), Error> {
        let deadline = Instant::now() + self.budget;
        let mut waits = self.backoff.build().map(|wait| wait.min(self.longest));
        let mut tries = 0;
        let mut resigned = false;
        let mut last = None;
        let failed = |tries, kind| Error::new(call.path, tries, kind);
        loop {
            if timeout_at(deadline, self.limits.pass(call.path, call.per_second)).await.is_err() {
                return Err(failed(tries, last.unwrap_or(ErrorKind::NotSent(self.budget))));
            }
            let sig = self.sigs.get(usersig::now()).map_err(|error| failed(tries, error.into()))?;
            let host = self.hosts.preferred();
            tries += 1;
            let kind = match self.attempt(call, host, &sig, deadline).await {
                Ok(answer) => return Ok((answer, tries)),
                Err(kind) => kind,
            };
            tracing::debug!(error = %kind, "a try failed");
            let wait = waits.next().unwrap_or(self.longest);
            if kind.code().is_some_and(|code| GATEWAY_LIMITS.contains(&code)) {
                tracing::warn!(path = call.path, ?wait, "Tencent's rate limit: all calls wait");
                self.limits.pause(wait);
            }
            if matches!(kind, ErrorKind::Api { class: Class::Resign, .. }) && !resigned {
                resigned = true;
                self.sigs.renew(&sig, usersig::now()).map_err(|error| failed(tries, error.into()))?;
            } else if tries >= policy::tries(&kind, call.retry) {
                return Err(failed(tries, kind));
            } else if matches!(kind, ErrorKind::Connect { .. }) && self.hosts.unreachable(host) {
                tracing::warn!(
                    host = host.host_str(),
                    "not reachable: the back-up host is called for a while"
                );
            } else if Instant::now() + wait >= deadline {
                return Err(failed(tries, kind));
            } else {
                tokio::time::sleep(wait).await;
            }
            last = Some(kind);
        }
    }

    async fn attempt(
        &self,
        call: Call<'_>,
        host: &Url,
        sig: &UserSig,
        deadline: Instant,
    ) -> Result<Value, ErrorKind> {
        let timeout = self.timeout.min(deadline.saturating_duration_since(Instant::now()));
        let url = self.url(host, call.path, sig);
        let body = self.http.post(host, &url, call.body.to_vec(), timeout).await?;
        reply::read(call.path, &body, sig.as_str())
    }

    fn url(&self, host: &Url, path: &str, sig: &UserSig) -> String {
        let Self { sdk_app_id, sigs, .. } = self;
        let (admin, random) = (utf8_percent_encode(sigs.user(), ENCODED), fastrand::u32(..));
        let sig = sig.as_str();
        format!(
            "{host}{path}?sdkappid={sdk_app_id}&identifier={admin}&usersig={sig}&random={random}&contenttype=json"
        )
    }
}
