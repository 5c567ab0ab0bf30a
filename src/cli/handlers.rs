//! `imhook handlers …`: after-handlers and how far each of them is.

use super::escape::printable;
use super::usage::Usage;
use super::{connect, table};
use crate::config::Config;
use crate::handlers::after::control::{self, ControlError};
use crate::store::after::HandlerState;
use chrono::{DateTime, Utc};
use clap::Subcommand;
use std::io::{self, Write as _};
use std::time::Duration;

pub(super) const EXAMPLES: &str = "\
Examples:
  imhook handlers list                   each after-handler: lag, parked callbacks, dead letters
  imhook handlers rename greet welcome   when renamed in the code, before the new code starts
  imhook handlers rewind greet --to 2h   handle again what arrived in the last two hours
  imhook handlers rewind greet --to 2025-01-01T11:00:00+08:00
  imhook handlers forget greet           the handler is gone from the code

The database must be running: DATABASE_URL, or the private Postgres of a running `imhook serve`.
Exit status: 0 done, 1 not done, 2 wrong usage.";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show every after-handler that ever ran on this database.
    List {
        /// Print JSON: one array of objects.
        #[arg(long)]
        json: bool,
    },
    /// Give a handler another name, under which it goes on where it left off; no service may run it now.
    Rename {
        /// The present name.
        old: String,
        /// The new name, which no handler has yet.
        new: String,
    },
    /// Forget a handler, its parked callbacks and its dead letters; no service may run it now.
    Forget {
        /// The handler's name.
        name: String,
    },
    /// Let a handler handle again what arrived since a time; a running service begins at once.
    Rewind {
        /// The handler's name.
        name: String,
        /// How long ago (90s, 10m, 2h, 1d), or a time (2025-01-01T11:00:00+08:00).
        #[arg(long, value_name = "TIME", value_parser = super::when::past)]
        to: DateTime<Utc>,
    },
}

pub(super) async fn run(command: &Command, config: &Config) -> anyhow::Result<()> {
    let store = connect::after_handlers(config).await?;
    match command {
        Command::List { json } => return list(&control::list(&store).await?, *json),
        Command::Rename { old, new } => {
            match control::rename(&store, old, new).await {
                Err(error @ ControlError::Empty) => return Err(Usage::new(error).into()),
                renamed => renamed?,
            }
            eprintln!("{} is {} now", printable(old), printable(new));
        }
        Command::Forget { name } => {
            control::forget(&store, name).await?;
            eprintln!("{} is forgotten", printable(name));
        }
        Command::Rewind { name, to } => {
            let callbacks = control::rewind(&store, name, *to).await?;
            eprintln!(
                "{} begins again {callbacks} callbacks ago, those of other commands included",
                printable(name)
            );
        }
    }
    Ok(())
}

fn list(handlers: &[HandlerState], json: bool) -> anyhow::Result<()> {
    if json {
        return Ok(writeln!(io::stdout(), "{}", serde_json::to_string(handlers)?)?);
    }
    let heads = ["NAME", "COMMAND", "LAG", "BEHIND", "PARKED", "DEAD LETTERS", "RUN BY"];
    let rows = handlers.iter().map(|handler| {
        let behind = Duration::try_from_secs_f64(handler.lag_seconds.round()).unwrap_or_default();
        [
            handler.name.clone(),
            handler.command.clone(),
            handler.lag_rows.to_string(),
            humantime::format_duration(behind).to_string(),
            handler.parked.to_string(),
            handler.dead_letters.to_string(),
            handler.run_by.clone().unwrap_or_else(|| "nobody".to_owned()),
        ]
    });
    Ok(table::print(Some(heads), rows)?)
}
