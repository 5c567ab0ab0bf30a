//! Running one after-handler: its callbacks as the handler's type, its threads, its tries.

use super::handler::AfterHandler;
use crate::callback::Query;
use crate::handlers::context::body_text;
use crate::handlers::threads::{HandlerThreads, RunError};
use crate::handlers::{Context, Envelope, Services};
use crate::metrics::{self, Outcome};
use crate::store::after::{Attempt, RecordedCallback};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sha2::{Digest as _, Sha256};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;
use tencent_im::report::in_words;
use tokio::time::{Instant, timeout};

/// The most tasks on the threads of a handler: more than a follower ever begins.
pub(super) const TASKS: usize = 1024;

/// The interval at which a run waits for a thread, while all of them are blocked.
const BLOCKED: Duration = Duration::from_millis(500);

/// The most bytes of an error that are kept.
const LONGEST_ERROR: usize = 4000;

/// The most bytes in the name of a lane: Postgres limits the size of an index attempt.
const LONGEST_LANE: usize = 256;

/// The wait before the second try, how the waits grow, and the longest one, all before [`backoff`] adds to them by
/// chance. A short trouble is over soon, and eight tries last for about a minute.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const FACTOR: f32 = 2.5;
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// How after-handlers are run, as the operator configures it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// So many failures on a callback make it a dead letter.
    pub tries: u32,
    /// The longest time of one run.
    pub time: Duration,
    /// The number of threads of each handler.
    pub threads: usize,
}

/// An after-handler and what it runs with.
pub(super) struct Runner {
    handler: AfterHandler,
    settings: Settings,
    pub(super) metrics: metrics::Handler,
    threads: HandlerThreads,
    services: Services,
}

/// A callback on its way to the handler.
pub(super) struct Delivery {
    pub attempt: Attempt,
    /// Whether the callback is in `imhook.retries`.
    pub parked: bool,
    /// The run of the handler, or why the callback cannot be read for it.
    pub run: Result<BoxFuture<'static, anyhow::Result<()>>, String>,
}

impl Runner {
    pub(super) fn new(
        handler: AfterHandler,
        settings: Settings,
        metrics: metrics::Handler,
        threads: HandlerThreads,
        services: Services,
    ) -> Self {
        Self { handler, settings, metrics, threads, services }
    }

    pub(super) fn name(&self) -> &str {
        self.handler.name()
    }

    pub(super) fn command(&self) -> &'static str {
        self.handler.command()
    }

    /// Reads callbacks as the handler's type, on the handler's threads: the type may be a third party's, too.
    pub(super) async fn prepare(&self, rows: Vec<RecordedCallback>) -> anyhow::Result<Vec<Delivery>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let (handler, services) = (self.handler.clone(), self.services.clone());
        let read = async move { rows.into_iter().map(|row| delivery(&handler, &services, row)).collect() };
        let read = self.threads.run(Instant::now() + self.settings.time, read).await;
        read.map_err(|error| anyhow::anyhow!("callbacks cannot be read for the handler: {error:?}"))
    }

    /// Runs the handler on a callback, once.
    pub(super) async fn run(&self, run: BoxFuture<'static, anyhow::Result<()>>) -> Result<(), String> {
        let time = self.settings.time;
        let _ = timeout(time, self.free_thread()).await;
        let started = Instant::now();
        let ended = self.threads.run(started + time, AssertUnwindSafe(run).catch_unwind()).await;
        let (outcome, result) = match ended {
            Ok(Ok(Ok(()))) => (Outcome::Ok, Ok(())),
            Ok(Ok(Err(error))) => (Outcome::Error, Err(short(&in_words(error.as_ref()), LONGEST_ERROR))),
            Ok(Err(panic)) => (Outcome::Panic, Err(panic_text(&*panic))),
            Err(RunError::Panicked) => (Outcome::Panic, Err("the handler panicked".to_owned())),
            Err(RunError::Late) => (Outcome::Timeout, Err(format!("the handler took longer than {time:?}"))),
            Err(RunError::Full) => (Outcome::Timeout, Err("the handler's threads are blocked".to_owned())),
        };
        self.metrics.ran(outcome, started.elapsed());
        result
    }

    async fn free_thread(&self) {
        while self.is_blocked() {
            tokio::time::sleep(BLOCKED).await;
        }
    }

    /// Whether runs that block hold all threads of the handler.
    pub(super) fn is_blocked(&self) -> bool {
        self.threads.are_blocked()
    }

    /// The wait before the next try after so many failures; `None` after the last try.
    pub(super) fn next_try(&self, tries: u32) -> Option<Duration> {
        if tries >= self.settings.tries {
            return None;
        }
        Some(backoff(FIRST_WAIT, FACTOR, LONGEST_WAIT, tries))
    }
}

/// The wait after so many failures in a row: it grows by a factor up to the longest wait, and up to as much again is
/// added by chance.
pub(super) fn backoff(first: Duration, factor: f32, longest: Duration, failures: u32) -> Duration {
    // No wait grows for longer than 32 steps, which is far from what a `Duration` can hold.
    let steps = failures.saturating_sub(1).min(32);
    let wait = first.mul_f32(factor.powi(steps.cast_signed())).min(longest);
    wait.mul_f32(1.0 + fastrand::f32())
}

fn delivery(handler: &AfterHandler, services: &Services, row: RecordedCallback) -> Delivery {
    let RecordedCallback { position, app_id, query, body, raw, parked } = row;
    // Where `body` is a cleaned form of the body, or Postgres could not take it at all, `raw` has the exact bytes.
    let cleaned = body.map(Arc::<str>::from);
    let exact = raw.map(|raw| body_text(&raw)).or_else(|| cleaned.clone());
    let run = match (cleaned.or_else(|| exact.clone()), exact) {
        (Some(readable), Some(exact)) => {
            let query = Query::parse(&query);
            let envelope = Envelope::new(app_id, handler.command(), &query, position.received_at);
            let context = Context::new(envelope, exact, None, services);
            match catch_unwind(AssertUnwindSafe(|| handler.prepare(&readable, context))) {
                Ok(Ok(run)) => Ok(run),
                Ok(Err(error)) => {
                    let error = format!("the body cannot be read as {}: {error}", handler.command());
                    Err(short(&error, LONGEST_ERROR))
                }
                Err(panic) => Err(panic_text(&*panic)),
            }
        }
        _ => Err("the callback is not in imhook.callbacks any more".to_owned()),
    };
    let conversation = run.as_ref().ok().and_then(|run| run.conversation.as_ref());
    let lane = || match conversation {
        Some(conversation) => lane(conversation.as_str()),
        None => format!("@{}:{}", position.journal_id, position.offset),
    };
    let is_parked = parked.is_some();
    let (lane, tries) = parked.unwrap_or_else(|| (lane(), 0));
    let attempt = Attempt { position, lane, tries, error: None };
    Delivery { attempt, parked: is_parked, run: run.map(|run| run.future) }
}

/// The lane of a conversation: a short text that Postgres takes.
fn lane(conversation: &str) -> String {
    if conversation.len() <= LONGEST_LANE && !conversation.contains('\0') {
        return conversation.to_owned();
    }
    let digest = hex::encode(Sha256::digest(conversation));
    format!("{}{digest}", short(conversation, LONGEST_LANE - digest.len()))
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words");
    short(&format!("the handler panicked: {text}"), LONGEST_ERROR)
}

/// The beginning of a text, without NUL, which Postgres's text cannot hold.
fn short(text: &str, bytes: usize) -> String {
    let mut text = text.replace('\0', "\u{fffd}");
    if text.len() > bytes {
        text.truncate(text.floor_char_boundary(bytes.saturating_sub('…'.len_utf8())));
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_short_and_tell_conversations_apart() {
        assert_eq!(lane("c2c:amy:ben"), "c2c:amy:ben");
        let (one, other) =
            (lane(&format!("group:{}1", "x".repeat(9000))), lane(&format!("group:{}2", "x".repeat(9000))));
        assert!(one.len() <= LONGEST_LANE && one != other, "{one} {other}");
        assert!(!lane("group:a\0b").contains('\0'));
        assert_ne!(lane("group:a\0b"), lane("group:a\u{fffd}b"));
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(short("好好好好", 8), "好…");
        assert_eq!(short("好好", 6), "好好");
    }
}
