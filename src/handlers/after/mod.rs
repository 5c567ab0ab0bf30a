//! Recorded callbacks → handlers behind the answer: at least once, in order per conversation.
//!
//! Each handler follows the journals as Postgres has them, with a cursor of its own. What fails or takes long is
//! parked in `imhook.retries` with all that comes behind it in its conversation, in the transaction that moves the
//! cursor; so the others go on. What fails too often becomes a dead letter. A handler is run by one process at a
//! time; where that one dies, another takes over.

mod follower;
mod handler;
mod lanes;
mod registered;

pub use registered::{Event, Reaction};

use crate::handlers::{Services, Workers};
use crate::journal::Source;
use crate::metrics::Metrics;
use crate::store::after::{AfterHandlers, Lease, Process};
use follower::Follower;
use handler::Handler;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tencent_im::report::in_words;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use uuid::Uuid;

/// A process that gave no sign of life for so long has lost its handlers.
const LIFE: Duration = Duration::from_secs(6);

/// Signs of life, and the looking for handlers to take over.
const BEAT: Duration = Duration::from_secs(1);

/// At the end, what runs has so long to finish; what does not is run again later.
const LAST_RUNS: Duration = Duration::from_millis(2500);

/// What the operator decides.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// A callback that failed so often is a dead letter.
    pub tries: u32,
    /// One run takes so long at most.
    pub time: Duration,
    /// Threads of each handler.
    pub threads: usize,
}

/// Runs handlers behind the answer.
#[derive(Debug)]
pub(crate) struct Reactor {
    store: Arc<AfterHandlers>,
    process: Process,
    handlers: Vec<Arc<Handler>>,
}

impl Reactor {
    /// Prepares these handlers, before the doors open: a new handler takes what arrives from now on. Each has threads of
    /// its own, and what `services` gives for it.
    ///
    /// # Errors
    /// When the system gives no threads, or the services cannot be had.
    pub(crate) fn new<E: From<io::Error>>(
        reactions: &[Reaction],
        settings: Settings,
        store: Arc<AfterHandlers>,
        journal: &dyn Source,
        metrics: &Metrics,
        mut services: impl FnMut() -> Result<Services, E>,
    ) -> Result<Self, E> {
        let handlers = reactions.iter().map(|reaction| {
            let workers = Workers::behind("after-handler", settings.threads, handler::PLACES)?;
            let metrics = metrics.handler(reaction.name());
            Ok(Arc::new(Handler::new(reaction.clone(), settings, metrics, workers, services()?)))
        });
        let handlers = handlers.collect::<Result<_, E>>()?;
        let end = journal.state().borrow().end;
        let process = Process {
            id: Uuid::new_v4(),
            location: journal.location().to_owned(),
            journal: (journal.id(), end),
            life: LIFE,
        };
        Ok(Self { store, process, handlers })
    }

    /// Runs them until `stop` becomes true.
    pub(crate) async fn run(self, mut stop: watch::Receiver<bool>) {
        if self.handlers.is_empty() {
            return;
        }
        let (wake, woken) = watch::channel(());
        let listening = tokio::spawn(listen(Arc::clone(&self.store), wake));
        let mut following = Following { reactor: &self, woken, tasks: HashMap::new() };
        let mut failing = false;
        while !*stop.borrow() && stop.has_changed().is_ok() {
            let leases = tokio::select! {
                leases = self.leases() => leases,
                _ = stop.wait_for(|stop| *stop) => break,
            };
            match leases {
                Ok(leases) => {
                    failing = false;
                    following.arrange(leases);
                }
                Err(error) => {
                    if !failing {
                        tracing::warn!(error = %in_words(error.as_ref()), "no word from Postgres for the handlers, trying again");
                    }
                    failing = true;
                }
            }
            let _ = timeout(BEAT, stop.wait_for(|stop| *stop)).await;
        }
        let _ = timeout(LAST_RUNS, following.end()).await;
        drop(following);
        listening.abort();
        let _ = timeout(BEAT, self.store.sign_off(&self.process)).await;
    }

    /// Gives a sign of life; how the handlers stand with this process.
    async fn leases(&self) -> anyhow::Result<Vec<Lease>> {
        let names: Vec<_> = self.handlers.iter().map(|handler| handler.reaction.name()).collect();
        let leases = self.store.leases(&self.process, &names).await;
        if leases.as_ref().is_ok_and(|leases| leases.len() == names.len()) {
            return Ok(leases?);
        }
        // At the first time, or where somebody has forgotten one; the schema may be missing, too.
        self.store.database().migrate().await?;
        let handlers: Vec<_> = self
            .handlers
            .iter()
            .map(|handler| (handler.reaction.name(), handler.reaction.command()))
            .collect();
        self.store.register(&handlers, &self.process).await?;
        Ok(self.store.leases(&self.process, &names).await?)
    }
}

/// The handlers that this process runs.
struct Following<'a> {
    reactor: &'a Reactor,
    woken: watch::Receiver<()>,
    /// By number, each with its brake.
    tasks: HashMap<i32, (watch::Sender<bool>, JoinHandle<()>)>,
}

impl Following<'_> {
    /// Begins with what has come to this process, and ends what is to go elsewhere.
    fn arrange(&mut self, leases: Vec<Lease>) {
        self.tasks.retain(|_, (_, task)| !task.is_finished());
        for lease in leases {
            let Reactor { store, process, handlers } = self.reactor;
            match self.tasks.get(&lease.handler_id) {
                Some((stop, _)) if !(lease.owned && lease.placed) => drop(stop.send(true)),
                None if lease.owned => {
                    let named = |handler: &&Arc<Handler>| handler.reaction.name() == lease.name;
                    let Some(handler) = handlers.iter().find(named) else { continue };
                    let (stop, stopping) = watch::channel(!lease.placed);
                    let (handler, store) = (Arc::clone(handler), Arc::clone(store));
                    let follower = Follower::new(handler, store, process.clone(), lease.handler_id);
                    let task = tokio::spawn(follower.run(self.woken.clone(), stopping));
                    self.tasks.insert(lease.handler_id, (stop, task));
                }
                _ => {}
            }
        }
    }

    /// Ends all.
    async fn end(&mut self) {
        for (stop, _) in self.tasks.values() {
            let _ = stop.send(true);
        }
        for (_, task) in self.tasks.values_mut() {
            let _ = task.await;
        }
    }
}

impl Drop for Following<'_> {
    fn drop(&mut self) {
        self.tasks.values().for_each(|(_, task)| task.abort());
    }
}

/// Passes on what Postgres tells; without it, followers look from time to time.
async fn listen(store: Arc<AfterHandlers>, wake: watch::Sender<()>) {
    loop {
        if let Ok(mut wakeups) = store.wakeups().await {
            wake.send_replace(());
            while wakeups.next().await.is_ok() {
                wake.send_replace(());
            }
        }
        tokio::time::sleep(BEAT).await;
    }
}
