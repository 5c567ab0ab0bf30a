//! The settings of a client.

use super::call::{CallReport, Inner, OnCall};
use super::error::BuildError;
use super::hosts::{Hosts, is_here};
use super::http::Http;
use super::limits::Limits;
use super::region::Region;
use super::send::Client;
use crate::model::SdkAppId;
use crate::usersig::{self, Cache, Signer};
use backon::ExponentialBuilder;
use secrecy::{ExposeSecret as _, SecretString};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The settings of a client that is not built yet. `Debug` shows no key.
#[derive(Clone)]
#[must_use]
pub struct ClientBuilder {
    sdk_app_id: SdkAppId,
    key: SecretString,
    admin: String,
    region: Region,
    host: Option<String>,
    backup_host: Option<String>,
    timeout: Duration,
    budget: Duration,
    expire: Duration,
    backoff: (Duration, Duration),
    rate_limit: bool,
    on_call: Option<OnCall>,
}

impl Client {
    /// A client of this app, with its secret key, in the name of this administrator.
    pub fn builder(sdk_app_id: SdkAppId, key: &SecretString, admin: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(sdk_app_id, key, admin.into())
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let Self { sdk_app_id, admin, region, host, .. } = self;
        let mut out = out.debug_struct("ClientBuilder");
        out.field("sdk_app_id", sdk_app_id).field("admin", admin).field("region", region).field("host", host);
        out.finish_non_exhaustive()
    }
}

impl ClientBuilder {
    fn new(sdk_app_id: SdkAppId, key: &SecretString, admin: String) -> Self {
        Self {
            sdk_app_id,
            key: key.clone(),
            admin,
            region: Region::default(),
            host: None,
            backup_host: None,
            timeout: Duration::from_secs(10),
            budget: Duration::from_secs(30),
            expire: usersig::LIFETIME,
            backoff: (Duration::from_millis(200), Duration::from_secs(5)),
            rate_limit: true,
            on_call: None,
        }
    }

    /// The app's site, which has a host and a back-up host; China if not set.
    pub fn region(mut self, region: Region) -> Self {
        self.region = region;
        self
    }

    /// Another host than the site's: a name, with a port or not, or a URL without a path. The site's back-up host is not
    /// used then.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = Some(host.into());
        self
    }

    /// The host to call when the first cannot be reached.
    pub fn backup_host(mut self, host: impl Into<String>) -> Self {
        self.backup_host = Some(host.into());
        self
    }

    /// How long a try may take, 10 s if not set. (Tencent itself waits for your before-callbacks meanwhile.)
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a whole call may take, with its waits and tries; 30 s if not set.
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    /// How long a `UserSig` is good, in whole seconds; 180 days if not set.
    pub fn expire(mut self, expire: Duration) -> Self {
        self.expire = expire;
        self
    }

    /// The first and the longest wait between tries, 200 ms and 5 s if not set. Each wait is twice the one before,
    /// and up to as much again by chance, but no longer than the longest.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.backoff = (first, longest);
        self
    }

    /// Whether calls wait for the rate of their endpoint; true if not set.
    pub fn rate_limit(mut self, limit: bool) -> Self {
        self.rate_limit = limit;
        self
    }

    /// A function that gets a report of each call when it is over, for metrics. It must not block.
    pub fn on_call(mut self, tell: impl Fn(&CallReport<'_>) + Send + Sync + 'static) -> Self {
        self.on_call = Some(Arc::new(tell));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// If the key is empty, a host is no host, or this machine's root certificates cannot be used.
    pub fn build(self) -> Result<Client, BuildError> {
        let signer = Signer::new(self.sdk_app_id.0, self.key.expose_secret().trim())?;
        let hosts = Hosts::new(self.region, self.host.as_deref(), self.backup_host.as_deref());
        let hosts = hosts.map_err(BuildError::Host)?;
        if !hosts.all(|url| url.scheme() == "https" || is_here(url)) {
            tracing::warn!("REST is called over http: anybody on the way can read the UserSig");
        }
        let (first, longest) = self.backoff;
        let backoff = ExponentialBuilder::new().with_min_delay(first).with_max_delay(longest);
        Ok(Client(Arc::new(Inner {
            sdk_app_id: self.sdk_app_id,
            sigs: Cache::new(signer, self.admin, self.expire),
            http: Http::new(&hosts)?,
            hosts,
            limits: Limits::new(self.rate_limit),
            timeout: self.timeout,
            budget: self.budget,
            backoff: backoff.without_max_times().with_jitter(),
            longest,
            on_call: self.on_call,
        })))
    }
}
