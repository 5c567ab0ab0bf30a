//! Which apps there are: one by flags or variables, more in a file.

use secrecy::SecretString;
use std::path::PathBuf;

/// The app of flags and variables, and the file with others.
#[derive(Debug, Clone, clap::Args)]
pub struct AppOptions {
    /// SDKAppID of the app; without any app imhook runs in development mode, on loopback only, at the URL that `imhook url` prints.
    #[arg(long, env = "IMHOOK_SDK_APP_ID", value_name = "ID")]
    pub sdk_app_id: Option<u64>,

    /// Secret key of the app, for the REST interface and UserSig.
    #[arg(long, env = "IMHOOK_SECRET_KEY", value_name = "KEY", hide_env_values = true)]
    pub secret_key: Option<SecretString>,

    /// TOML file of more apps: `[[app]]` tables as .env.example describes them.
    #[arg(id = "apps", long, env = "IMHOOK_APPS", value_name = "FILE")]
    pub file: Option<PathBuf>,
}
