//! The log: to standard error, coloured on a terminal only.

use crate::config::{LogFormat, LogOptions};
use crate::handlers::seldom::Seldom;
use anyhow::{Context as _, anyhow};
use std::io::IsTerminal as _;
use std::panic::PanicHookInfo;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Libraries whose warnings matter only where a call of ours fails; imhook then logs the failure in one line.
const QUIET: [(&str, LevelFilter); 4] = [
    ("reqwest_retry", LevelFilter::ERROR),
    ("rustls_platform_verifier", LevelFilter::OFF),
    ("sqlx", LevelFilter::ERROR),
    ("sqlx_core", LevelFilter::ERROR),
];

pub(super) fn start(options: &LogOptions) -> anyhow::Result<()> {
    let filter = filter(&options.filter).with_context(|| format!("IMHOOK_LOG={:?}", options.filter))?;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let log = tracing_subscriber::registry().with(filter);
    match options.format {
        LogFormat::Text => log.with(lines.with_ansi(std::io::stderr().is_terminal())).init(),
        LogFormat::Json => log.with(lines.json()).init(),
    }
    std::panic::set_hook(Box::new(tell_panic));
    Ok(())
}

/// A panic as a line of the log; one a second, since a handler can panic with every callback.
fn tell_panic(panic: &PanicHookInfo<'_>) {
    static PANICS: Seldom = Seldom::new();
    let Some(count) = PANICS.count() else { return };
    let (thread, text) = (std::thread::current(), panic.payload_as_str().unwrap_or("no words"));
    let place = panic.location().map(ToString::to_string);
    tracing::error!(count, thread = thread.name(), place, "panicked: {text}");
}

/// A level for everything, and `TARGET=LEVEL` for single modules. What no directive names is logged at `info`, so that
/// a misspelt target silences nothing.
fn filter(directives: &str) -> anyhow::Result<Targets> {
    let level = |text: &str| {
        // Without a text, LevelFilter means error.
        let level = text.trim().parse::<LevelFilter>().ok().filter(|_| !text.trim().is_empty());
        level.ok_or_else(|| {
            anyhow!("{text:?} is no level: use off, error, warn, info, debug, trace, or TARGET=LEVEL such as imhook=debug")
        })
    };
    let quiet = Targets::new().with_default(LevelFilter::INFO).with_targets(QUIET);
    directives.split(',').try_fold(quiet, |filter, directive| {
        Ok(match directive.split_once('=') {
            Some((target, text)) => filter.with_target(target.trim(), level(text)?),
            None => filter.with_default(level(directive)?),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn a_wrong_level_is_an_error_and_a_wrong_target_silences_nothing() {
        for wrong in ["", "verbose", "imhook", "imhook=loud", "info,", "imhook=info=debug"] {
            assert!(filter(wrong).unwrap_err().to_string().contains("TARGET=LEVEL"), "{wrong}");
        }
        let misspelt = filter("imhok=debug").unwrap();
        assert!(misspelt.would_enable("imhook::server", &Level::INFO));
        assert!(!misspelt.would_enable("imhook::server", &Level::DEBUG));
    }

    #[test]
    fn an_operators_directive_outranks_the_quiet_libraries() {
        let default = filter("info").unwrap();
        assert!(!default.would_enable("sqlx::query", &Level::WARN));
        assert!(default.would_enable("sqlx::query", &Level::ERROR));
        let asked = filter("warn, sqlx=debug, imhook::recorder=trace").unwrap();
        assert!(asked.would_enable("sqlx::query", &Level::DEBUG));
        assert!(asked.would_enable("imhook::recorder", &Level::TRACE));
        assert!(!asked.would_enable("imhook::server", &Level::INFO));
    }
}
