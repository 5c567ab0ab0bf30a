//! `imhook pull`: Tencent's history into the archive.

use super::database::OpenDatabase;
use super::{Usage, when};
use crate::archive::{Archive, History, Progress};
use crate::config::Config;
use crate::config::apps::App;
use crate::store::Archiving;
use anyhow::anyhow;
use chrono::{DateTime, Utc};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, Write as _};
use std::time::Duration;

const EXAMPLES: &str = "\
Examples:
  imhook pull c2c amy ben                      the last 7 days of both sides
  imhook pull c2c amy ben --since 2h
  imhook pull c2c amy ben --since 2025-01-01T00:00:00+08:00 --until 2025-01-02T00:00:00+08:00
  imhook pull group @TGS#2J4SZEAEL             as far back as Tencent keeps it

What is in the archive already is completed, never doubled or overwritten. A pull that was broken off goes on where it \
was when the same command is run again; with --since or --until, where those are times: a span ends at another time then.";

#[derive(Debug, clap::Subcommand)]
#[command(after_help = EXAMPLES)]
pub(super) enum Command {
    /// What two users wrote to each other.
    #[command(name = "c2c", after_help = EXAMPLES)]
    C2c(C2c),
    /// What was written in a group.
    #[command(after_help = EXAMPLES)]
    Group(Group),
}

#[derive(Debug, clap::Args)]
pub(super) struct C2c {
    /// One of them.
    #[arg(value_name = "USERID")]
    one: String,
    /// The other.
    #[arg(value_name = "USERID")]
    other: String,
    /// From so long ago (90s, 10m, 2h, 1d) or a time (2025-01-01T11:00:00+08:00) on [default: 7d].
    #[arg(long, value_name = "WHEN", value_parser = when::past)]
    since: Option<DateTime<Utc>>,
    /// Until then [default: now].
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
    /// The topic, to pull that of a community.
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
    let database = OpenDatabase::open_current(config).await?;
    let bar = bar(&history);
    let archiving = Archiving::new(&database.database);
    let archive = Archive::new(app.sdk_app_id, &client, &archiving);
    let outcome = archive.pull(&history, |progress| show(&bar, &history, progress)).await;
    bar.finish_and_clear();
    database.close().await;
    let Progress { new, known, .. } = outcome?;
    Ok(writeln!(io::stdout(), "{new} new, {known} known")?)
}

/// On a terminal only; where both ends are known, it shows how much of the time between is done.
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

fn show(bar: &ProgressBar, history: &History, progress: Progress) {
    let Progress { new, known, reached } = progress;
    if let (History::C2c { until: Some(until), .. }, Some(reached)) = (history, reached) {
        bar.set_position((*until - reached).num_seconds().unsigned_abs());
    }
    let back = reached.map_or_else(String::new, |time| format!(", back to {}", time.format("%F %T UTC")));
    bar.set_message(format!("{new} new, {known} known{back}"));
}
