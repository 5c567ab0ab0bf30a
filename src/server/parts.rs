//! The parts of a service, made from its configuration. None of them takes requests or talks to Postgres yet.

use super::reload::Settings;
use crate::callback;
use crate::config::Config;
use crate::config::admin::admin_token;
use crate::config::apps::Apps;
use crate::config::data_dir::DataDir;
use crate::config::development;
use crate::config::paths::data_path;
use crate::error::Error;
use crate::handlers::after::{self, Supervisor};
use crate::handlers::before::Dispatch;
use crate::handlers::{HandlerThreads, Router, Services};
use crate::http::CallbackEndpoint;
use crate::http::admin::Sources;
use crate::journal::{Append, Source, Sqlite};
use crate::metrics::Metrics;
use crate::postgres;
use crate::recorder::Recorder;
use crate::store::after::AfterHandlers;
use crate::store::{Database, History, Recording};
use secrecy::SecretString;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::watch;

/// Before-handlers that may run at a time.
const HANDLERS: usize = 1024;

pub(super) struct Parts {
    pub(super) settings: Settings,
    pub(super) endpoint: CallbackEndpoint,
    pub(super) admin: Sources,
    pub(super) admin_token: Option<SecretString>,
    pub(super) recorder: Recorder,
    pub(super) after_handlers: Supervisor,
    pub(super) database: Database,
    pub(super) journal: Arc<Sqlite>,
    pub(super) private_postgres: Option<postgres::Settings>,
    // Last, so that the folder stays locked until everything above is dropped.
    pub(super) data: Arc<DataDir>,
}

impl Parts {
    /// Makes the parts of a service with these handlers.
    pub(super) fn build(config: &Config, router: Router) -> Result<Self, Error> {
        router.check()?;
        let metrics = Arc::new(Metrics::new());
        let settings = Settings::read(config, router.deciding(), Arc::clone(&metrics))?;
        let admin_token = admin_token(&config.http)?;
        let data = Arc::new(DataDir::open(&data_path(&config.database)?)?);
        let journal_max = config.journal.max.as_u64();
        let journal = Arc::new(Sqlite::open(&data.journal(), journal_max, metrics.journal.clone())?);
        let url = postgres::database_url(&config.database, data.path());
        let database = Database::of_service(&url, config.recording.timeout)?;
        let source = Arc::clone(&journal) as Arc<dyn Source>;
        let (recorder, status) = Recorder::new(source, Recording::new(&database), metrics.recorder.clone());
        let services =
            || Ok(Services { store: Arc::new(History::new(&url)?), clients: settings.clients.subscribe() });
        let after_handlers = after_handlers(config, &router, &url, &*journal, &metrics, services)?;
        let apps = settings.apps.subscribe();
        // In the folder before the address is open, so that whoever can connect can ask for it.
        let develops = matches!(**apps.borrow(), Apps::Development(_));
        let secret = develops.then(|| development::secret(&data)).transpose()?;
        let endpoint = endpoint(config, router, services()?, apps, Arc::clone(&journal) as _, &metrics)?;
        let endpoint = endpoint.at_secret(secret);
        let admin = Sources { journal: Append::state(&*journal), journal_max, recorder: status, metrics };
        let private_postgres = postgres::private(&config.database);
        Ok(Self {
            settings,
            endpoint,
            admin,
            admin_token,
            recorder,
            after_handlers,
            database,
            journal,
            private_postgres,
            data,
        })
    }
}

/// The callback endpoint with the before-handlers, which run on threads of their own.
fn endpoint(
    config: &Config,
    router: Router,
    services: Services,
    apps: watch::Receiver<Arc<Apps>>,
    journal: Arc<dyn Append>,
    metrics: &Metrics,
) -> Result<CallbackEndpoint, Error> {
    // Metrics tell apart the commands that have a type or a handler.
    let typed = callback::COMMANDS.iter().map(|command| command.name);
    let commands: BTreeSet<_> = typed.chain(router.commands()).collect();
    let threads = usize::try_from(config.handlers.threads).unwrap_or(usize::MAX);
    let threads = HandlerThreads::new("before-handler", threads, HANDLERS)?;
    let dispatch = Dispatch::new(router, threads, services)?;
    Ok(CallbackEndpoint::new(apps, config, dispatch, journal, &metrics.callbacks, commands))
}

/// The after-handlers. Each gets services of its own: connections live on the threads that made them, and handlers
/// that block their threads must not hold up those of others.
fn after_handlers(
    config: &Config,
    router: &Router,
    url: &str,
    journal: &dyn Source,
    metrics: &Metrics,
    services: impl Fn() -> Result<Services, Error>,
) -> Result<Supervisor, Error> {
    let settings = after::Settings {
        tries: config.handlers.tries,
        time: config.handlers.timeout,
        threads: usize::try_from(config.handlers.threads).unwrap_or(usize::MAX),
    };
    let store = Arc::new(AfterHandlers::new(&Database::of_service(url, config.recording.timeout)?));
    Supervisor::new(router.after_handlers(), settings, store, journal, metrics, services)
}
