//! How fast the REST client's calls go out.

use crate::support::tencent::{Answer, Seen, Tencent};
use crate::{in_time, one_round_holds};
use anyhow::ensure;
use imhook::rest::{Client, ErrorKind, Retry};
use serde_json::json;
use std::time::{Duration, Instant};

const PATH: &str = "v4/some/call";

/// So many calls at once; how many of them worked.
async fn calls(client: &Client, number: usize, per_second: u32) -> usize {
    let calls = (0..number).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.call(PATH, Retry::Safe, per_second, json!({})).await })
    });
    let mut worked = 0;
    for call in calls.collect::<Vec<_>>() {
        match call.await.unwrap() {
            Ok(_) => worked += 1,
            Err(error) => assert!(matches!(error.kind(), ErrorKind::NotSent(_)), "{error}"),
        }
    }
    worked
}

/// How many came so soon after that.
fn within(milliseconds: u64, from: Instant, seen: &[Seen]) -> usize {
    let window = from..from + Duration::from_millis(milliseconds);
    seen.iter().filter(|one| window.contains(&one.at)).count()
}

/// Counted from before the first call: one may be long on its way, and those behind it come close to it. The quota's own
/// test judges every second, by a clock of its own.
#[tokio::test]
async fn no_second_sees_more_calls_than_the_endpoint_takes() {
    for (per_second, number) in [(1, 3), (2, 5), (20, 50), (100, 250)] {
        one_round_holds(async || {
            let tencent = Tencent::start().await;
            let client = tencent.client().rate_limit(true).build().unwrap();
            let started = Instant::now();
            assert_eq!(calls(&client, number, per_second).await, number, "they wait, they do not fail");
            let seen = tencent.seen(PATH);
            for seconds in 1..=3 {
                let came = within(seconds * 1000, started, &seen) as u64;
                let most = seconds * u64::from(per_second);
                assert!(came <= most, "{came} of {per_second} a second in {seconds} s");
            }
            let most = seen.iter().map(|one| within(900, one.at, &seen)).max().unwrap();
            ensure!(most * 10 >= per_second as usize * 8, "needlessly slow: {most} of {per_second}");
            let started = Instant::now();
            client.call("v4/other/call", Retry::Safe, per_second, json!({})).await.unwrap();
            in_time("a call of another endpoint", started.elapsed(), Duration::from_millis(500))
        })
        .await;
    }
}

#[tokio::test]
async fn without_a_rate_limit_no_call_waits() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    one_round_holds(async || {
        let started = Instant::now();
        assert_eq!(calls(&client, 50, 1).await, 50);
        in_time("50 calls", started.elapsed(), Duration::from_secs(5))
    })
    .await;
}

#[tokio::test]
async fn a_call_whose_turn_comes_too_late_is_not_sent() {
    let budget = Duration::from_millis(1500);
    one_round_holds(async || {
        let tencent = Tencent::start().await;
        let client = tencent.client().rate_limit(true).budget(budget).build().unwrap();
        let started = Instant::now();
        let worked = calls(&client, 10, 1).await;
        assert_eq!(tencent.seen(PATH).len(), worked);
        ensure!(worked == 2, "{worked} of 2 calls were sent");
        in_time("ten calls", started.elapsed(), 2 * budget)
    })
    .await;
}

/// A call of another endpoint after the first answer to `PATH`, which is `code`, and its retry: when each came.
async fn beside_a_refused_call(code: i64, retry: Retry, wait: Duration) -> (Instant, Instant, Instant) {
    let tencent = Tencent::start().await;
    let client = tencent.client().backoff(wait, wait).build().unwrap();
    tencent.answer(PATH, [Answer::code(code), Answer::ok()]);
    let refused = client.clone();
    let refused = tokio::spawn(async move { refused.call(PATH, retry, 200, json!({})).await });
    while tencent.seen(PATH).is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(wait / 4).await;
    client.call("v4/other/call", Retry::Never, 200, json!({})).await.unwrap();
    refused.await.unwrap().unwrap();
    let seen = tencent.seen(PATH);
    (seen[0].at, tencent.seen("v4/other/call")[0].at, seen[1].at)
}

#[tokio::test]
async fn a_rate_limit_of_the_gateway_holds_up_every_call() {
    let wait = Duration::from_millis(400);
    for code in [60007, 60011, 60018, 60019] {
        one_round_holds(async || {
            let (first, other, _) = beside_a_refused_call(code, Retry::Never, wait).await;
            assert!(other - first >= wait, "{code}: {:?}", other - first);
            in_time("the pause", other - first, 2 * wait)
        })
        .await;
    }
}

#[tokio::test]
async fn other_codes_hold_up_their_own_call_only() {
    let wait = Duration::from_millis(800);
    one_round_holds(async || {
        let (first, other, again) = beside_a_refused_call(10023, Retry::Safe, wait).await;
        assert!(again - first >= wait, "{:?}", again - first);
        in_time("another call", other - first, 3 * wait / 4)
    })
    .await;
}
