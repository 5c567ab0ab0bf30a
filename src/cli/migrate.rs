//! `imhook migrate`: brings the schema up to date.

use super::database::Database;
use crate::config::Config;

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let database = Database::open(config).await?;
    let migrated = database.store.migrate().await;
    database.close().await;
    migrated?;
    anstream::eprintln!("the schema is up to date");
    Ok(())
}
