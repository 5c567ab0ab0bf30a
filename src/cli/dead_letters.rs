//! `imhook dead-letters …`: callbacks that after-handlers, or the recorder, have given up.

use super::{Usage, connect, escape, handlers, table};
use crate::config::Config;
use crate::store::after::{AfterHandlers, CallbackText, DeadLetterFilter, HandlerDeadLetter, RefusedRecord};
use anyhow::{anyhow, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};
use std::io::{self, Write as _};
use std::str::FromStr;

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
        id: Id,
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
    ids: Vec<Id>,
    /// All dead letters of this handler.
    #[arg(long, value_name = "NAME")]
    handler: Option<String>,
    /// All dead letters of all handlers.
    #[arg(long)]
    all: bool,
}

/// The number of a dead letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Id {
    /// A dead letter of a handler.
    Letter(i64),
    /// A record that Postgres refused, by journal and offset.
    Refused(i32, u64),
}

impl FromStr for Id {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let id = match text.split_once('-') {
            Some((journal, offset)) => {
                journal.parse().ok().zip(offset.parse().ok()).map(|(j, o)| Self::Refused(j, o))
            }
            None => text.parse().ok().map(Self::Letter),
        };
        id.ok_or_else(|| "a number such as 12 or 3-1045, as `imhook dead-letters list` shows it".to_owned())
    }
}

pub(super) async fn run(command: &Command, config: &Config) -> anyhow::Result<()> {
    let store = connect::after_handlers(config).await?;
    match command {
        Command::List { handler, lines, json } => list(&store, handler.as_deref(), *lines, *json).await,
        Command::Show { id, json } => show(&store, *id, *json).await,
        Command::Replay(selection) => {
            let (which, refused) = selection.which(&store).await?;
            if let [(journal, offset), ..] = *refused {
                let error = anyhow!(
                    "{journal}-{offset} was refused by Postgres: it cannot be replayed, show it instead"
                );
                return Err(Usage::new(error).into());
            }
            let replayed = store.replay_dead_letters(&which).await?;
            eprintln!("{replayed} handed to their handlers again");
            Ok(())
        }
        Command::Drop(selection) => {
            let (which, refused) = selection.which(&store).await?;
            let mut dropped = store.drop_dead_letters(&which).await?;
            for (journal, offset) in refused {
                dropped += u64::from(store.drop_refused_record(journal, offset).await?);
            }
            eprintln!("{dropped} dropped");
            Ok(())
        }
    }
}

impl Selection {
    /// The selected dead letters, of handlers and of the recorder; an error where one does not exist.
    async fn which(&self, store: &AfterHandlers) -> anyhow::Result<(DeadLetterFilter, Vec<(i32, u64)>)> {
        if let Some(handler) = &self.handler {
            return Ok((of(store, handler).await?, Vec::new()));
        }
        if self.all {
            return Ok((DeadLetterFilter::All, Vec::new()));
        }
        let (mut given, mut refused) = (Vec::new(), Vec::new());
        for id in &self.ids {
            match *id {
                Id::Letter(id) => given.push(id),
                Id::Refused(journal, offset) => refused.push((journal, offset)),
            }
        }
        let which = DeadLetterFilter::Numbers(given.clone());
        let found = store.dead_letters(&which, u32::MAX).await?;
        if let Some(missing) = given.iter().find(|id| !found.iter().any(|letter| letter.id == **id)) {
            bail!("there is no dead letter {missing}; nothing was done");
        }
        for (journal, offset) in &refused {
            if store.refused_record(*journal, *offset).await?.is_none() {
                bail!("there is no dead letter {journal}-{offset}; nothing was done");
            }
        }
        Ok((which, refused))
    }
}

/// The dead letters of a handler that exists.
async fn of(store: &AfterHandlers, handler: &str) -> anyhow::Result<DeadLetterFilter> {
    if store.handlers().await?.iter().any(|known| known.name == handler) {
        Ok(DeadLetterFilter::OfHandler(handler.to_owned()))
    } else {
        Err(handlers::unknown(store, handler).await?)
    }
}

async fn list(store: &AfterHandlers, handler: Option<&str>, lines: u32, json: bool) -> anyhow::Result<()> {
    let (letters, refused) = match handler {
        Some(handler) => (store.dead_letters(&of(store, handler).await?, lines).await?, Vec::new()),
        None => {
            (store.dead_letters(&DeadLetterFilter::All, lines).await?, store.refused_records(lines).await?)
        }
    };
    let mut found: Vec<_> =
        letters.iter().map(Line::letter).chain(refused.iter().map(Line::refused)).collect();
    found.sort_by_key(|line| std::cmp::Reverse(line.died_at));
    found.truncate(usize::try_from(lines).unwrap_or(usize::MAX));
    if json {
        let found: Value = found.into_iter().map(|line| line.json).collect();
        return Ok(writeln!(io::stdout(), "{found}")?);
    }
    let heads = ["ID", "GIVEN UP", "BY", "COMMAND", "TRIES", "ERROR"];
    Ok(table::print(Some(heads), found.into_iter().map(|line| line.cells))?)
}

/// A dead letter of either kind, for people and for scripts.
struct Line {
    died_at: DateTime<Utc>,
    cells: [String; 6],
    json: Map<String, Value>,
}

impl Line {
    fn letter(letter: &HandlerDeadLetter) -> Self {
        let mut json = object(json!(letter));
        json.insert("id".to_owned(), letter.id.to_string().into());
        let cells = [
            letter.id.to_string(),
            time(letter.died_at),
            letter.handler.clone(),
            letter.command.clone(),
            letter.tries.to_string(),
            first_line(&letter.error),
        ];
        Self { died_at: letter.died_at, cells, json }
    }

    fn refused(record: &RefusedRecord) -> Self {
        let id = format!("{}-{}", record.journal_id, record.offset);
        let command = record.command.clone();
        let json = object(json!({
            "id": id, "handler": null, "command": command, "error": record.error,
            "received_at": record.received_at, "died_at": record.died_at,
        }));
        let cells = [
            id,
            time(record.died_at),
            "(the recorder)".to_owned(),
            command.unwrap_or_default(),
            "1".to_owned(),
            first_line(&record.error),
        ];
        Self { died_at: record.died_at, cells, json }
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn first_line(error: &str) -> String {
    escape::shortened(error.lines().next().unwrap_or_default(), 100)
}

async fn show(store: &AfterHandlers, id: Id, as_json: bool) -> anyhow::Result<()> {
    let (line, content) = match id {
        Id::Letter(number) => {
            let letters = store.dead_letters(&DeadLetterFilter::Numbers(vec![number]), 1).await?;
            let Some(letter) = letters.first() else { bail!("there is no dead letter {number}") };
            (Line::letter(letter), store.dead_letter_text(number).await?)
        }
        Id::Refused(journal, offset) => {
            let Some((record, callback)) = store.refused_record(journal, offset).await? else {
                bail!("there is no dead letter {journal}-{offset}")
            };
            (Line::refused(&record), Some(callback))
        }
    };
    let mut object = line.json;
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
