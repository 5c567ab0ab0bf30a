//! `imhook doctor`: finds faults and says what to do about them. Nothing is changed.

mod addresses;
mod callback_url;
mod configuration;
mod database;
mod journal;
mod machine;
mod report;
mod running;
mod subject;
mod web;

use crate::config::Config;
use crate::config::paths::data_path;
use anyhow::bail;
use report::{Check, Outcome};
use std::future::Future;
use std::io::Write as _;
use std::time::Duration;
use subject::Subject;
use tokio::sync::oneshot;

/// The longest time of a check.
const PATIENCE: Duration = Duration::from_secs(12);

pub(super) const EXAMPLES: &str = "\
Examples:
  imhook doctor                                         with the variables and flags that `imhook serve` gets
  imhook doctor --url https://im.example.com/callback   also the callback URL, as Tencent reaches it
  imhook doctor --json | jq '.checks[] | select(.outcome == \"fault\")'

Exit status: 0 no fault (there may be warnings), 1 at least one fault, 2 wrong usage.";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The public callback URL: checked as the IM console does it, by posting a signed `{}`.
    #[arg(long, value_name = "URL", value_parser = web::url)]
    url: Option<reqwest::Url>,

    /// Print JSON: one object.
    #[arg(long)]
    json: bool,

    /// The server whose `Date` the clock is compared with [default: `IMHOOK_REST_HOST`, else Tencent's host in China].
    #[arg(long, value_name = "URL", value_parser = web::url, hide = true)]
    clock_url: Option<reqwest::Url>,
}

pub(super) async fn run(args: &Args, config: &Config, unknown: &[String]) -> anyhow::Result<()> {
    let mut checks: Vec<_> = configuration::unknown(unknown).collect();
    let apps = configuration::apps(config, &mut checks);
    checks.extend(configuration::secrets(config, apps.as_ref()));
    match data_path(&config.database) {
        Err(error) => checks.push(Check::fault(machine::FOLDER, error.to_string(), "set IMHOOK_DATA_DIR")),
        Ok(data) => {
            let path = data.clone();
            let looked = aside(move || machine::folder(&path)).await;
            let (folder, service) = looked.unwrap_or_else(|| (vec![silent(machine::FOLDER)], None));
            checks.extend(folder);
            let subject = Subject { config: config.clone(), apps, data, service };
            checks.extend(look(args, &subject).await);
        }
    }
    let faults = checks.iter().filter(|check| check.outcome == Outcome::Fault).count();
    if args.json {
        report::json(&mut std::io::stdout().lock(), &checks, faults)?;
    } else {
        let mut out = anstream::stdout().lock();
        report::text(&mut out, &checks)?;
        out.flush()?;
    }
    match faults {
        0 => Ok(()),
        1 => bail!("1 check found a fault"),
        _ => bail!("{faults} checks found a fault"),
    }
}

/// All checks but those of the configuration and the data folder, at the same time.
async fn look(args: &Args, subject: &Subject) -> Vec<Check> {
    let (data, max) = (subject.data.clone(), subject.config.journal.max);
    let disk = aside(move || machine::disk(&data, max));
    let folder = subject.data.join("journal");
    let journal = aside(move || journal::check(&folder, max));
    let checks = tokio::join!(
        async { disk.await.unwrap_or_else(|| vec![silent(machine::DISK)]) },
        async { journal.await.unwrap_or_else(|| vec![silent(journal::NAME)]) },
        database::check(subject),
        within(machine::CLOCK, machine::clock(args.clock_url.as_ref(), &subject.config)),
        within(addresses::NAME, addresses::check(subject)),
        within(callback_url::NAME, callback_url::check(args.url.as_ref(), subject)),
    );
    [checks.0, checks.1, checks.2, checks.3, checks.4, checks.5].concat()
}

async fn within(name: &'static str, check: impl Future<Output = Vec<Check>>) -> Vec<Check> {
    tokio::time::timeout(PATIENCE, check).await.unwrap_or_else(|_| vec![silent(name)])
}

fn silent(name: &'static str) -> Check {
    let found = format!("no answer within {} s", PATIENCE.as_secs());
    Check::fault(name, found, "look whether its disk or host hangs")
}

/// Runs work that may hang on a thread of its own; `None` where it does hang, and the thread is left behind.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (done, finished) = oneshot::channel();
    std::thread::spawn(move || done.send(work()));
    tokio::time::timeout(PATIENCE, finished).await.ok()?.ok()
}
