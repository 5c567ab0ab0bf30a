//! One call: its tries, and what is waited for in between.

use super::builder::OnCall;
use super::hosts::Hosts;
use super::http::{Failure, Http, MAX_REPLY};
use super::limits::Limits;
use super::policy::{self, GATEWAY_LIMITS};
use super::reply::Reply;
use crate::model::SdkAppId;
use crate::rest::{Class, Error, Meaning, Retry};
use crate::usersig::{self, Cache, UserSig};
use backon::{BackoffBuilder as _, ExponentialBuilder};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;
use serde_json::Value;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// What need not be encoded in a query.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

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

/// What is called.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub(super) path: &'a str,
    pub(super) retry: Retry,
    pub(super) per_second: u32,
    /// The same bytes for each try: so Tencent can tell that it is the same.
    pub(super) body: &'a [u8],
}

impl Inner {
    /// Tries until there is an answer, or another try makes no sense. `tries` is counted up.
    pub(super) async fn exchange(&self, call: Call<'_>, tries: &mut u32) -> Result<Value, Error> {
        let deadline = Instant::now() + self.budget;
        let mut waits = self.backoff.build().map(|wait| wait.min(self.longest));
        let mut resigned = false;
        let mut last = None;
        loop {
            if timeout_at(deadline, self.limits.pass(call.path, call.per_second)).await.is_err() {
                let path = call.path.to_owned();
                return Err(last.unwrap_or(Error::NotSent { path, budget: self.budget }));
            }
            let sig = self.sigs.get(usersig::now()).map_err(|source| unsigned(call, source))?;
            let host = self.hosts.preferred();
            *tries += 1;
            let error = match self.attempt(call, host, &sig, deadline, *tries).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            tracing::debug!(%error, "a try failed");
            let wait = waits.next().unwrap_or(self.longest);
            if error.code().is_some_and(|code| GATEWAY_LIMITS.contains(&code)) {
                tracing::warn!(path = call.path, ?wait, "Tencent's rate limit: all calls wait");
                self.limits.pause(wait);
            }
            if matches!(error, Error::Api { class: Class::Resign, .. }) {
                if resigned {
                    return Err(error);
                }
                resigned = true;
                self.sigs.renew(&sig, usersig::now()).map_err(|source| unsigned(call, source))?;
                last = Some(error);
                continue;
            }
            if *tries >= policy::tries(&error, call.retry) {
                return Err(error);
            }
            if matches!(error, Error::Connect { .. }) && self.hosts.unreachable(host) {
                tracing::warn!(
                    host = host.host_str(),
                    "not reachable: the back-up host is called for a while"
                );
            } else if Instant::now() + wait >= deadline {
                return Err(error);
            } else {
                tokio::time::sleep(wait).await;
            }
            last = Some(error);
        }
    }

    async fn attempt(
        &self,
        call: Call<'_>,
        host: &Url,
        sig: &UserSig,
        deadline: Instant,
        tries: u32,
    ) -> Result<Value, Error> {
        let timeout = self.timeout.min(deadline.saturating_duration_since(Instant::now()));
        let url = self.url(host, call.path, sig);
        let path = call.path.to_owned();
        match self.http.post(&url, call.body.to_vec(), timeout).await {
            Ok(body) => match Reply::read(&body) {
                Reply::Success(answer) => Ok(answer),
                Reply::Refused(code, info) => {
                    let class = Meaning::of(&path, code).map_or(Class::No, |meaning| meaning.class);
                    Err(Error::Api { code, info: without(&info, sig), path, class, tries })
                }
                Reply::Unclear(info) => Err(Error::NoCode { path, info: without(&info, sig), tries }),
                Reply::NotJson => Err(Error::NotJson { path, tries }),
            },
            Err(Failure::Connect(reason)) => {
                let host = host.host_str().unwrap_or_default().to_owned();
                Err(Error::Connect { path, host, reason, tries })
            }
            Err(Failure::Broken(reason)) => Err(Error::Transport { path, reason, tries }),
            Err(Failure::TimedOut) => Err(Error::TimedOut { path, after: timeout, tries }),
            Err(Failure::Status(status)) => Err(Error::Status { path, status, tries }),
            Err(Failure::TooLong) => Err(Error::TooLong { path, limit: MAX_REPLY, tries }),
        }
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

fn unsigned(call: Call, source: usersig::SignError) -> Error {
    Error::Sign { path: call.path.to_owned(), source }
}

/// Tencent's text, should it quote the signature.
fn without(info: &str, sig: &UserSig) -> String {
    info.replace(sig.as_str(), "[redacted]")
}
