//! The log: to standard error, coloured on a terminal only.

use crate::config::{Config, LogFormat};
use anyhow::Context as _;
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

/// What these say matters only where something fails, and then we say it in one line of ours.
const QUIET: &str = "reqwest_retry=error,rustls_platform_verifier=off,sqlx=error,sqlx_core=error";

pub(super) fn start(config: &Config) -> anyhow::Result<()> {
    // Behind ours, so that the operator's word for one of them wins.
    let filter = EnvFilter::try_new(format!("{QUIET},{}", config.log))
        .with_context(|| format!("IMHOOK_LOG={:?} is no filter such as info or imhook=debug", config.log))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => log.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => log.json().init(),
    }
    Ok(())
}
