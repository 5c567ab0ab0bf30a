//! Where Postgres is, and the data folder.

use secrecy::SecretString;
use std::path::PathBuf;

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
}
