//! The configuration: one group of flags and environment variables a file. No other room reads the environment.

pub mod admin;
pub mod apps;
pub mod data_dir;
mod database;
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

pub use apps::options::AppOptions;
pub use database::DatabaseOptions;
pub use handlers::HandlerOptions;
pub use http::HttpOptions;
pub use journal::JournalOptions;
pub use log::{LogFormat, LogOptions};
pub use recording::RecordingOptions;
pub use rest::{Region, RestOptions};
use std::ffi::OsString;

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

/// The folders in which programs are looked for.
#[must_use]
pub fn search_path() -> Option<OsString> {
    std::env::var_os("PATH")
}
