//! `imhook tail`: shows callbacks as they are recorded.

mod filter;
mod line;
mod reader;

use super::connect;
use crate::config::Config;
use crate::store::{self, Arrived, Tail};
use chrono::{DateTime, Utc};
use filter::{Body, Filter, Pattern};
use reader::{Reader, Start};
use std::io::{self, Write as _};
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// The time between two queries while nothing arrives.
const INTERVAL: Duration = Duration::from_millis(250);

/// The time between two pages while much arrives: the service needs Postgres then, too.
const PAUSE: Duration = Duration::from_millis(20);

pub(super) const EXAMPLES: &str = "\
Examples:
  imhook tail                                  the last 10 callbacks, then each as it is recorded
  imhook tail --command 'C2C.*' --user amy     one-to-one callbacks about amy
  imhook tail --group @TGS#1 --since 2h        what happened in a group, from two hours ago on
  imhook tail -n 0 --json | jq .body.MsgBody   new ones as JSON, one object a line

Callbacks are read from Postgres: DATABASE_URL, or the private one of a running `imhook serve`. Where Postgres goes \
away, tail waits for it. Ctrl-C ends tail.";

/// Which callbacks are shown, and how.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only this command, or all commands with a prefix: `Group.*`; may be repeated.
    #[arg(long, value_name = "COMMAND", value_delimiter = ',')]
    command: Vec<Pattern>,

    /// Only callbacks about this user: sender, recipient, or any other `…_Account`.
    #[arg(long, value_name = "USERID")]
    user: Option<String>,

    /// Only callbacks about this group or topic.
    #[arg(long, value_name = "GROUPID")]
    group: Option<String>,

    /// Print JSON: one object a line, with the body as received.
    #[arg(long)]
    json: bool,

    /// How long ago to begin (90s, 10m, 2h, 1d), or a time (2025-01-01T11:00:00+08:00).
    #[arg(long, value_name = "WHEN", conflicts_with = "lines", value_parser = super::when::past)]
    since: Option<DateTime<Utc>>,

    /// Number of past callbacks to begin with; they are looked for among the last 10000.
    #[arg(short = 'n', long, value_name = "LINES", default_value_t = 10)]
    lines: usize,
}

pub(super) async fn run(args: &Args, config: &Config) -> anyhow::Result<()> {
    let tail = Tail::new(&connect::url(config).await?)?;
    let start = args.since.map_or(Start::Last(args.lines), Start::Since);
    let filter =
        Filter { commands: args.command.clone(), user: args.user.clone(), group: args.group.clone() };
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        written = show(Reader::new(tail, filter, start), args.json) => Ok(written?),
        _ = terminate.recv() => Ok(()),
        _ = interrupt.recv() => Ok(()),
    }
}

/// Shows callbacks until standard output is closed.
async fn show(mut reader: Reader, json: bool) -> io::Result<()> {
    let mut away = None;
    loop {
        let mut arrived = Vec::new();
        let read = reader.read(&mut arrived).await;
        // An error may have come after some rows.
        write(&arrived, json)?;
        let pause = match read {
            Ok(more) => {
                if away.take().is_some() {
                    tell("Postgres answers again");
                }
                if more { PAUSE } else { INTERVAL }
            }
            Err(error) => {
                let reason = reason(&error);
                if away.as_ref() != Some(&reason) {
                    tell(&format!("{reason}; trying again"));
                    away = Some(reason);
                }
                INTERVAL
            }
        };
        tokio::time::sleep(pause).await;
    }
}

fn reason(error: &store::Error) -> String {
    super::escape::printable(&tencent_im::report::in_words(error))
}

/// Says something on standard error: standard output is for callbacks.
fn tell(text: &str) {
    // Standard error may be closed; that is no reason to end.
    let _ = writeln!(anstream::stderr(), "imhook tail: {text}");
}

fn write(arrived: &[(Arrived, Body)], json: bool) -> io::Result<()> {
    if json {
        let mut out = io::stdout().lock();
        arrived.iter().try_for_each(|(row, _)| writeln!(out, "{}", line::json(row)?))?;
        return out.flush();
    }
    let mut out = anstream::stdout().lock();
    arrived.iter().try_for_each(|(row, body)| writeln!(out, "{}", line::text(row, body)))?;
    out.flush()
}
