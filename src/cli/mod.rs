//! The command line: one file per subcommand.

mod banner;
mod call;
mod callbacks;
mod completions;
mod database;
mod db;
mod dead_letters;
mod doctor;
mod escape;
mod handlers;
mod log;
mod migrate;
mod pull;
mod revoke;
mod serve;
mod table;
mod tail;
mod usersig;
mod when;

use crate::config::{self, Config};
use crate::handlers::Router;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use std::io;
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  imhook                                       take callbacks on this machine, for trying out
  IMHOOK_SDK_APP_ID=1400000001 IMHOOK_CALLBACK_TOKEN=… imhook serve --listen 0.0.0.0:8080
  psql \"$(imhook db url)\" -c 'select sent_at, sender, text from analytics.messages'

Every flag is an environment variable, too: see .env.example.";

/// Receives the callbacks of Tencent Cloud IM (Chat), answers them, and keeps every one of them in Postgres.
#[derive(Debug, Parser)]
#[command(name = "imhook", version, after_help = EXAMPLES)]
struct Cli {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Take callbacks (the default).
    Serve,
    /// Bring the schema of DATABASE_URL, or of the private Postgres, up to date.
    Migrate,
    /// About the database in use.
    #[command(subcommand)]
    Db(db::Command),
    /// See how handlers behind the answer stand, and set them right.
    #[command(subcommand)]
    Handlers(handlers::Command),
    /// See what was given up, and try it again.
    #[command(subcommand)]
    DeadLetters(dead_letters::Command),
    /// Make and check the signatures that accounts log in with.
    #[command(subcommand, name = "usersig")]
    UserSig(usersig::Command),
    /// Show callbacks as they are recorded.
    Tail(tail::Args),
    /// Look whether everything is right, and say what to do where it is not.
    Doctor(doctor::Args),
    /// List every callback command, its types, and how many handlers it has.
    Callbacks(callbacks::Args),
    /// Call an endpoint of the REST interface.
    Call(call::Args),
    /// Recall a message by its key, for all sides.
    Revoke(revoke::Args),
    /// Pull Tencent's history into the archive.
    #[command(subcommand)]
    Pull(pull::Command),
    /// Print a completion script for a shell.
    Completions(completions::Args),
}

fn is_closed_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// What the caller has to put right: exit status 2.
#[derive(Debug, thiserror::Error)]
#[error("{0:#}")]
struct Usage(anyhow::Error);

impl Usage {
    fn new(error: impl Into<anyhow::Error>) -> Self {
        Self(error.into())
    }
}

/// The command line as clap knows it, for documentation and tests.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the whole command line with these handlers. Exit status: 0 done, 1 failed, 2 wrong usage.
#[must_use]
pub fn run(router: Router) -> ExitCode {
    let command = config::without_empty_variables(Cli::command());
    let cli = match command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let outcome = log::start(&cli.config).and_then(|()| {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            match cli.command.unwrap_or(Command::Serve) {
                Command::Serve => serve::run(&cli.config, router).await,
                Command::Migrate => migrate::run(&cli.config).await,
                Command::Db(command) => db::run(&command, &cli.config),
                Command::Handlers(command) => handlers::run(&command, &cli.config).await,
                Command::DeadLetters(command) => dead_letters::run(&command, &cli.config).await,
                Command::UserSig(command) => usersig::run(&command, &cli.config),
                Command::Callbacks(args) => callbacks::run(&args, &router),
                Command::Doctor(args) => doctor::run(&args, &cli.config).await,
                Command::Tail(args) => tail::run(&args, &cli.config).await,
                Command::Call(args) => call::run(&args, &cli.config).await,
                Command::Revoke(args) => revoke::run(&args, &cli.config).await,
                Command::Pull(command) => pull::run(&command, &cli.config).await,
                Command::Completions(args) => completions::run(&args),
            }
        })
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Who reads has read enough.
        Err(error) if error.downcast_ref().is_some_and(is_closed_pipe) => ExitCode::SUCCESS,
        Err(error) => {
            let red = anstyle::AnsiColor::Red.on_default().bold();
            // Names that others chose may be in it.
            let text = tencent_im::report::in_words(error.as_ref());
            let lines: Vec<_> = text.lines().map(escape::printable).collect();
            anstream::eprintln!("{red}error:{red:#} {}", lines.join("\n"));
            if error.is::<Usage>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}
