//! The log: to standard error, coloured on a terminal only.

use crate::config::{Config, LogFormat};
use anyhow::Context as _;
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

pub(super) fn start(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log)
        .with_context(|| format!("IMHOOK_LOG={:?} is no filter such as info or imhook=debug", config.log))?;
    // What these say matters only where something fails, and then we say it in one line of ours.
    let quiet = ["reqwest_retry=error", "rustls_platform_verifier=off", "sqlx=warn", "sqlx_core=warn"];
    let filter =
        quiet.iter().filter_map(|directive| directive.parse().ok()).fold(filter, EnvFilter::add_directive);
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => log.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => log.json().init(),
    }
    Ok(())
}
