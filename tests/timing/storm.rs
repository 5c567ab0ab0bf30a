//! Many handlers at a time that never end, panic or block their threads, and the callbacks beside them.

use crate::support::app::TestApp;
use crate::support::callback::message;
use crate::support::eventually;
use crate::support::fixture::Fixture;
use crate::support::trouble::{Trouble, trouble};
use crate::{in_time, one_round_holds};
use futures_util::future::join_all;
use imhook::Router;
use imhook::callback::ack::Verdict;
use imhook::callback::{Callback, c2c, group};
use serde_json::Value;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// As many as there are threads for handlers.
const STORM: usize = 16;
/// From the request to the answer, with a deadline of 1.5 s.
const IN_TIME: Duration = Duration::from_millis(1600);
/// Of after-callbacks beside a storm.
const P99: Duration = Duration::from_millis(50);

struct Storm {
    app: Arc<TestApp>,
}

impl Storm {
    /// One command runs into trouble, the other has a handler that works.
    async fn brew(how: Trouble) -> Self {
        Self::of(Router::new().on_as("trouble", trouble::<c2c::BeforeSendMessage>(how))).await
    }

    async fn of(trouble: Router) -> Self {
        let router = trouble.on_as("works", async |_: group::BeforeSendMessage, _| {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Ok(Verdict::refuse("it works"))
        });
        Self { app: Arc::new(TestApp::with_router(router, &["--before-policy=refuse"]).await) }
    }

    async fn ask(&self, command: &str) -> (Value, Duration) {
        let start = Instant::now();
        let body = Fixture::named(command).body.to_string();
        let query = format!("SdkAppid=4711&CallbackCommand={command}");
        (self.app.decide(&query, body).await, start.elapsed())
    }

    async fn works(&self) -> (Value, Duration) {
        let (mut answer, took) = self.ask(group::BeforeSendMessage::COMMAND).await;
        (answer["ErrorInfo"].take(), took)
    }

    /// So many at once; each has the policy's answer. How long the slowest took.
    async fn break_loose(&self, number: usize) -> Duration {
        let mut slowest = Duration::ZERO;
        for (answer, took) in join_all((0..number).map(|_| self.ask(c2c::BeforeSendMessage::COMMAND))).await {
            assert_eq!((&answer["ErrorCode"], &answer["ErrorInfo"]), (&1.into(), &"refused".into()));
            slowest = slowest.max(took);
        }
        slowest
    }

    /// How long 99 % of the after-callbacks take at most, one behind the other on each of four connections, while
    /// `weather` lasts; and what came of that.
    async fn others_beside<T>(&self, weather: impl Future<Output = T>) -> (Duration, T) {
        let over = Arc::new(AtomicBool::new(false));
        let posting = (0..4).map(|_| {
            let (app, over) = (Arc::clone(&self.app), Arc::clone(&over));
            tokio::spawn(async move {
                let mut times = Vec::new();
                while !over.load(Ordering::Relaxed) || times.len() < 100 {
                    let (callback, _) = message("beside a storm");
                    let start = Instant::now();
                    app.post_to(&callback.query(), callback.body).await;
                    times.push(start.elapsed());
                }
                times
            })
        });
        let posting: Vec<_> = posting.collect();
        let outcome = weather.await;
        over.store(true, Ordering::Relaxed);
        let mut times: Vec<_> = join_all(posting).await.into_iter().flat_map(Result::unwrap).collect();
        times.sort();
        (times[times.len() * 99 / 100], outcome)
    }

    /// A storm that holds up nobody, in one of three attempts: a busy machine is slow without a storm, too.
    async fn that_holds_up_nobody(how: Trouble) -> Self {
        let mut told = Vec::new();
        for _ in 0..crate::ROUNDS {
            let storm = Self::brew(how).await;
            let (calm, ()) = storm.others_beside(tokio::time::sleep(Duration::from_millis(500))).await;
            let (others, slowest) = storm.others_beside(storm.break_loose(STORM)).await;
            if others <= P99.max(3 * calm) && slowest <= IN_TIME + calm {
                return storm;
            }
            told.push((calm, others, slowest));
        }
        panic!("others without and beside it, and the storm itself took {told:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn handlers_that_sleep_for_ever_hold_up_nobody() {
    let storm = Storm::that_holds_up_nobody(Trouble::SleepForEver).await;
    assert_eq!(storm.works().await.0, "it works");
    let (_, works) = tokio::join!(storm.break_loose(4 * STORM), storm.works());
    assert_eq!(works.0, "it works", "beside them");
}

#[tokio::test(flavor = "multi_thread")]
async fn handlers_that_panic_hold_up_nobody() {
    for how in [Trouble::Panic, Trouble::PanicAtOnce] {
        let storm = Storm::that_holds_up_nobody(how).await;
        assert_eq!(storm.works().await.0, "it works");
    }
}

/// The one free thread runs the tasks of all others.
#[tokio::test(flavor = "multi_thread")]
async fn handlers_that_block_most_threads_hold_up_nobody() {
    for how in [Trouble::Block, Trouble::BlockLater] {
        one_round_holds(async || {
            let storm = Storm::brew(how(Duration::from_secs(8))).await;
            let (_, beside) =
                tokio::join!(storm.break_loose(STORM - 1), join_all((0..8).map(|_| storm.works())));
            for (info, took) in beside.into_iter().chain([storm.works().await]) {
                anyhow::ensure!(info == "it works", "{info} after {took:?}");
            }
            Ok(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn handlers_that_block_all_threads_hold_up_nobody() {
    Storm::that_holds_up_nobody(Trouble::Block(Duration::from_mins(1))).await;
}

/// The policy answers at once when the threads are known to be blocked; handlers run again when they are free.
#[tokio::test(flavor = "multi_thread")]
async fn the_policy_answers_while_handlers_block_all_threads() {
    let gate = Arc::new(AtomicBool::new(false));
    let open = Arc::clone(&gate);
    let storm = Storm::of(Router::new().on_as("waits", move |_: c2c::BeforeSendMessage, _| {
        let open = Arc::clone(&open);
        async move {
            while !open.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(10));
            }
            Ok(Verdict::allow())
        }
    }))
    .await;
    storm.break_loose(STORM).await;
    let at_once = Duration::from_millis(700);
    eventually("all threads are blocked", async || (storm.break_loose(1).await < at_once).then_some(()))
        .await;
    one_round_holds(async || {
        let (info, took) = storm.works().await;
        assert_eq!(info, "refused");
        in_time("the answer", took, at_once)
    })
    .await;
    let full = "analytics.callbacks where decided_by = 'policy:full' and command like 'Group%'";
    storm.app.database.wait_for_some(full).await;
    gate.store(true, Ordering::Relaxed);
    eventually("the threads come back", async || (storm.works().await.0 == "it works").then_some(())).await;
}
