//! `imhook db …`: about the database in use.

use crate::config::Config;
use crate::postgres;
use crate::server;
use crate::store::after::AfterHandlers;
use crate::store::{Database, Survey};
use anyhow::bail;
use clap::Subcommand;
use std::io::{self, Write as _};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print the connection URL, for psql and its like. It holds the password where DATABASE_URL does.
    Url,
}

pub(super) fn run(command: &Command, config: &Config) -> anyhow::Result<()> {
    match command {
        Command::Url => Ok(writeln!(io::stdout(), "{}", url(config)?)?),
    }
}

/// The URL of the database in use.
pub(super) fn url(config: &Config) -> anyhow::Result<String> {
    let path = server::data_path(config)?;
    if config.database_url.is_none() && !postgres::is_running(&path) {
        bail!(
            "no private Postgres is running in {}: start `imhook serve`, as the same user and with the same \
             IMHOOK_DATA_DIR",
            path.display()
        );
    }
    Ok(server::database_url(config, &path))
}

/// The after-handlers of the database in use, which has the schema of this imhook.
pub(super) async fn after_handlers(config: &Config) -> anyhow::Result<AfterHandlers> {
    let url = url(config)?;
    let survey = Survey::of(&url).await?;
    if !survey.missing.is_empty() {
        bail!("the schema of the database is not up to date: run `imhook migrate`, or start `imhook serve`");
    }
    Ok(AfterHandlers::new(&Database::new(&url)?))
}
