//! `imhook callbacks`: every command, its types, and how many handlers it has.

use crate::callback::{self, COMMANDS, Command};
use crate::handlers::Router;
use serde::Serialize;
use std::io::{self, Write};

const EXAMPLES: &str = "\
Examples:
  imhook callbacks | grep before      what a handler can decide, and with which answer
  imhook callbacks --json | jq -r '.[] | select(.handlers > 0).command'";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// One JSON array of objects.
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
    // Behind those that imhook knows, those that only a handler knows.
    let own = router.types().filter(|command| callback::command(command.name).is_none());
    let rows: Vec<_> = COMMANDS.iter().chain(own).map(|command| row(command, router)).collect();
    let mut out = io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&rows)?)?;
    } else {
        table(&mut out, &rows)?;
    }
    Ok(())
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

/// The title comes last: how wide its letters are is up to the terminal.
fn table(out: &mut impl Write, rows: &[Row]) -> io::Result<()> {
    let width = |name: &str, column: fn(&Row) -> &str| {
        rows.iter().map(|row| column(row).len()).chain([name.len()]).max().unwrap_or_default()
    };
    let command = width("COMMAND", |row| row.command);
    let kind = width("KIND", |row| &row.kind);
    let event = width("TYPE", |row| row.event);
    let ack = width("ACK", |row| row.ack);
    let mut line = |cells: [&str; 6]| {
        let [a, b, c, d, handlers, title] = cells;
        let text = format!("{a:command$}  {b:kind$}  {c:event$}  {d:ack$}  {handlers:>8}  {title}");
        writeln!(out, "{}", text.trim_end())
    };
    line(["COMMAND", "KIND", "TYPE", "ACK", "HANDLERS", "TITLE"])?;
    rows.iter().try_for_each(|row| {
        line([row.command, &row.kind, row.event, row.ack, &row.handlers.to_string(), row.title])
    })
}
