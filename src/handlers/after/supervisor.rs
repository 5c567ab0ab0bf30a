//! The after-handlers of a process: which of them it runs.

use super::follower::Follower;
use super::handler::AfterHandler;
use super::runner::{Runner, Settings, TASKS};
use crate::handlers::Services;
use crate::handlers::threads::HandlerThreads;
use crate::journal::Source;
use crate::metrics::Metrics;
use crate::store::Error;
use crate::store::after::{AfterHandlers, Lease, Process};
use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tencent_im::report::in_words;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use uuid::Uuid;

/// The time of a lease: a process that has not renewed its leases for so long has lost its handlers.
const LEASE: Duration = Duration::from_secs(6);

/// The interval at which leases are renewed and handlers of dead processes are taken over.
const RENEWAL: Duration = Duration::from_secs(1);

/// The time that runs have to end when the service stops. Those that do not are run again later.
const LAST_RUNS: Duration = Duration::from_millis(2500);

/// Runs a follower for each after-handler that this process has the lease of.
pub(crate) struct Supervisor {
    store: Arc<AfterHandlers>,
    process: Process,
    runners: Vec<Arc<Runner>>,
    /// The running followers, by the handler's number: what stops the follower, and its task.
    followers: HashMap<i32, (watch::Sender<bool>, JoinHandle<()>)>,
}

impl Supervisor {
    /// Prepares these handlers, each with threads and services of its own. Made before the callback endpoint opens: a
    /// handler that is new to the database begins with what arrives from now on.
    pub(crate) fn new<E: From<io::Error>>(
        handlers: &[AfterHandler],
        settings: Settings,
        store: Arc<AfterHandlers>,
        journal: &dyn Source,
        metrics: &Metrics,
        mut services: impl FnMut() -> Result<Services, E>,
    ) -> Result<Self, E> {
        let runners = handlers.iter().map(|handler| {
            let threads = HandlerThreads::low_priority("after-handler", settings.threads, TASKS)?;
            let metrics = metrics.handler(handler.name());
            Ok(Arc::new(Runner::new(handler.clone(), settings, metrics, threads, services()?)))
        });
        let runners = runners.collect::<Result<_, E>>()?;
        let end = journal.state().borrow().end;
        let process = Process {
            id: Uuid::new_v4(),
            location: journal.location().to_owned(),
            journal: (journal.id(), end),
            life: LEASE,
        };
        Ok(Self { store, process, runners, followers: HashMap::new() })
    }

    /// Runs the handlers until `stop` becomes true.
    pub(crate) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        if self.runners.is_empty() {
            return;
        }
        let (wake, woken) = watch::channel(());
        let listening = tokio::spawn(listen(Arc::clone(&self.store), wake));
        let (mut failing, mut registered) = (false, false);
        while !*stop.borrow() && stop.has_changed().is_ok() {
            let leases = tokio::select! {
                leases = self.leases(registered) => leases,
                _ = stop.wait_for(|stop| *stop) => break,
            };
            match leases {
                Ok(leases) => {
                    (failing, registered) = (false, true);
                    self.arrange(leases, &woken);
                }
                Err(error) => {
                    if !failing {
                        tracing::warn!(error = %in_words(&error), "Postgres does not give leases of the after-handlers, trying again");
                    }
                    failing = true;
                }
            }
            let _ = timeout(RENEWAL, stop.wait_for(|stop| *stop)).await;
        }
        let _ = timeout(LAST_RUNS, self.stop_followers()).await;
        self.followers.values().for_each(|(_, task)| task.abort());
        listening.abort();
        let _ = timeout(RENEWAL, self.store.sign_off(&self.process)).await;
    }

    /// Renews the leases of this process, takes those that are free, and tells the state of each handler.
    async fn leases(&self, registered: bool) -> Result<Vec<Lease>, Error> {
        let names: Vec<_> = self.runners.iter().map(|runner| runner.name()).collect();
        if registered {
            match self.store.leases(&self.process, &names).await {
                Ok(leases) if leases.len() == names.len() => return Ok(leases),
                Err(error) if !error.lacks_schema() => return Err(error),
                // Handlers are missing in the database after `imhook handlers forget`; in a new database the schema
                // is missing, too.
                _ => {}
            }
        }
        self.store.database().migrate().await?;
        let handlers: Vec<_> = self.runners.iter().map(|runner| (runner.name(), runner.command())).collect();
        self.store.register(&handlers, &self.process).await?;
        self.store.leases(&self.process, &names).await
    }

    /// Starts the followers of handlers that this process owns, and stops those of handlers that belong elsewhere.
    fn arrange(&mut self, leases: Vec<Lease>, woken: &watch::Receiver<()>) {
        self.followers.retain(|_, (_, task)| !task.is_finished());
        for lease in leases {
            match self.followers.get(&lease.handler_id) {
                Some((stop, _)) if !(lease.owned && lease.placed) => drop(stop.send(true)),
                None if lease.owned => {
                    let Some(runner) = self.runners.iter().find(|runner| runner.name() == lease.name) else {
                        continue;
                    };
                    let (stop, stopping) = watch::channel(!lease.placed);
                    let (runner, store) = (Arc::clone(runner), Arc::clone(&self.store));
                    let follower = Follower::new(runner, store, self.process.clone(), lease.handler_id);
                    let task = tokio::spawn(follower.run(woken.clone(), stopping));
                    self.followers.insert(lease.handler_id, (stop, task));
                }
                _ => {}
            }
        }
    }

    /// Stops all followers, and waits for their last runs.
    async fn stop_followers(&mut self) {
        for (stop, _) in self.followers.values() {
            let _ = stop.send(true);
        }
        for (_, task) in self.followers.values_mut() {
            let _ = task.await;
        }
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.followers.values().for_each(|(_, task)| task.abort());
    }
}

/// Wakes the followers whenever Postgres notifies of something new. While it cannot, followers poll.
async fn listen(store: Arc<AfterHandlers>, wake: watch::Sender<()>) {
    loop {
        if let Ok(mut wakeups) = store.wakeups().await {
            wake.send_replace(());
            while wakeups.next().await.is_ok() {
                wake.send_replace(());
            }
        }
        tokio::time::sleep(RENEWAL).await;
    }
}
