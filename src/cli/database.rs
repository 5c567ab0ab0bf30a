//! The database in use, for subcommands: the private Postgres may have to be started for them.

use crate::config::Config;
use crate::config::data_dir::DataDir;
use crate::config::paths::data_path;
use crate::postgres;
use crate::store::Store;

/// An open store, with the private Postgres that runs for it alone, if one does.
pub(super) struct Database {
    pub(super) store: Store,
    private: Option<(postgres::Private, DataDir)>,
}

impl Database {
    /// Opens the database that `imhook serve` uses; migrates nothing.
    pub(super) async fn open(config: &Config) -> anyhow::Result<Self> {
        let path = data_path(config)?;
        let url = postgres::database_url(config, &path);
        // It may be running already, under `imhook serve`.
        let private = match postgres::private(config).filter(|_| !postgres::is_running(&path)) {
            Some(settings) => {
                let data = DataDir::open(&path)?;
                Some((postgres::Private::start(&data, settings).await?, data))
            }
            None => None,
        };
        Ok(Self { store: Store::new(&url)?, private })
    }

    /// The same with the schema brought up to date.
    pub(super) async fn open_current(config: &Config) -> anyhow::Result<Self> {
        let database = Self::open(config).await?;
        match database.store.migrate().await {
            Ok(()) => Ok(database),
            Err(error) => {
                database.close().await;
                Err(error.into())
            }
        }
    }

    pub(super) async fn close(self) {
        self.store.close().await;
        if let Some((server, _data)) = self.private {
            server.stop().await;
        }
    }
}
