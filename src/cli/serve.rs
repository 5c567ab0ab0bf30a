//! `imhook serve`: takes callbacks until it is told to stop.

use super::banner;
use crate::config::Config;
use crate::handlers::Router;
use crate::server::Server;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// The banner waits so long for the private Postgres at most.
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
