//! `imhook migrate`: brings the schema up to date.

use super::database::OpenDatabase;
use crate::config::Config;

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    OpenDatabase::open_current(config).await?.close().await;
    anstream::eprintln!("the schema is up to date");
    Ok(())
}
