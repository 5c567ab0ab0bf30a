//! The configuration: one group of flags and environment variables a file. No other room reads the environment.

pub mod admin;
pub mod apps;
pub mod data_dir;
mod database;
pub mod development;
mod handlers;
mod http;
mod journal;
mod log;
pub mod paths;
pub mod policy;
mod recording;
mod rest;
pub mod sockets;
pub mod times;
#[cfg(feature = "cli")]
mod variables;

pub use apps::options::AppOptions;
pub use database::DatabaseOptions;
pub use handlers::HandlerOptions;
pub use http::HttpOptions;
pub use journal::JournalOptions;
pub use log::{LogFormat, LogOptions};
pub use recording::RecordingOptions;
pub use rest::{Region, RestOptions};
use std::ffi::OsString;
use std::os::unix::process::CommandExt as _;
use std::process::Command;
#[cfg(feature = "cli")]
pub use variables::{differing_variables, unknown_variables};

/// The whole configuration. Every field of a group is a flag and an environment variable; the flag wins.
#[derive(Debug, Clone, clap::Args)]
pub struct Config {
    /// Where imhook listens.
    #[command(flatten)]
    pub http: HttpOptions,
    /// Whose callbacks are taken.
    #[command(flatten)]
    pub apps: AppOptions,
    /// How REST is called.
    #[command(flatten)]
    pub rest: RestOptions,
    /// How handlers are run.
    #[command(flatten)]
    pub handlers: HandlerOptions,
    /// Where Postgres and the data folder are.
    #[command(flatten)]
    pub database: DatabaseOptions,
    /// How long the service waits for Postgres.
    #[command(flatten)]
    pub recording: RecordingOptions,
    /// How large the journal may grow.
    #[command(flatten)]
    pub journal: JournalOptions,
    /// What is logged.
    #[command(flatten)]
    pub log: LogOptions,
}

/// `command` without the variables that are set, but empty: files of variables often have such lines, and mean
/// the default.
#[must_use]
pub fn without_empty_variables(command: clap::Command) -> clap::Command {
    let is_empty = |name: &std::ffi::OsStr| std::env::var_os(name).is_some_and(|value| value.is_empty());
    command
        .mut_args(|arg| match arg.get_env() {
            Some(name) if is_empty(name) => arg.env(clap::builder::Resettable::Reset),
            _ => arg,
        })
        .mut_subcommands(without_empty_variables)
}

/// Runs this program anew without `PGOPTIONS`, where that is set: its options are for another Postgres than the private
/// one, and the driver, which reads the environment by itself, takes none of them back.
///
/// # Errors
/// When the program cannot be run; where that works, it does not return.
pub fn without_pg_options() -> std::io::Result<()> {
    const NAME: &str = "PGOPTIONS";
    if std::env::var_os(NAME).is_none() {
        return Ok(());
    }
    let mut arguments = std::env::args_os();
    let mut program = Command::new(std::env::current_exe()?);
    program.arg0(arguments.next().unwrap_or_default()).args(arguments).env_remove(NAME);
    Err(program.exec())
}

/// The folders in which programs are looked for.
#[must_use]
pub fn search_path() -> Option<OsString> {
    std::env::var_os("PATH")
}
