//! The command line: one file per subcommand.

mod banner;
mod call;
mod callbacks;
mod completions;
mod connect;
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
mod url;
mod usage;
mod usersig;
mod when;

use crate::config::{self, AppOptions, Config, DatabaseOptions, LogOptions, RestOptions};
use crate::handlers::Router;
use clap::{Arg, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use std::io;
use std::process::ExitCode;
use usage::Usage;

const EXAMPLES: &str = "\
Examples:
  imhook                                       take callbacks on this machine, for trying out
  IMHOOK_SDK_APP_ID=1400000001 IMHOOK_CALLBACK_TOKEN=… imhook serve --listen 0.0.0.0:8080
  psql \"$(imhook db url)\" -c 'select sent_at, sender, text from analytics.messages'

Every service option is an environment variable, too: see .env.example.";

/// The heading of the service's options in every help text.
const SERVICE: &str = "Service options";

/// Receives the callbacks of Tencent Cloud IM (Chat), answers them, and keeps every one of them in Postgres.
#[derive(Debug, Parser)]
#[command(name = "imhook", version, after_help = EXAMPLES)]
struct Cli {
    // Values given behind a subcommand's name are here, too: clap propagates those of global options up.
    #[command(flatten, next_help_heading = SERVICE)]
    config: Config,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The options of a group, for a subcommand that takes them. They are global, so that they also work before the
/// subcommand's name; their display order is reset, because each group counts its own from 0.
fn taken<G: clap::Args>() -> Vec<Arg> {
    let group = G::augment_args(clap::Command::default());
    group
        .get_arguments()
        .map(|option| option.clone().global(true).help_heading(SERVICE).display_order(None))
        .collect()
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Take callbacks (the default).
    #[command(after_help = serve::EXAMPLES, args = taken::<Config>())]
    Serve,
    /// Bring the schema of DATABASE_URL, or of the private Postgres, up to date.
    #[command(after_help = migrate::EXAMPLES, args = taken::<DatabaseOptions>(), args = taken::<LogOptions>())]
    Migrate,
    /// Print the callback URL on this machine; in development mode it holds a secret.
    #[command(after_help = url::EXAMPLES, args = taken::<Config>())]
    Url,
    /// Tell how the database in use is reached.
    #[command(subcommand, after_help = db::EXAMPLES, args = taken::<DatabaseOptions>())]
    Db(db::Command),
    /// Show how far after-handlers are; rename, rewind or forget them.
    #[command(subcommand, after_help = handlers::EXAMPLES)]
    #[command(args = taken::<DatabaseOptions>(), args = taken::<LogOptions>())]
    Handlers(handlers::Command),
    /// Show callbacks that were given up, and replay or drop them.
    #[command(subcommand, after_help = dead_letters::EXAMPLES)]
    #[command(args = taken::<DatabaseOptions>(), args = taken::<LogOptions>())]
    DeadLetters(dead_letters::Command),
    /// Make and check a UserSig, the signature that an account logs in with.
    #[command(subcommand, name = "usersig", after_help = usersig::EXAMPLES, args = taken::<AppOptions>())]
    UserSig(usersig::Command),
    /// Show callbacks as they are recorded.
    #[command(after_help = tail::EXAMPLES, args = taken::<DatabaseOptions>(), args = taken::<LogOptions>())]
    Tail(tail::Args),
    /// Check configuration, machine, database and service, and say what to do about faults.
    #[command(after_help = doctor::EXAMPLES, args = taken::<Config>())]
    Doctor(doctor::Args),
    /// List every callback command, its types, and how many handlers it has.
    #[command(after_help = callbacks::EXAMPLES)]
    Callbacks(callbacks::Args),
    /// Call an endpoint of the REST interface.
    #[command(after_help = call::EXAMPLES)]
    #[command(args = taken::<AppOptions>(), args = taken::<RestOptions>(), args = taken::<LogOptions>())]
    Call(call::Args),
    /// Revoke (recall) a message by its key, for all sides.
    #[command(after_help = revoke::EXAMPLES, args = taken::<AppOptions>(), args = taken::<RestOptions>())]
    #[command(args = taken::<DatabaseOptions>(), args = taken::<LogOptions>())]
    Revoke(revoke::Args),
    /// Pull Tencent's history into the archive.
    #[command(subcommand, after_help = pull::EXAMPLES)]
    #[command(args = taken::<AppOptions>(), args = taken::<RestOptions>())]
    #[command(args = taken::<DatabaseOptions>(), args = taken::<LogOptions>())]
    Pull(pull::Command),
    /// Print a completion script for a shell.
    #[command(after_help = completions::EXAMPLES)]
    Completions(completions::Args),
}

fn is_closed_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// The command line as clap knows it, for documentation and tests.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command().mut_subcommands(|parent| {
        let examples = parent.get_after_help().cloned().unwrap_or_default();
        parent.mut_subcommands(|child| {
            if child.get_after_help().is_some() { child } else { child.after_help(examples.clone()) }
        })
    })
}

/// Runs the whole command line with these handlers. Exit status: 0 done, 1 failed, 2 wrong usage.
#[must_use]
pub fn run(router: Router) -> ExitCode {
    let command = config::without_empty_variables(command());
    let cli = match command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let unknown = config::unknown_variables(&self::command());
    let outcome = log::start(&cli.config.log).and_then(|()| {
        if cli.config.database.url.is_none() {
            config::without_pg_options()?;
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            match cli.command.unwrap_or(Command::Serve) {
                Command::Serve => serve::run(&cli.config, router, &unknown).await,
                Command::Migrate => migrate::run(&cli.config).await,
                Command::Url => url::run(&cli.config),
                Command::Db(command) => db::run(&command, &cli.config).await,
                Command::Handlers(command) => handlers::run(&command, &cli.config).await,
                Command::DeadLetters(command) => dead_letters::run(&command, &cli.config).await,
                Command::UserSig(command) => usersig::run(&command, &cli.config),
                Command::Callbacks(args) => callbacks::run(&args, &router),
                Command::Doctor(args) => doctor::run(&args, &cli.config, &unknown).await,
                Command::Tail(args) => tail::run(&args, &cli.config).await,
                Command::Call(args) => call::run(&args, &cli.config).await,
                Command::Revoke(args) => revoke::run(&args, &cli.config).await,
                Command::Pull(command) => pull::run(&command, &cli.config).await,
                Command::Completions(args) => completions::run(&args, &mut self::command()),
            }
        })
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Standard output was closed (`| head`): not an error.
        Err(error) if error.downcast_ref().is_some_and(is_closed_pipe) => ExitCode::SUCCESS,
        Err(error) => {
            let red = anstyle::AnsiColor::Red.on_default().bold();
            // The text may hold names that strangers chose.
            let text = tencent_im::report::in_words(error.as_ref());
            let lines: Vec<_> = text.lines().map(escape::printable).collect();
            anstream::eprintln!("{red}error:{red:#} {}", lines.join("\n"));
            if error.is::<Usage>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}
