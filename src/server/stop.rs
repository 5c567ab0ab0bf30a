//! The stop: one phase after the other.

use crate::config::data_dir::DataDir;
use crate::journal::Sqlite;
use crate::store::Database;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Time for the recorder to move what the journal still holds. What is left then is recorded at the next start.
const LAST_RECORDS: Duration = Duration::from_secs(3);

/// A task that ends some time after it was asked to.
#[derive(Debug)]
pub(super) struct Task {
    stop: watch::Sender<bool>,
    handle: JoinHandle<()>,
}

impl Task {
    /// Spawns a task that ends when its receiver becomes true.
    pub(super) fn spawn<F: Future<Output = ()> + Send + 'static>(
        task: impl FnOnce(watch::Receiver<bool>) -> F,
    ) -> Self {
        let (stop, stopping) = watch::channel(false);
        Self { stop, handle: tokio::spawn(task(stopping)) }
    }

    fn ask(&self) {
        let _ = self.stop.send(true);
    }

    async fn end(self) {
        self.ask();
        let _ = self.handle.await;
    }

    /// Ends the task by force where it takes longer than `time`.
    async fn end_within(mut self, time: Duration) {
        self.ask();
        if tokio::time::timeout(time, &mut self.handle).await.is_err() {
            self.handle.abort();
        }
    }
}

/// The running parts of a service, in the order in which they stop.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) callbacks: Task,
    pub(super) admin: Task,
    pub(super) recording: Task,
    pub(super) after_handlers: Task,
    pub(super) connections: Database,
    pub(super) journal: Arc<Sqlite>,
    pub(super) postgres: Task,
    // Last: all other parts live in this folder, which stays locked until they are gone.
    pub(super) _data: Arc<DataDir>,
}

impl Running {
    pub(super) async fn stop(self) {
        // 1. No new requests; those in flight are answered.
        tokio::join!(self.callbacks.end(), self.admin.end());
        // 2. The last records, and the last runs of after-handlers meanwhile.
        tokio::join!(self.recording.end_within(LAST_RECORDS), self.after_handlers.end());
        // 3. The connections to Postgres.
        self.connections.close().await;
        // 4. The journal's writer, where nothing else holds the journal.
        drop(self.journal);
        // 5. The private Postgres.
        self.postgres.end().await;
    }
}
