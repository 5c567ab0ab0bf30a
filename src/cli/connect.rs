//! The database in use, for the subcommands that work on it.

use crate::config::Config;
use crate::config::data_dir::{DataDir, holder_of};
use crate::config::paths::data_path;
use crate::postgres;
use crate::store::after::AfterHandlers;
use crate::store::{Database, Survey};
use anyhow::bail;
use std::path::Path;
use std::time::Duration;

/// The longest wait for a private Postgres that is starting: a first start may fetch it.
const STARTING: Duration = Duration::from_mins(2);

/// The pause between two looks at it.
const PAUSE: Duration = Duration::from_millis(100);

/// The URL of the database in use: `DATABASE_URL`, or the private Postgres of a running `imhook serve`.
pub(super) async fn url(config: &Config) -> anyhow::Result<String> {
    let path = data_path(&config.database)?;
    until_started(config, &path).await;
    url_now(config)
}

/// The same, without waiting for a private Postgres that is starting.
pub(super) fn url_now(config: &Config) -> anyhow::Result<String> {
    let path = data_path(&config.database)?;
    if config.database.url.is_none() && !postgres::is_running(&path) {
        bail!(
            "no private Postgres is running in {}: start `imhook serve`, as the same user and with the same \
             IMHOOK_DATA_DIR",
            path.display()
        );
    }
    Ok(postgres::database_url(&config.database, &path))
}

/// Waits while a running `imhook serve` starts its private Postgres, which takes seconds, and longer at a first start.
async fn until_started(config: &Config, path: &Path) {
    if config.database.url.is_some() {
        return;
    }
    let started = async {
        while !postgres::is_running(path) && holder_of(path).is_ok_and(|holder| holder.is_some()) {
            tokio::time::sleep(PAUSE).await;
        }
    };
    let _ = tokio::time::timeout(STARTING, started).await;
}

/// The after-handlers of the database in use, which must have the schema of this imhook.
pub(super) async fn after_handlers(config: &Config) -> anyhow::Result<AfterHandlers> {
    let url = url(config).await?;
    let survey = Survey::of(&url).await?;
    if !survey.missing.is_empty() {
        bail!("the schema of the database is not up to date: run `imhook migrate`, or start `imhook serve`");
    }
    Ok(AfterHandlers::new(&Database::new(&url)?))
}

/// The open database in use, and the private Postgres where it had to be started for this subcommand.
pub(super) struct Connection {
    pub(super) database: Database,
    private: Option<(postgres::Private, DataDir)>,
}

impl Connection {
    /// Opens the database in use and brings its schema up to date. A private Postgres that no `imhook serve` runs is
    /// started.
    pub(super) async fn open(config: &Config) -> anyhow::Result<Self> {
        let path = data_path(&config.database)?;
        until_started(config, &path).await;
        let url = postgres::database_url(&config.database, &path);
        let private = match postgres::private(&config.database).filter(|_| !postgres::is_running(&path)) {
            Some(settings) => {
                let data = DataDir::open(&path)?;
                Some((postgres::Private::start(&data, settings).await?, data))
            }
            None => None,
        };
        let connection = Self { database: Database::new(&url)?, private };
        match connection.database.migrate().await {
            Ok(()) => Ok(connection),
            Err(error) => {
                connection.close().await;
                Err(error.into())
            }
        }
    }

    /// Closes the database, and stops the private Postgres that was started for it.
    pub(super) async fn close(self) {
        self.database.close().await;
        if let Some((server, _data)) = self.private {
            server.stop().await;
        }
    }
}
