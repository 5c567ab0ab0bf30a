//! The start: parts first, then addresses, then everything that runs.

use super::database::{Started, once_started, run};
use super::parts::Parts;
use super::reload::Settings;
use super::stop::{Running, Task};
use crate::config::Config;
use crate::config::apps::Apps;
use crate::config::sockets::Sockets;
use crate::error::Error;
use crate::handlers::Router;
use crate::http::{self, ADMIN_CONNECTIONS, Listener};
use crate::recorder::RecorderStatus;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use tokio::sync::watch;

/// A running service.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    admin_address: SocketAddr,
    settings: Settings,
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
        let (sockets, mut config) = (Sockets::take()?, config.clone());
        let inherited = sockets.callbacks.is_some();
        // Who may post and ask is judged by the addresses that are really listened on.
        for (socket, address) in
            [(&sockets.callbacks, &mut config.http.listen), (&sockets.admin, &mut config.http.admin_listen)]
        {
            *address = socket.as_ref().map_or(Ok(*address), TcpListener::local_addr)?;
        }
        let parts = Parts::build(&config, router)?;
        let recorder = parts.admin.recorder.clone();

        let http = &config.http;
        let callbacks = listen(sockets.callbacks, http.listen, "IMHOOK_LISTEN", http.max_connections).await?;
        let admin =
            listen(sockets.admin, http.admin_listen, "IMHOOK_ADMIN_LISTEN", ADMIN_CONNECTIONS).await?;
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
            settings: parts.settings,
            database,
            recorder,
            running: Running {
                callbacks,
                admin,
                recording,
                after_handlers,
                connections: parts.database,
                journal: parts.journal,
                inherited,
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
    pub(crate) fn apps(&self) -> Arc<Apps> {
        Arc::clone(&self.settings.apps.borrow())
    }

    /// Reads the file of `IMHOOK_APPS` again and puts it in force: apps, tokens, keys, policies. Requests that have begun
    /// end with the old settings. Flags and variables are those of the start.
    ///
    /// # Errors
    /// When the file is wrong; then the old settings stay.
    pub fn reload(&self) -> Result<(), Error> {
        self.settings.reload()
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
    /// seconds, and stops the private Postgres. Where a supervisor passed the listening socket, callbacks are taken
    /// until all else has stopped.
    pub async fn stop(self) {
        self.running.stop().await;
    }
}

async fn listen(
    inherited: Option<TcpListener>,
    address: SocketAddr,
    variable: &'static str,
    connections: u32,
) -> Result<Listener, Error> {
    let listener = match inherited {
        Some(socket) => Listener::adopt(socket, connections),
        None => Listener::bind(address, connections).await,
    };
    listener.map_err(|source| Error::Listen { address, variable, source })
}
