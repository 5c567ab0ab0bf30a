//! How soon after-handlers run.

use crate::support::app::TestApp;
use crate::support::callback::{C2C, Callback};
use crate::support::eventually;
use crate::{in_time, median, one_round_holds};
use imhook::Router;
use imhook::callback::{Received, c2c};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Counts its runs.
fn counting(runs: &Arc<AtomicUsize>) -> Router {
    let runs = Arc::clone(runs);
    Router::new().on_as("count", move |_: c2c::AfterSendMessage, _| {
        runs.fetch_add(1, Ordering::Relaxed);
        async { Ok(Received) }
    })
}

async fn post(app: &TestApp) -> Value {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    app.post(&Callback::sample(C2C, &json!({ "MsgKey": format!("{number}_2_1735700400") }))).await.1
}

/// From the request to the run.
async fn run_takes(app: &TestApp, runs: &AtomicUsize) -> Duration {
    let (before, posted) = (runs.load(Ordering::Relaxed), Instant::now());
    post(app).await;
    eventually("the run", async || (runs.load(Ordering::Relaxed) > before).then_some(())).await;
    posted.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_is_handled_a_tenth_of_a_second_after_it_comes() {
    let runs = Arc::default();
    let app = TestApp::with_router(counting(&runs), &[]).await;
    run_takes(&app, &runs).await;
    one_round_holds(async || {
        let mut times = Vec::new();
        for _ in 0..20 {
            times.push(run_takes(&app, &runs).await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        in_time("the median run", median(times), Duration::from_millis(100))
    })
    .await;
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handler_that_blocks_its_threads_slows_neither_answers_nor_other_handlers() {
    let (runs, over) = (Arc::<AtomicUsize>::default(), Arc::<AtomicBool>::default());
    let blocked = Arc::<AtomicUsize>::default();
    let (given, flag) = (Arc::clone(&blocked), Arc::clone(&over));
    let router = counting(&runs).on_as("block", move |_: c2c::AfterSendMessage, _| {
        given.fetch_add(1, Ordering::Relaxed);
        while !flag.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(10));
        }
        async { Ok(Received) }
    });
    let app = TestApp::with_router(router, &["--handler-threads=2", "--handler-timeout=100ms"]).await;
    for _ in 0..8 {
        post(&app).await;
    }
    eventually("both threads blocked", async || (blocked.load(Ordering::Relaxed) >= 2).then_some(())).await;
    eventually("the others", async || (runs.load(Ordering::Relaxed) == 8).then_some(())).await;
    one_round_holds(async || {
        let posted = Instant::now();
        post(&app).await;
        in_time("the answer", posted.elapsed(), Duration::from_millis(200))?;
        in_time("the other handler", run_takes(&app, &runs).await, Duration::from_millis(800))
    })
    .await;
    over.store(true, Ordering::Relaxed);
    app.server.stop().await;
}
