//! Where Postgres is, and the data folder.

use secrecy::SecretString;
use std::path::PathBuf;
use std::time::Duration;

/// The Postgres of `DATABASE_URL`, or the private one in the data folder.
#[derive(Debug, Clone, clap::Args)]
pub struct DatabaseOptions {
    /// URL of the Postgres to use; without it, imhook runs a private one in its data folder.
    #[arg(id = "database-url", long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub url: Option<SecretString>,

    /// Folder of the journal and the private Postgres [default: /var/lib/imhook for root, else the XDG data folder].
    #[arg(long, env = "IMHOOK_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,

    /// Folder of the Postgres binaries for the private server [default: searched].
    #[arg(long, env = "IMHOOK_PG_BIN", value_name = "DIR")]
    pub pg_bin: Option<PathBuf>,

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
