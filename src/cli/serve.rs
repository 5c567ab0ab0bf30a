//! `imhook serve`: takes callbacks until it is told to stop.

use super::banner;
use crate::config::Config;
use crate::handlers::Router;
use crate::server::Server;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

pub(super) const EXAMPLES: &str = "\
Examples:
  imhook serve                                 development mode on this machine, for trying out
  IMHOOK_CALLBACK_TOKEN=… imhook serve --sdk-app-id 1400000001 --listen 0.0.0.0:8080
  imhook serve --database-url postgresql://imhook:…@db/imhook --data-dir /srv/imhook

SIGTERM and SIGINT (Ctrl-C) answer the callbacks in flight first; a second one stops at once.";

/// The longest time that the banner waits for the private Postgres.
const FIRST_START: Duration = Duration::from_secs(20);

pub(super) async fn run(config: &Config, router: Router) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let server = Server::start(config, router).await?;
    tracing::info!(address = %server.address(), admin = %server.admin_address(), "taking callbacks");
    let stopped = async {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    let failed = async {
        let started = server.database_started();
        match tokio::time::timeout(FIRST_START, started).await {
            Ok(Err(error)) => return error,
            Ok(Ok(())) | Err(_) => banner::print(config, &server),
        }
        match server.database_started().await {
            Err(error) => error,
            Ok(()) => std::future::pending().await,
        }
    };
    let outcome = tokio::select! {
        () = stopped => Ok(()),
        error = failed => Err(error.into()),
    };
    tracing::info!("stopping: callbacks in flight are answered first");
    tokio::select! {
        () = server.stop() => {}
        _ = terminate.recv() => tracing::warn!("stopped at once"),
        _ = interrupt.recv() => tracing::warn!("stopped at once"),
    }
    outcome
}
