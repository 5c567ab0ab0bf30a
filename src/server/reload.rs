//! The reload: apps with their tokens, keys and policies, read again while callbacks are taken.

use crate::client::CallReport;
use crate::config::Config;
use crate::config::apps::{App, Apps};
use crate::config::policy::Policies;
use crate::error::Error;
use crate::handlers::Clients;
use crate::metrics::Metrics;
use crate::rest::{self, Client};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokio::sync::watch;

/// The apps and their REST clients as they are now, and what it takes to read them again.
pub(super) struct Settings {
    config: Config,
    /// The commands that a policy may be for.
    deciding: BTreeSet<&'static str>,
    metrics: Arc<Metrics>,
    pub(super) apps: watch::Sender<Arc<Apps>>,
    pub(super) clients: watch::Sender<Arc<Clients>>,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings").field("apps", &self.apps).finish_non_exhaustive()
    }
}

impl Settings {
    /// Reads the settings for the first time.
    pub(super) fn read(
        config: &Config,
        deciding: BTreeSet<&'static str>,
        metrics: Arc<Metrics>,
    ) -> Result<Self, Error> {
        let none = Arc::new(Apps::Known(BTreeMap::new()));
        let (apps, clients) = (watch::Sender::new(none), watch::Sender::default());
        let settings = Self { config: config.clone(), deciding, metrics, apps, clients };
        settings.reload()?;
        Ok(settings)
    }

    /// Reads the settings again and puts them in force; where they are wrong, the old ones stay.
    pub(super) fn reload(&self) -> Result<(), Error> {
        let apps = Apps::new(&self.config)?;
        let with_policy = apps.policies().into_iter().flat_map(Policies::commands);
        if let Some(command) = with_policy.into_iter().find(|command| !self.deciding.contains(command)) {
            return Err(Error::Policy(command.to_owned()));
        }
        let with_key = apps.known().filter(|app| app.secret_key.is_some());
        let clients = with_key.map(|app| Ok((app.sdk_app_id, self.client(app)?)));
        let clients = clients.collect::<Result<Clients, Error>>()?;
        self.clients.send_replace(Arc::new(clients));
        self.apps.send_replace(Arc::new(apps));
        Ok(())
    }

    /// The client of an app. The one there is goes on where it can, for it knows how fast it may call.
    fn client(&self, app: &App) -> Result<Client, Error> {
        let (apps, clients) = (self.apps.borrow(), self.clients.borrow());
        let old = apps.get(app.sdk_app_id).filter(|old| old.calls_like(app));
        if let Some(client) = old.and_then(|old| clients.get(&old.sdk_app_id)) {
            return Ok(client.clone());
        }
        let metrics = Arc::clone(&self.metrics);
        let client = app.client()?.on_call(move |call: &CallReport<'_>| {
            let path = rest::endpoint(call.path).map_or("other", |entry| entry.path);
            metrics.rest_call(path, call.code, call.tries, call.took);
        });
        Ok(client.build()?)
    }
}
