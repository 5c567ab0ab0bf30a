//! `imhook callbacks`: every command with its types and the number of its handlers.

use super::table;
use crate::callback::{self, COMMANDS, Command};
use crate::handlers::Router;
use serde::Serialize;
use std::io::{self, Write as _};

pub(super) const EXAMPLES: &str = "\
Examples:
  imhook callbacks | grep before      what a handler can decide, and with which answer
  imhook callbacks --json | jq -r '.[] | select(.handlers > 0).command'";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Print JSON: one array of objects.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row {
    command: &'static str,
    kind: String,
    #[serde(rename = "type")]
    event: &'static str,
    ack: &'static str,
    handlers: usize,
    title: &'static str,
}

pub(super) fn run(args: &Args, router: &Router) -> anyhow::Result<()> {
    // Commands of which only a handler knows follow those of the catalogue.
    let own = router.types().filter(|command| callback::command(command.name).is_none());
    let rows = COMMANDS.iter().chain(own).map(|command| row(command, router));
    if args.json {
        let rows = serde_json::to_string_pretty(&rows.collect::<Vec<_>>())?;
        return Ok(writeln!(io::stdout(), "{rows}")?);
    }
    let rows = rows.map(|row| {
        let Row { command, kind, event, ack, handlers, title } = row;
        [command.to_owned(), kind, event.to_owned(), ack.to_owned(), handlers.to_string(), title.to_owned()]
    });
    Ok(table::print(Some(["COMMAND", "KIND", "TYPE", "ACK", "HANDLERS", "TITLE"]), rows)?)
}

fn row(command: &Command, router: &Router) -> Row {
    Row {
        command: command.name,
        kind: command.kind.to_string(),
        event: command.event,
        ack: command.ack,
        handlers: router.handlers(command.name),
        title: command.title,
    }
}
