//! How long the service waits for Postgres.

use std::time::Duration;

/// How long the service waits for Postgres.
#[derive(Debug, Clone, clap::Args)]
pub struct RecordingOptions {
    /// How long Postgres may take for one transaction; after that, it counts as away.
    #[arg(
        id = "database-timeout",
        long,
        env = "IMHOOK_DATABASE_TIMEOUT",
        value_name = "TIME",
        default_value = "7s"
    )]
    #[arg(value_parser = timeout)]
    pub timeout: Duration,
}

/// A span of time such as `7s`.
fn timeout(text: &str) -> Result<Duration, String> {
    let time = humantime::parse_duration(text).map_err(|error| error.to_string())?;
    if (Duration::from_millis(100)..=Duration::from_mins(1)).contains(&time) {
        Ok(time)
    } else {
        Err("Postgres may take 100ms to 1min".to_owned())
    }
}
