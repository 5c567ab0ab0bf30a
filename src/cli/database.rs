//! The database in use, for subcommands: the private Postgres may have to be started for them.

use crate::config::data_dir::DataDir;
use crate::config::{self, Config};
use crate::postgres;
use crate::server;
use crate::store::Database;

/// The database in use, with the private Postgres that runs for this process alone, if one does.
pub(super) struct OpenDatabase {
    pub(super) database: Database,
    private: Option<(postgres::Private, DataDir)>,
}

impl OpenDatabase {
    /// Opens the database that `imhook serve` uses; migrates nothing.
    pub(super) async fn open(config: &Config) -> anyhow::Result<Self> {
        let path = server::data_path(config)?;
        let url = server::database_url(config, &path);
        // It may be running already, under `imhook serve`.
        let private = if config.database_url.is_none() && !postgres::is_running(&path) {
            let settings = postgres::Settings {
                bin_dir: config.pg_bin.clone(),
                path: config::search_path(),
                durable: true,
            };
            let data = DataDir::open(&path)?;
            Some((postgres::Private::start(&data, settings).await?, data))
        } else {
            None
        };
        Ok(Self { database: Database::new(&url)?, private })
    }

    /// The same with the schema brought up to date.
    pub(super) async fn open_current(config: &Config) -> anyhow::Result<Self> {
        let open = Self::open(config).await?;
        match open.database.migrate().await {
            Ok(()) => Ok(open),
            Err(error) => {
                open.close().await;
                Err(error.into())
            }
        }
    }

    pub(super) async fn close(self) {
        self.database.close().await;
        if let Some((server, _data)) = self.private {
            server.stop().await;
        }
    }
}
