//! `imhook dead-letters …`: callbacks that after-handlers, or the recorder, have given up.

use super::usage::Usage;
use super::{connect, escape, table};
use crate::config::Config;
use crate::handlers::after::dead_letters::{self, DeadLetterId, ListedDeadLetter, SelectionError};
use crate::store::after::CallbackText;
use anyhow::bail;
use chrono::SecondsFormat;
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};
use std::io::{self, Write as _};

pub(super) const EXAMPLES: &str = "\
Examples:
  imhook dead-letters list                     the newest 100, of handlers and of the recorder
  imhook dead-letters show 12                  one dead letter with its callback
  imhook dead-letters replay 12 13             hand these two to their handlers again
  imhook dead-letters replay --handler greet   hand all of one handler to it again
  imhook dead-letters drop --all               forget the dead letters of all handlers

A number such as 12 is a handler's dead letter. One such as 3-1045 (journal and offset) is a callback that Postgres \
refused: show prints its bytes, drop forgets it, but it cannot be replayed.
The database must be running: DATABASE_URL, or the private Postgres of a running `imhook serve`. A running service \
handles replayed callbacks within a second or two.
Exit status: 0 done, 1 not done, 2 wrong usage.";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show dead letters, the newest first.
    List {
        /// Only those of this handler.
        #[arg(long, value_name = "NAME")]
        handler: Option<String>,
        /// The number of lines at most.
        #[arg(short = 'n', long, value_name = "LINES", default_value_t = 100)]
        lines: u32,
        /// Print JSON: one array of objects.
        #[arg(long)]
        json: bool,
    },
    /// Show a dead letter with its callback.
    Show {
        /// The number in `imhook dead-letters list`.
        id: DeadLetterId,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Hand dead letters to their handlers again, as if they had never failed.
    Replay(Selection),
    /// Forget dead letters.
    Drop(Selection),
}

/// The dead letters to be replayed or dropped.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Selection {
    /// Numbers in `imhook dead-letters list`.
    #[arg(value_name = "ID")]
    ids: Vec<DeadLetterId>,
    /// All dead letters of this handler.
    #[arg(long, value_name = "NAME")]
    handler: Option<String>,
    /// All dead letters of all handlers.
    #[arg(long)]
    all: bool,
}

impl From<&Selection> for dead_letters::Selection {
    fn from(selection: &Selection) -> Self {
        match &selection.handler {
            Some(handler) => Self::Handler(handler.clone()),
            None if selection.all => Self::All,
            None => Self::Ids(selection.ids.clone()),
        }
    }
}

pub(super) async fn run(command: &Command, config: &Config) -> anyhow::Result<()> {
    let store = connect::after_handlers(config).await?;
    match command {
        Command::List { handler, lines, json } => {
            list(&dead_letters::list(&store, handler.as_deref(), *lines).await?, *json)
        }
        Command::Show { id, json } => {
            let found = dead_letters::show(&store, *id).await?;
            let Some((letter, content)) = found else { bail!("there is no dead letter {id}") };
            show(&letter, content, *json)
        }
        Command::Replay(selection) => match dead_letters::replay(&store, &selection.into()).await {
            Ok(replayed) => {
                eprintln!("{replayed} handed to their handlers again");
                Ok(())
            }
            Err(error @ SelectionError::Refused(_)) => Err(Usage::new(error).into()),
            Err(error) => Err(error.into()),
        },
        Command::Drop(selection) => {
            eprintln!("{} dropped", dead_letters::drop(&store, &selection.into()).await?);
            Ok(())
        }
    }
}

fn list(letters: &[ListedDeadLetter], json: bool) -> anyhow::Result<()> {
    if json {
        return Ok(writeln!(io::stdout(), "{}", json!(letters))?);
    }
    let heads = ["ID", "GIVEN UP", "BY", "COMMAND", "TRIES", "ERROR"];
    let rows = letters.iter().map(|letter| {
        [
            letter.id.to_string(),
            letter.died_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            letter.handler.clone().unwrap_or_else(|| "(the recorder)".to_owned()),
            letter.command.clone().unwrap_or_default(),
            letter.tries.unwrap_or(1).to_string(),
            first_line(&letter.error),
        ]
    });
    Ok(table::print(Some(heads), rows)?)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

fn first_line(error: &str) -> String {
    escape::shortened(error.lines().next().unwrap_or_default(), 100)
}

fn show(letter: &ListedDeadLetter, content: Option<CallbackText>, as_json: bool) -> anyhow::Result<()> {
    let mut object = object(json!(letter));
    // The callback may be gone.
    if let Some(CallbackText { query, body }) = content {
        object.insert("query".to_owned(), query.into());
        let body = serde_json::from_str(&body).unwrap_or_else(|_| body.into());
        object.insert("body".to_owned(), body);
    }
    let mut out = io::stdout().lock();
    if as_json {
        return Ok(writeln!(out, "{}", Value::from(object))?);
    }
    for (name, value) in object.iter().filter(|(_, value)| !value.is_null()) {
        let text = match value {
            Value::String(text) => text.clone(),
            value => serde_json::to_string_pretty(value)?,
        };
        for (number, line) in text.lines().enumerate() {
            let head = if number == 0 { name.as_str() } else { "" };
            writeln!(out, "{head:<14}{}", escape::printable(line))?;
        }
    }
    Ok(())
}
