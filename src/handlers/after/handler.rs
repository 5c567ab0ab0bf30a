//! One handler: reading callbacks for it, and running it.

use super::Settings;
use crate::callback::{Query, body};
use crate::handlers::{Call, Event, Failure, Reaction, Services, Workers};
use crate::metrics::{self, Outcome};
use crate::store::after::{Attempt, RecordedCallback};
use backon::{BackoffBuilder as _, ExponentialBuilder};
use futures_util::FutureExt as _;
use sha2::{Digest as _, Sha256};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use tencent_im::report::in_words;
use tokio::time::{Instant, timeout};

/// Tasks that a handler's threads may have at a time: more than are ever begun.
pub(super) const PLACES: usize = 1024;

/// Where all its threads are blocked, a handler looks so often for one that is free.
const BLOCKED: Duration = Duration::from_millis(500);

/// An error is kept up to this length, in bytes.
const LONGEST_ERROR: usize = 4000;

/// So is the name of a lane: an entry of an index has a limit.
const LONGEST_LANE: usize = 256;

/// The wait after the first failure, and how it grows; up to as much again comes by chance. A mishap is over soon, and
/// eight tries last for about a minute.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const FACTOR: f32 = 2.5;
const LONGEST_WAIT: Duration = Duration::from_mins(5);

pub(super) struct Handler {
    pub(super) reaction: Reaction,
    pub(super) settings: Settings,
    pub(super) metrics: metrics::Handler,
    workers: Workers,
    services: Services,
}

/// A callback for the handler.
pub(super) struct Job {
    pub(super) entry: Attempt,
    /// It stands in `imhook.retries`.
    pub(super) parked: bool,
    /// What to run, or why that is not possible.
    pub(super) run: Result<(Event, Call), String>,
}

impl Handler {
    pub(super) fn new(
        reaction: Reaction,
        settings: Settings,
        metrics: metrics::Handler,
        workers: Workers,
        services: Services,
    ) -> Self {
        Self { reaction, settings, metrics, workers, services }
    }

    /// Reads callbacks as the handler's type, on its threads: the type is the handler's, too.
    pub(super) async fn read(&self, rows: Vec<RecordedCallback>) -> anyhow::Result<Vec<Job>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let reaction = self.reaction.clone();
        let read = async move { rows.into_iter().map(|row| job(&reaction, row)).collect() };
        let read = self.workers.run(Instant::now() + self.settings.time, read).await;
        read.map_err(|failure| anyhow::anyhow!("callbacks cannot be read for the handler: {failure:?}"))
    }

    /// Runs the handler once.
    pub(super) async fn run(&self, event: Event, call: Call) -> Result<(), String> {
        let time = self.settings.time;
        let _ = timeout(time, self.free_thread()).await;
        let run = AssertUnwindSafe(event.handle(call, self.services.clone())).catch_unwind();
        let started = Instant::now();
        let (outcome, result) = match self.workers.run(started + time, run).await {
            Ok(Ok(Ok(()))) => (Outcome::Ok, Ok(())),
            Ok(Ok(Err(error))) => (Outcome::Error, Err(short(&in_words(error.as_ref()), LONGEST_ERROR))),
            Ok(Err(panic)) => (Outcome::Panic, Err(panicked(&*panic))),
            Err(Failure::Panic) => (Outcome::Panic, Err("the handler panicked".to_owned())),
            Err(Failure::Late) => (Outcome::Timeout, Err(format!("the handler took longer than {time:?}"))),
            Err(Failure::Full) => (Outcome::Timeout, Err("the handler's threads are blocked".to_owned())),
        };
        self.metrics.ran(outcome, started.elapsed());
        result
    }

    /// Waits while blocking runs hold all threads.
    async fn free_thread(&self) {
        while self.workers.are_blocked() {
            tokio::time::sleep(BLOCKED).await;
        }
    }

    /// Whether blocking runs hold all threads.
    pub(super) fn is_blocked(&self) -> bool {
        self.workers.are_blocked()
    }

    /// When to try again after so many failures; `None` if that is enough.
    pub(super) fn next_try(&self, tries: u32) -> Option<Duration> {
        if tries >= self.settings.tries {
            return None;
        }
        let waits = ExponentialBuilder::new()
            .with_min_delay(FIRST_WAIT)
            .with_factor(FACTOR)
            .with_max_delay(LONGEST_WAIT)
            .with_jitter()
            .with_jitter_seed(fastrand::u64(..))
            .without_max_times()
            .build();
        let nth = usize::try_from(tries).unwrap_or(usize::MAX).saturating_sub(1);
        Some(waits.into_iter().nth(nth.min(64)).unwrap_or(LONGEST_WAIT))
    }
}

fn job(reaction: &Reaction, row: RecordedCallback) -> Job {
    let RecordedCallback { position, app_id, query, body, raw, parked } = row;
    let text = body.or_else(|| Some(body::text(&raw?).into_owned()));
    let event = match &text {
        None => Err("the callback is not in imhook.callbacks any more".to_owned()),
        Some(text) => match catch_unwind(AssertUnwindSafe(|| reaction.read(text))) {
            Ok(Ok(event)) => Ok(event),
            Ok(Err(error)) => {
                let error = format!("the body is not what {} promises: {error}", reaction.command());
                Err(short(&error, LONGEST_ERROR))
            }
            Err(panic) => Err(panicked(&*panic)),
        },
    };
    let lane = || match &event {
        Ok(Event { conversation: Some(conversation), .. }) => lane(conversation.as_str()),
        _ => format!("@{}:{}", position.journal_id, position.offset),
    };
    let is_parked = parked.is_some();
    let (lane, tries) = parked.unwrap_or_else(|| (lane(), 0));
    let entry = Attempt { position, lane, tries, error: None };
    let run = event.map(|event| {
        let call = Call::new(app_id, reaction.command(), &Query::parse(&query), position.received_at);
        (event, call)
    });
    Job { entry, parked: is_parked, run }
}

/// A conversation's lane: short, and without what Postgres refuses.
fn lane(conversation: &str) -> String {
    if conversation.len() <= LONGEST_LANE && !conversation.contains('\0') {
        return conversation.to_owned();
    }
    let digest = hex::encode(Sha256::digest(conversation));
    format!("{}{digest}", short(conversation, LONGEST_LANE - digest.len()))
}

fn panicked(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words");
    short(&format!("the handler panicked: {text}"), LONGEST_ERROR)
}

/// As much of a text as is kept; Postgres's text has no NUL.
fn short(text: &str, bytes: usize) -> String {
    let mut text = text.replace('\0', "\u{fffd}");
    if text.len() > bytes {
        text.truncate(text.floor_char_boundary(bytes.saturating_sub('…'.len_utf8())));
        text.push('…');
    }
    text
}

impl std::fmt::Debug for Handler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handler").field("reaction", &self.reaction).finish_non_exhaustive()
    }
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
