//! `imhook migrate`: brings the schema up to date.

use crate::config::{self, Config};
use crate::data_dir::DataDir;
use crate::server;
use crate::store::{Store, embedded};

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let path = server::data_path(config)?;
    let url = server::database_url(config, &path);
    // The private Postgres may be running already, under `imhook serve`.
    let private = if config.database_url.is_none() && !embedded::is_running(&path) {
        let settings =
            embedded::Settings { bin_dir: config.pg_bin.clone(), path: config::search_path(), durable: true };
        let data = DataDir::open(&path)?;
        Some((embedded::Server::start(&data, settings).await?, data))
    } else {
        None
    };
    let store = Store::new(&url)?;
    let migrated = store.migrate().await;
    store.close().await;
    if let Some((server, _data)) = private {
        server.stop().await;
    }
    migrated?;
    anstream::eprintln!("the schema is up to date");
    Ok(())
}
