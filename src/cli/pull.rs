//! `imhook pull`: Tencent's history into the archive.

use super::connect::Connection;
use super::usage::Usage;
use super::when;
use crate::archive::{Archive, History, PullProgress};
use crate::config::Config;
use crate::config::apps::App;
use crate::store::Archiving;
use anyhow::anyhow;
use chrono::{DateTime, Utc};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, Write as _};
use std::time::Duration;

pub(super) const EXAMPLES: &str = "\
Examples:
  imhook pull c2c amy ben                      the last 7 days of both sides
  imhook pull c2c amy ben --since 2h
  imhook pull c2c amy ben --since 2025-01-01T00:00:00+08:00 --until 2025-01-02T00:00:00+08:00
  imhook pull group @TGS#2J4SZEAEL             as far back as Tencent keeps it

Messages that are in the archive already are completed, never doubled or overwritten. A pull that was broken off goes \
on where it stopped when the same command is run again. `--since 2h` is another span each time: give full times to \
--since and --until to resume.";

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Pull the messages that two users wrote to each other.
    #[command(name = "c2c")]
    C2c(C2c),
    /// Pull the messages of a group.
    Group(Group),
}

#[derive(Debug, clap::Args)]
pub(super) struct C2c {
    /// One of the users.
    #[arg(value_name = "USERID")]
    one: String,
    /// The other user.
    #[arg(value_name = "USERID")]
    other: String,
    /// How long ago to begin (90s, 10m, 2h, 1d), or a time (2025-01-01T11:00:00+08:00) [default: 7d].
    #[arg(long, value_name = "WHEN", value_parser = when::past)]
    since: Option<DateTime<Utc>>,
    /// When to end, in the same forms [default: now].
    #[arg(long, value_name = "WHEN", value_parser = when::past)]
    until: Option<DateTime<Utc>>,
    /// SDKAppID, where several apps are configured.
    #[arg(long, value_name = "ID")]
    app: Option<u64>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Group {
    /// The group.
    #[arg(value_name = "GROUPID")]
    id: String,
    /// The topic of a community.
    #[arg(long, value_name = "TOPICID")]
    topic: Option<String>,
    /// SDKAppID, where several apps are configured.
    #[arg(long, value_name = "ID")]
    app: Option<u64>,
}

pub(super) async fn run(command: &Command, config: &Config) -> anyhow::Result<()> {
    let (app, history) = match command {
        Command::C2c(args) => {
            let until = args.until.unwrap_or_else(Utc::now);
            if args.since.is_some_and(|since| since > until) {
                return Err(
                    Usage::new(anyhow!("--since is later than --until (which is now if not given)")).into()
                );
            }
            let history = History::C2c {
                one: args.one.as_str().into(),
                other: args.other.as_str().into(),
                since: args.since,
                until: args.until,
            };
            (args.app, history)
        }
        Command::Group(args) => {
            let topic = args.topic.as_deref().map(Into::into);
            (args.app, History::Group { group: args.id.as_str().into(), topic })
        }
    };
    let app = App::choose(config, app)?;
    let client = app.client()?.build()?;
    let connection = Connection::open(config).await?;
    let bar = bar(&history);
    let archiving = Archiving::new(&connection.database);
    let archive = Archive::new(app.sdk_app_id, &client, &archiving);
    let outcome = archive.pull(&history, |progress| show(&bar, &history, progress)).await;
    bar.finish_and_clear();
    connection.close().await;
    let PullProgress { new, known, .. } = outcome?;
    Ok(writeln!(io::stdout(), "{new} new, {known} known")?)
}

/// A progress bar, on a terminal only. Where both ends are known, it shows how much of the time between is done.
fn bar(history: &History) -> ProgressBar {
    let (bar, template) = match history {
        History::C2c { since: Some(since), until: Some(until), .. } => {
            let seconds = (*until - *since).num_seconds().unsigned_abs();
            (ProgressBar::new(seconds), "{wide_bar} {percent}% {msg}")
        }
        _ => (ProgressBar::new_spinner(), "{spinner} {msg}"),
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn show(bar: &ProgressBar, history: &History, progress: PullProgress) {
    let PullProgress { new, known, reached } = progress;
    if let (History::C2c { until: Some(until), .. }, Some(reached)) = (history, reached) {
        bar.set_position((*until - reached).num_seconds().unsigned_abs());
    }
    let back = reached.map_or_else(String::new, |time| format!(", back to {}", time.format("%F %T UTC")));
    bar.set_message(format!("{new} new, {known} known{back}"));
}
