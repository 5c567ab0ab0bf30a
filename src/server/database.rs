//! The database as a part of the service: the operator's needs nothing, the private Postgres is run.

use crate::config::data_dir::DataDir;
use crate::postgres;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// The pause between two tries to start a private Postgres whose way is barred.
const BARRED: Duration = Duration::from_secs(5);

/// Whether the database has been started; `None` until that is known.
pub(super) type Started = Option<Result<(), Arc<postgres::Error>>>;

/// Runs the private Postgres until `stop` becomes true. Without `settings` the database is the operator's, and counts
/// as started.
pub(super) async fn run(
    data: Arc<DataDir>,
    settings: Option<postgres::Settings>,
    started: watch::Sender<Started>,
    mut stop: watch::Receiver<bool>,
) {
    let Some(settings) = settings else {
        started.send_replace(Some(Ok(())));
        return;
    };
    let starting = async {
        loop {
            match postgres::Private::start(&data, settings.clone()).await {
                // Any user of this machine can bring that about, and the journal takes callbacks meanwhile.
                Err(error @ postgres::Error::SocketFolder { .. }) => {
                    tracing::error!(%error, "the private Postgres cannot start, trying again");
                    tokio::time::sleep(BARRED).await;
                }
                start => return start,
            }
        }
    };
    let start = tokio::select! {
        start = starting => start,
        // A stop need not wait for the end of a download.
        _ = stop.wait_for(|stop| *stop) => return,
    };
    match start {
        Ok(server) => {
            started.send_replace(Some(Ok(())));
            let _ = stop.wait_for(|stop| *stop).await;
            server.stop().await;
        }
        Err(error) => {
            started.send_replace(Some(Err(Arc::new(error))));
        }
    }
}

/// Runs `work` once the database has been started, or never if `stop` becomes true before that. Work that begins
/// earlier would only log tries that fail.
pub(super) async fn once_started(
    mut database: watch::Receiver<Started>,
    mut stop: watch::Receiver<bool>,
    work: impl Future<Output = ()>,
) {
    let started = tokio::select! {
        started = database.wait_for(Option::is_some) => started.is_ok(),
        _ = stop.wait_for(|stop| *stop) => false,
    };
    if started {
        work.await;
    }
}
