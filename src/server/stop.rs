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
    /// Whether the listening socket of the callback endpoint outlives this process.
    pub(super) inherited: bool,
    pub(super) postgres: Task,
    // Last: all other parts live in this folder, which stays locked until they are gone.
    pub(super) _data: Arc<DataDir>,
}

impl Running {
    pub(super) async fn stop(self) {
        let taking = async {
            // No new requests; those in flight are answered.
            tokio::join!(self.callbacks.end(), self.admin.end());
        };
        let recording = async {
            // The last records, and the last runs of after-handlers meanwhile.
            tokio::join!(self.recording.end_within(LAST_RECORDS), self.after_handlers.end());
            self.connections.close().await;
        };
        if self.inherited {
            // From the end of taking on, clients wait until the next process listens: what takes long comes before. The
            // journal keeps for that process what is taken meanwhile.
            recording.await;
            self.postgres.end().await;
            taking.await;
            // The journal's writer, where nothing else holds the journal.
            drop(self.journal);
        } else {
            taking.await;
            recording.await;
            drop(self.journal);
            self.postgres.end().await;
        }
    }
}
