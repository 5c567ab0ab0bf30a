//! `imhook serve`: takes callbacks until it is told to stop.

use super::banner;
use crate::config::Config;
use crate::handlers::Router;
use crate::server::Server;
use crate::store;
use sd_notify::NotifyState;
use std::io::IsTerminal as _;
use std::time::Duration;
use tencent_im::report::in_words;
use tokio::signal::unix::{SignalKind, signal};

pub(super) const EXAMPLES: &str = "\
Examples:
  imhook serve                                 development mode on this machine, for trying out
  IMHOOK_CALLBACK_TOKEN=… imhook serve --sdk-app-id 1400000001 --listen 0.0.0.0:8080
  imhook serve --database-url postgresql://imhook:…@db/imhook --data-dir /srv/imhook

SIGTERM and SIGINT (Ctrl-C) answer the callbacks in flight first; a second one stops at once.
SIGHUP reads the file of IMHOOK_APPS again: apps, tokens, keys, policies.";

/// The longest time that the banner waits for the private Postgres.
const FIRST_START: Duration = Duration::from_secs(20);

pub(super) async fn run(config: &Config, router: Router, unknown: &[String]) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hangup = signal(SignalKind::hangup())?;
    let terminal = std::io::stderr().is_terminal();
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "imhook starts");
    for variable in unknown {
        tracing::warn!("imhook has no variable {variable}: it has no effect");
    }
    let server = Server::start(config, router).await?;
    notify(&[NotifyState::Ready]);
    tracing::info!(address = %server.address(), admin = %server.admin_address(), "taking callbacks");
    let mut recorder = server.recorder();
    tokio::spawn(async move {
        if recorder.wait_for(|status| status.postgres_up && status.recorded.is_some()).await.is_ok() {
            tracing::info!(schema = store::schema(), "database up, schema at {}, recording", store::schema());
        }
    });
    let stopped = async {
        loop {
            tokio::select! {
                _ = terminate.recv() => return,
                _ = interrupt.recv() => return,
                // A terminal that is closed hangs up, too, and nobody could stop the service there.
                _ = hangup.recv() => if terminal && !std::io::stderr().is_terminal() { return },
            }
            reload(&server);
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
    notify(&[NotifyState::Stopping]);
    tracing::info!("stopping: callbacks in flight are answered first");
    tokio::select! {
        () = server.stop() => tracing::info!("stopped"),
        _ = terminate.recv() => tracing::warn!("stopped at once"),
        _ = interrupt.recv() => tracing::warn!("stopped at once"),
    }
    outcome
}

fn reload(server: &Server) {
    let begun = NotifyState::monotonic_usec_now().map(|now| vec![NotifyState::Reloading, now]);
    notify(&begun.unwrap_or_default());
    match server.reload() {
        Ok(()) => {
            let apps = server.apps();
            let apps = apps.known().map(|app| format!("{} (tokens: {})", app.sdk_app_id, app.tokens.len()));
            tracing::info!(apps = apps.collect::<Vec<_>>().join(", "), "reloaded");
        }
        Err(error) => tracing::error!(error = %in_words(&error), "not reloaded, the old settings stay"),
    }
    notify(&[NotifyState::Ready]);
}

/// Tells systemd, where that is the supervisor and asks for it (`Type=notify`).
fn notify(states: &[NotifyState]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "systemd cannot be told");
    }
}
