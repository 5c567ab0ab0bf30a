//! What imhook is told: one struct, each field a flag and an environment variable. No other file reads the
//! environment.

pub mod admin;
pub mod apps;
pub mod data_dir;
pub mod paths;
pub mod policy;
pub mod times;

use bytesize::ByteSize;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use policy::Rule;
use secrecy::SecretString;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use strum::VariantNames as _;
pub use tencent_im::client::Region;
use times::LAST_DEADLINE;

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// The configuration. Every field is an environment variable, too; a flag wins.
#[derive(Debug, Clone, clap::Args)]
pub struct Config {
    /// Address of the door that Tencent's callbacks come to (put a TLS proxy in front).
    #[arg(long, env = "IMHOOK_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR", global = true)]
    pub listen: SocketAddr,

    /// Path of the callback URL.
    #[arg(
        long,
        env = "IMHOOK_CALLBACK_PATH",
        default_value = "/callback",
        value_name = "PATH",
        global = true
    )]
    #[arg(value_parser = path)]
    pub callback_path: String,

    /// Address of the admin door: /healthz, /readyz and /metrics.
    #[arg(
        long,
        env = "IMHOOK_ADMIN_LISTEN",
        default_value = "127.0.0.1:8081",
        value_name = "ADDR",
        global = true
    )]
    pub admin_listen: SocketAddr,

    /// Token of the admin door, for `Authorization: Bearer`; required where that door is not on loopback.
    #[arg(long, env = "IMHOOK_ADMIN_TOKEN", value_name = "TOKEN", hide_env_values = true, global = true)]
    pub admin_token: Option<SecretString>,

    /// `SDKAppID` of the app; without any app imhook runs in development mode, on loopback only.
    #[arg(long, env = "IMHOOK_SDK_APP_ID", value_name = "ID", global = true)]
    pub sdk_app_id: Option<u64>,

    /// Token of the callback URL, as set in the IM console; several during a rotation, with commas between.
    #[arg(
        long,
        env = "IMHOOK_CALLBACK_TOKEN",
        value_name = "TOKEN",
        value_delimiter = ',',
        hide_env_values = true,
        global = true
    )]
    pub callback_token: Vec<SecretString>,

    /// Secret key of the app, for the REST interface.
    #[arg(long, env = "IMHOOK_SECRET_KEY", value_name = "KEY", hide_env_values = true, global = true)]
    pub secret_key: Option<SecretString>,

    /// Account of an administrator of the app, in whose name REST is called.
    #[arg(
        long,
        env = "IMHOOK_ADMIN",
        value_name = "ACCOUNT",
        default_value = "administrator",
        global = true
    )]
    pub admin: String,

    /// Site of the app, which says the host that REST is called at.
    #[arg(long, env = "IMHOOK_REGION", value_name = "REGION", default_value = "china", global = true)]
    #[arg(value_parser = PossibleValuesParser::new(Region::VARIANTS).try_map(|name| name.parse::<Region>()))]
    pub region: Region,

    /// Host that REST is called at, in place of the region's: a name or a URL without a path.
    #[arg(long, env = "IMHOOK_REST_HOST", value_name = "HOST", global = true)]
    pub rest_host: Option<String>,

    /// TOML file with more apps: `[[app]]` tables of `sdk_app_id`, `callback_tokens`, `secret_key`, `admin`,
    /// `region`, `rest_host`, `before_policy`.
    #[arg(long, env = "IMHOOK_APPS", value_name = "FILE", global = true)]
    pub apps: Option<PathBuf>,

    /// When a before-callback is answered at the latest, counted from its headers; Tencent waits 2 s.
    #[arg(
        long,
        env = "IMHOOK_BEFORE_DEADLINE",
        value_name = "TIME",
        default_value = "1500ms",
        global = true
    )]
    #[arg(value_parser = before_deadline)]
    pub before_deadline: Duration,

    /// What is answered where a handler fails or is late: `pass`, `refuse`, `COMMAND=refuse`; several with commas.
    #[arg(
        long,
        env = "IMHOOK_BEFORE_POLICY",
        value_name = "POLICY",
        value_delimiter = ',',
        default_value = "pass",
        global = true
    )]
    pub before_policy: Vec<Rule>,

    /// Threads that run before-handlers, and as many for each handler behind the answer.
    #[arg(long, env = "IMHOOK_HANDLER_THREADS", value_name = "N", default_value_t = 16, global = true)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub handler_threads: u32,

    /// How often a handler behind the answer may fail at one callback until that is a dead letter.
    #[arg(long, env = "IMHOOK_HANDLER_TRIES", value_name = "N", default_value_t = 8, global = true)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub handler_tries: u32,

    /// How long a handler behind the answer may take for one callback.
    #[arg(long, env = "IMHOOK_HANDLER_TIMEOUT", value_name = "TIME", default_value = "30s", global = true)]
    #[arg(value_parser = handler_timeout)]
    pub handler_timeout: Duration,

    /// Take callbacks without a Sign for apps that have no token, also from beyond this machine.
    #[arg(long, env = "IMHOOK_ALLOW_UNSIGNED", value_name = "BOOL", default_value_t = false, global = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(action = clap::ArgAction::Set, value_parser = clap::builder::BoolishValueParser::new())]
    pub allow_unsigned: bool,

    /// Connections of the callback door at most.
    #[arg(long, env = "IMHOOK_MAX_CONNECTIONS", value_name = "N", default_value_t = 1024, global = true)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub max_connections: u32,

    /// URL of the Postgres to use; without it, imhook runs a private one in its data folder.
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true, global = true)]
    pub database_url: Option<SecretString>,

    /// Folder of the journal and the private Postgres [default: /var/lib/imhook for root, else the XDG data folder].
    #[arg(long, env = "IMHOOK_DATA_DIR", value_name = "DIR", global = true)]
    pub data_dir: Option<PathBuf>,

    /// Folder of the Postgres binaries for the private server [default: searched].
    #[arg(long, env = "IMHOOK_PG_BIN", value_name = "DIR", global = true)]
    pub pg_bin: Option<PathBuf>,

    /// Unrecorded bytes that the journal may hold while Postgres is away.
    #[arg(long, env = "IMHOOK_JOURNAL_MAX", value_name = "SIZE", default_value = "4GiB", global = true)]
    pub journal_max: ByteSize,

    /// What is logged: a level, or directives such as `info,imhook::recorder=debug`.
    #[arg(long, env = "IMHOOK_LOG", value_name = "FILTER", default_value = "info", global = true)]
    pub log: String,

    /// How the log is written.
    #[arg(
        long,
        env = "IMHOOK_LOG_FORMAT",
        value_name = "FORMAT",
        default_value = "text",
        value_enum,
        global = true
    )]
    pub log_format: LogFormat,
}

/// `command` without the variables that are set, but empty: files of variables often have such lines, and mean
/// the default.
#[must_use]
pub fn without_empty_variables(command: clap::Command) -> clap::Command {
    command.mut_args(|arg| match arg.get_env().and_then(std::env::var_os) {
        Some(value) if value.is_empty() => arg.env(clap::builder::Resettable::Reset),
        _ => arg,
    })
}

/// Where binaries are looked for.
#[must_use]
pub fn search_path() -> Option<OsString> {
    std::env::var_os("PATH")
}

/// A span of time such as `1500ms` or `1.5s`; a bare number counts milliseconds.
fn before_deadline(text: &str) -> Result<Duration, String> {
    let time = match text.parse() {
        Ok(milliseconds) => Duration::from_millis(milliseconds),
        Err(_) => humantime::parse_duration(text).map_err(|error| error.to_string())?,
    };
    if (Duration::from_millis(1)..=LAST_DEADLINE).contains(&time) {
        Ok(time)
    } else {
        Err(format!("Tencent waits 2 s, so the deadline is 1ms to {}ms", LAST_DEADLINE.as_millis()))
    }
}

/// A span of time such as `30s` or `5min`.
fn handler_timeout(text: &str) -> Result<Duration, String> {
    let time = humantime::parse_duration(text).map_err(|error| error.to_string())?;
    if (Duration::from_millis(1)..=Duration::from_hours(1)).contains(&time) {
        Ok(time)
    } else {
        Err("a handler may take 1ms to 1h".to_owned())
    }
}

fn path(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.~".contains(c);
    if text.starts_with('/') && text.chars().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("a path begins with / and holds letters, digits and - _ . ~ only".to_owned())
    }
}
