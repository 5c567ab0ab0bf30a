//! `imhook db …`: the database in use.

use super::connect;
use crate::config::Config;
use clap::Subcommand;
use std::io::{self, Write as _};

pub(super) const EXAMPLES: &str = "\
Examples:
  psql \"$(imhook db url)\" -c 'select sent_at, sender, text from analytics.messages'
  pg_dump --no-owner --no-privileges \"$(imhook db url)\" > imhook.sql";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print the connection URL, for psql and the like; it holds the password where DATABASE_URL does.
    Url {
        /// Do not wait while a running `imhook serve` starts its private Postgres: fail.
        #[arg(long)]
        no_wait: bool,
    },
}

pub(super) async fn run(command: &Command, config: &Config) -> anyhow::Result<()> {
    match command {
        Command::Url { no_wait } => {
            let url = if *no_wait { connect::url_now(config)? } else { connect::url(config).await? };
            Ok(writeln!(io::stdout(), "{url}")?)
        }
    }
}
