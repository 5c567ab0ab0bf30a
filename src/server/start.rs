//! The start: parts first, then addresses, then everything that runs.

use super::database::{Started, once_started, run};
use super::parts::Parts;
use super::stop::{Running, Task};
use crate::config::Config;
use crate::config::apps::Apps;
use crate::error::Error;
use crate::handlers::Router;
use crate::http::{self, ADMIN_CONNECTIONS, Listener};
use crate::recorder::RecorderStatus;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::watch;

/// A running service.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    admin_address: SocketAddr,
    apps: Apps,
    database: watch::Receiver<Started>,
    recorder: watch::Receiver<RecorderStatus>,
    running: Running,
}

impl Server {
    /// Starts the service with these handlers. When this function returns, callbacks are taken; Postgres may still be
    /// starting.
    ///
    /// # Errors
    /// When the configuration, the handlers, the data folder, the journal or an address cannot be used.
    pub async fn start(config: &Config, router: Router) -> Result<Self, Error> {
        let parts = Parts::build(config, router)?;
        let recorder = parts.admin.recorder.clone();

        let callbacks = bind(config.http.listen, "IMHOOK_LISTEN", config.http.max_connections).await?;
        let admin = bind(config.http.admin_listen, "IMHOOK_ADMIN_LISTEN", ADMIN_CONNECTIONS).await?;
        let (address, admin_address) = (callbacks.local_addr()?, admin.local_addr()?);

        let taking = http::callbacks::router(Arc::new(parts.endpoint), &config.http.callback_path);
        let counted = parts.admin.metrics.connections("callbacks");
        let callbacks = Task::spawn(|stop| callbacks.serve("callback endpoint", taking, counted, stop));
        let counted = parts.admin.metrics.connections("admin");
        let showing = http::admin::router(parts.admin, parts.admin_token);
        let admin = Task::spawn(|stop| admin.serve("admin address", showing, counted, stop));

        let (started, database) = watch::channel(None);
        let data = Arc::clone(&parts.data);
        let postgres = Task::spawn(|stop| run(data, parts.private_postgres, started, stop));
        let recording =
            Task::spawn(|stop| once_started(database.clone(), stop.clone(), parts.recorder.run(stop)));
        let after_handlers =
            Task::spawn(|stop| once_started(database.clone(), stop.clone(), parts.after_handlers.run(stop)));
        Ok(Self {
            address,
            admin_address,
            apps: parts.apps,
            database,
            recorder,
            running: Running {
                callbacks,
                admin,
                recording,
                after_handlers,
                connections: parts.database,
                journal: parts.journal,
                postgres,
                _data: parts.data,
            },
        })
    }

    /// The address of the callback endpoint.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The admin address.
    #[must_use]
    pub fn admin_address(&self) -> SocketAddr {
        self.admin_address
    }

    /// The apps whose callbacks are taken.
    #[cfg(feature = "cli")]
    pub(crate) fn apps(&self) -> &Apps {
        &self.apps
    }

    /// The recorder's status.
    #[doc(hidden)]
    #[must_use]
    pub fn recorder(&self) -> watch::Receiver<RecorderStatus> {
        self.recorder.clone()
    }

    /// Waits until the private Postgres has been started; with `DATABASE_URL` there is nothing to wait for.
    ///
    /// # Errors
    /// When the private Postgres cannot be started.
    pub async fn database_started(&self) -> Result<(), Error> {
        let mut database = self.database.clone();
        match database.wait_for(Option::is_some).await {
            Ok(started) => Ok(started.clone().unwrap_or(Ok(()))?),
            Err(_) => Ok(()),
        }
    }

    /// Stops taking callbacks, answers those in flight, records what the journal still holds, as far as that takes
    /// seconds, and stops the private Postgres.
    pub async fn stop(self) {
        self.running.stop().await;
    }
}

async fn bind(address: SocketAddr, variable: &'static str, connections: u32) -> Result<Listener, Error> {
    let bound = Listener::bind(address, connections).await;
    bound.map_err(|source| Error::Listen { address, variable, source })
}
