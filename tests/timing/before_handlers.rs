//! How soon the policy answers where a before-handler does not.

use crate::support::app::TestApp;
use crate::support::fixture::Fixture;
use crate::support::trouble::{Trouble, trouble};
use crate::{in_time, one_round_holds};
use imhook::Router;
use imhook::callback::{Callback, c2c, group};
use std::time::{Duration, Instant};

async fn ask(app: &TestApp, command: &str) -> Duration {
    let (query, body) = (format!("SdkAppid=4711&CallbackCommand={command}"), Fixture::named(command).body);
    let start = Instant::now();
    app.decide(&query, body.to_string()).await;
    start.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_answers_at_the_deadline() {
    for how in [Trouble::SleepForEver, Trouble::Block(Duration::from_secs(30))] {
        let router = Router::new().on_as("trouble", trouble::<c2c::BeforeSendMessage>(how));
        let app = TestApp::with_router(router, &["--before-deadline=200ms"]).await;
        one_round_holds(async || {
            let took = ask(&app, c2c::BeforeSendMessage::COMMAND).await;
            assert!(took > Duration::from_millis(190), "{how:?}: {took:?}");
            in_time(&format!("{how:?}"), took, Duration::from_millis(400))
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_answers_errors_and_panics_at_once() {
    for how in [Trouble::Error, Trouble::Panic, Trouble::PanicAtOnce] {
        let router = Router::new().on_as("trouble", trouble::<c2c::BeforeSendMessage>(how));
        let app = TestApp::with_router(router, &[]).await;
        one_round_holds(async || {
            let took = ask(&app, c2c::BeforeSendMessage::COMMAND).await;
            in_time(&format!("{how:?}"), took, Duration::from_millis(300))
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_answers_at_once_where_all_threads_are_blocked() {
    let block = Trouble::Block(Duration::from_secs(30));
    let router = Router::new()
        .on_as("blocks", trouble::<c2c::BeforeSendMessage>(block))
        .on_as("is not reached", trouble::<group::BeforeSendMessage>(Trouble::SleepForEver));
    let app = TestApp::with_router(router, &["--handler-threads=1"]).await;
    ask(&app, c2c::BeforeSendMessage::COMMAND).await;
    one_round_holds(async || {
        let took = ask(&app, group::BeforeSendMessage::COMMAND).await;
        in_time("the answer", took, Duration::from_millis(700))
    })
    .await;
    app.database.wait_for_some("analytics.callbacks where decided_by = 'policy:full'").await;
}
