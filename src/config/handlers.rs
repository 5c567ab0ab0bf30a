//! How long handlers may take, and what happens where they fail.

use super::policy::Rule;
use super::times::LAST_DEADLINE;
use std::time::Duration;

/// Deadlines, tries and threads of handlers.
#[derive(Debug, Clone, clap::Args)]
pub struct HandlerOptions {
    /// When a before-callback is answered at the latest, counted from its headers; Tencent waits 2 s.
    #[arg(long, env = "IMHOOK_BEFORE_DEADLINE", value_name = "TIME", default_value = "1500ms")]
    #[arg(value_parser = before_deadline)]
    pub before_deadline: Duration,

    /// Answer where a before-handler fails or is late: `pass`, `refuse`, `COMMAND=refuse`; several with commas.
    #[arg(long, env = "IMHOOK_BEFORE_POLICY", value_name = "POLICY", default_value = "pass")]
    #[arg(value_delimiter = ',')]
    pub before_policy: Vec<Rule>,

    /// Threads that run before-handlers, and as many for each after-handler.
    #[arg(
        id = "handler-threads",
        long,
        env = "IMHOOK_HANDLER_THREADS",
        value_name = "N",
        default_value_t = 16
    )]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: u32,

    /// How often an after-handler may fail at one callback; then the callback is a dead letter.
    #[arg(id = "handler-tries", long, env = "IMHOOK_HANDLER_TRIES", value_name = "N", default_value_t = 8)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub tries: u32,

    /// How long an after-handler may take for one callback.
    #[arg(
        id = "handler-timeout",
        long,
        env = "IMHOOK_HANDLER_TIMEOUT",
        value_name = "TIME",
        default_value = "30s"
    )]
    #[arg(value_parser = handler_timeout)]
    pub timeout: Duration,
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
