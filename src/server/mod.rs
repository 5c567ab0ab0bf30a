//! The whole service: doors, journal, recorder and, by default, a Postgres of its own.

use crate::callback;
use crate::client::CallReport;
use crate::config::apps::Apps;
use crate::config::data_dir::DataDir;
use crate::config::policy::Policies;
use crate::config::{self, Config};
use crate::error::Error;
use crate::handlers::after::{self, Reactor};
use crate::handlers::{Dispatch, Router, Services, Workers};
use crate::http::{self, CallbackEndpoint, Limits, Listener};
use crate::journal::{Journal, Sqlite};
use crate::metrics::Metrics;
use crate::model::SdkAppId;
use crate::postgres;
use crate::recorder::{Recorder, Status};
use crate::rest::{self, Client};
use crate::store::after::AfterHandlers;
use crate::store::{Database, History, Recording};
use secrecy::{ExposeSecret as _, SecretString};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

/// After the doors have closed, the recorder may go on so long with what the journal still holds. What is left
/// then is recorded at the next start.
const LAST_RECORDS: Duration = Duration::from_secs(3);

/// Connections of the admin door.
const ADMIN_CONNECTIONS: u32 = 64;

/// Before-handlers that may run at a time.
const HANDLERS: usize = 1024;

/// A running service.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    admin_address: SocketAddr,
    apps: Apps,
    database: watch::Receiver<Started>,
    recorder: watch::Receiver<Status>,
    stop_doors: watch::Sender<bool>,
    stop_recorder: watch::Sender<bool>,
    stop_postgres: oneshot::Sender<()>,
    doors: [JoinHandle<usize>; 2],
    recording: JoinHandle<()>,
    reacting: JoinHandle<()>,
    postgres: JoinHandle<()>,
    store: Database,
    journal: Arc<Sqlite>,
    // Last: everything above lives in this folder.
    _data: Arc<DataDir>,
}

impl Server {
    /// Starts the service with these handlers. When this returns, callbacks are taken; Postgres may still be on its way.
    ///
    /// # Errors
    /// When the configuration, the handlers, the data folder, the journal or an address cannot be used.
    pub async fn start(config: &Config, router: Router) -> Result<Self, Error> {
        let apps = Apps::new(config)?;
        let admin_token = admin_token(config)?;
        router.check()?;
        let metrics = Arc::new(Metrics::new());
        let data = Arc::new(DataDir::open(&data_path(config)?)?);
        let journal =
            Arc::new(Sqlite::open(&data.journal(), config.journal_max.as_u64(), metrics.journal.clone())?);
        let url = database_url(config, data.path());
        let store = Database::new(&url)?;

        let listener = bind(config.listen, "IMHOOK_LISTEN", config.max_connections).await?;
        let admin = bind(config.admin_listen, "IMHOOK_ADMIN_LISTEN", ADMIN_CONNECTIONS).await?;
        let (address, admin_address) = (listener.local_addr()?, admin.local_addr()?);

        let (stop_doors, doors_stopping) = watch::channel(false);
        let (stop_recorder, recorder_stopping) = watch::channel(false);
        let (recorder, status) = Recorder::new(
            Arc::clone(&journal) as Arc<dyn Journal>,
            Recording::new(&store),
            metrics.recorder.clone(),
        );
        let commands = commands(&router);
        let clients = Arc::new(clients(&apps, &metrics)?);
        let services =
            || Ok(Services { store: Arc::new(History::new(&url)?), clients: Arc::clone(&clients) });
        let reactor = reactor(config, &router, &url, &*journal, &metrics, services)?;
        let dispatch = dispatch(config, router, services)?;
        let for_nothing = apps.policies().into_iter().flat_map(Policies::commands);
        if let Some(command) = for_nothing.into_iter().find(|command| !dispatch.decides(command)) {
            return Err(Error::Policy(command.to_owned()));
        }
        let taken = Arc::clone(&journal) as Arc<dyn Journal>;
        let door = CallbackEndpoint::new(apps.clone(), config, dispatch, taken, &metrics, commands);
        let state = http::admin::State {
            journal: journal.extent(),
            journal_max: config.journal_max.as_u64(),
            recorder: status.clone(),
            metrics,
        };
        let router = http::callbacks::router(Arc::new(door), &config.callback_path);
        let doors = [
            tokio::spawn(listener.serve(router, doors_stopping.clone())),
            tokio::spawn(admin.serve(http::admin::router(state, admin_token), doors_stopping)),
        ];

        let (started, database) = watch::channel(None);
        let (stop_postgres, postgres_stopping) = oneshot::channel();
        let settings = (config.database_url.is_none()).then(|| postgres::Settings {
            bin_dir: config.pg_bin.clone(),
            path: config::search_path(),
            durable: true,
        });
        let postgres = tokio::spawn(run_postgres(Arc::clone(&data), settings, started, postgres_stopping));
        // Without a private Postgres this is at once; with one it spares the first tries.
        let there = is_there(database.clone(), recorder_stopping.clone());
        let stopping = recorder_stopping.clone();
        let reacting = tokio::spawn(async move {
            if there.await {
                reactor.run(stopping).await;
            }
        });
        let there = is_there(database.clone(), recorder_stopping.clone());
        let recording = tokio::spawn(async move {
            if there.await {
                recorder.run(recorder_stopping).await;
            }
        });
        Ok(Self {
            address,
            admin_address,
            apps,
            database,
            recorder: status,
            stop_doors,
            stop_recorder,
            stop_postgres,
            doors,
            recording,
            reacting,
            postgres,
            store,
            journal,
            _data: data,
        })
    }

    /// Where callbacks are taken.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the admin door is.
    #[must_use]
    pub fn admin_address(&self) -> SocketAddr {
        self.admin_address
    }

    /// Whose callbacks are taken.
    #[must_use]
    pub fn apps(&self) -> &Apps {
        &self.apps
    }

    /// How the recorder stands.
    #[must_use]
    pub fn recorder(&self) -> watch::Receiver<Status> {
        self.recorder.clone()
    }

    /// Waits for the private Postgres; with `DATABASE_URL` there is nothing to wait for.
    ///
    /// # Errors
    /// When it cannot be started.
    pub async fn database_started(&self) -> Result<(), Arc<postgres::Error>> {
        let mut database = self.database.clone();
        match database.wait_for(Option::is_some).await {
            Ok(started) => started.clone().unwrap_or(Ok(())),
            Err(_) => Ok(()),
        }
    }

    /// Stops taking callbacks, answers those in flight, records what can be recorded, and stops Postgres.
    pub async fn stop(self) {
        let _ = self.stop_doors.send(true);
        for door in self.doors {
            let _ = door.await;
        }
        let _ = self.stop_recorder.send(true);
        let abort = self.recording.abort_handle();
        if tokio::time::timeout(LAST_RECORDS, self.recording).await.is_err() {
            abort.abort();
        }
        let _ = self.reacting.await;
        self.store.close().await;
        drop(self.journal);
        let _ = self.stop_postgres.send(());
        let _ = self.postgres.await;
    }
}

/// The URL of the database that this configuration uses.
#[must_use]
pub fn database_url(config: &Config, data: &std::path::Path) -> String {
    config.database_url.as_ref().map_or_else(|| postgres::url(data), |url| url.expose_secret().to_owned())
}

/// The data folder that this configuration uses.
///
/// # Errors
/// When it is not set, and this user has no home.
pub fn data_path(config: &Config) -> Result<std::path::PathBuf, Error> {
    let path = match &config.data_dir {
        Some(path) => std::path::absolute(path)?,
        None => crate::config::data_dir::default_path()?,
    };
    // Once it is there, in the one form that all processes share.
    Ok(path.canonicalize().unwrap_or(path))
}

/// The admin door's token, where there is one; beyond this machine there must be.
///
/// # Errors
/// When there must be one and is not, or no request could carry it.
pub fn admin_token(config: &Config) -> Result<Option<SecretString>, Error> {
    let Some(token) = &config.admin_token else {
        let public = !config.admin_listen.ip().is_loopback();
        return if public { Err(Error::AdminInPublic(config.admin_listen)) } else { Ok(None) };
    };
    let token = token.expose_secret().trim();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::AdminToken);
    }
    Ok(Some(SecretString::from(token.to_owned())))
}

/// The commands that are told apart in metrics: those that we have a type for, or a handler.
fn commands(router: &Router) -> BTreeSet<&'static str> {
    callback::COMMANDS.iter().map(|command| command.name).chain(router.commands()).collect()
}

/// The REST clients of the apps that have a key.
fn clients(apps: &Apps, metrics: &Arc<Metrics>) -> Result<BTreeMap<SdkAppId, Client>, Error> {
    let with_key = apps.known().filter(|app| app.secret_key.is_some());
    let clients = with_key.map(|app| {
        let metrics = Arc::clone(metrics);
        let client = app.client()?.on_call(move |call: &CallReport<'_>| {
            let path = rest::endpoint(call.path).map_or("other", |entry| entry.path);
            metrics.rest_call(path, call.code, call.tries, call.took);
        });
        Ok((app.sdk_app_id, client.build()?))
    });
    clients.collect()
}

/// The before-handlers, on threads of their own.
fn dispatch(
    config: &Config,
    router: Router,
    services: impl Fn() -> Result<Services, Error>,
) -> Result<Dispatch, Error> {
    let threads = usize::try_from(config.handler_threads).unwrap_or(usize::MAX);
    let workers = Workers::new("before-handler", threads, HANDLERS)?;
    Ok(Dispatch::new(router, workers, services()?)?)
}

/// The handlers behind the answer, on connections of their own.
fn reactor(
    config: &Config,
    router: &Router,
    url: &str,
    journal: &dyn Journal,
    metrics: &Metrics,
    // Connections live on the threads that made them: handlers that block theirs must not hold up those of others.
    services: impl Fn() -> Result<Services, Error>,
) -> Result<Reactor, Error> {
    let settings = after::Settings {
        tries: config.handler_tries,
        time: config.handler_timeout,
        threads: usize::try_from(config.handler_threads).unwrap_or(usize::MAX),
    };
    let store = Arc::new(AfterHandlers::new(&Database::new(url)?));
    Reactor::new(router.reactions(), settings, store, journal, metrics, services)
}

async fn bind(address: SocketAddr, variable: &'static str, connections: u32) -> Result<Listener, Error> {
    let bound = Listener::bind(address, Limits::new(connections)).await;
    bound.map_err(|source| Error::Listen { address, variable, source })
}

type Started = Option<Result<(), Arc<postgres::Error>>>;

/// Waits for the database's start, or until all stops; whether it is the former.
async fn is_there(mut database: watch::Receiver<Started>, mut stopping: watch::Receiver<bool>) -> bool {
    tokio::select! {
        started = database.wait_for(Option::is_some) => started.is_ok(),
        _ = stopping.wait_for(|stop| *stop) => false,
    }
}

/// Runs the private Postgres, if there is to be one, until it is told to stop.
async fn run_postgres(
    data: Arc<DataDir>,
    settings: Option<postgres::Settings>,
    started: watch::Sender<Started>,
    mut stop: oneshot::Receiver<()>,
) {
    let Some(settings) = settings else {
        started.send_replace(Some(Ok(())));
        return;
    };
    let start = tokio::select! {
        start = postgres::Private::start(&data, settings) => start,
        // Also amid a download.
        _ = &mut stop => return,
    };
    match start {
        Ok(server) => {
            started.send_replace(Some(Ok(())));
            let _ = stop.await;
            server.stop().await;
        }
        Err(error) => {
            started.send_replace(Some(Err(Arc::new(error))));
        }
    }
}
