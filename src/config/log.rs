//! What is logged, and in which form.

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// The log on standard error.
#[derive(Debug, Clone, clap::Args)]
pub struct LogOptions {
    /// What is logged: a level, or directives such as `info,imhook::recorder=debug`.
    #[arg(id = "log", long, env = "IMHOOK_LOG", value_name = "FILTER", default_value = "info")]
    pub filter: String,

    /// How the log is written: `text`, or `json` with one object a line.
    // Possible values with a text each would make every `--help` the long one, of six lines an option.
    #[arg(id = "log-format", long, env = "IMHOOK_LOG_FORMAT", value_name = "FORMAT", default_value = "text")]
    #[arg(value_enum, hide_possible_values = true)]
    pub format: LogFormat,
}
