//! How fast calls go out.

use crate::support::tencent::{Answer, Seen, Tencent};
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
        let tencent = Tencent::start().await;
        let client = tencent.client().rate_limit(true).build().unwrap();
        let started = Instant::now();
        assert_eq!(calls(&client, number, per_second).await, number, "they wait, they do not fail");
        let seen = tencent.seen(PATH);
        for seconds in 1..=3 {
            let came = within(seconds * 1000, started, &seen) as u64;
            assert!(
                came <= seconds * u64::from(per_second),
                "{came} of {per_second} a second in {seconds} s"
            );
        }
        let most = seen.iter().map(|one| within(900, one.at, &seen)).max().unwrap();
        assert!(most * 10 >= per_second as usize * 8, "needlessly slow: {most} of {per_second}");
        let started = Instant::now();
        client.call("v4/other/call", Retry::Safe, per_second, json!({})).await.unwrap();
        assert!(started.elapsed() < Duration::from_millis(500), "each endpoint has its own");
    }
}

#[tokio::test]
async fn the_rate_can_be_left_to_others() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    let started = Instant::now();
    assert_eq!(calls(&client, 50, 1).await, 50);
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn who_does_not_get_through_in_time_was_not_sent() {
    let tencent = Tencent::start().await;
    let budget = Duration::from_millis(1500);
    let client = tencent.client().rate_limit(true).budget(budget).build().unwrap();
    let started = Instant::now();
    assert_eq!(calls(&client, 10, 1).await, 2);
    assert!(started.elapsed() < Duration::from_secs(3));
    assert_eq!(tencent.seen(PATH).len(), 2);
}

#[tokio::test]
async fn a_rate_limit_of_the_gateway_holds_up_every_call() {
    for code in [60007, 60011, 60018, 60019] {
        let tencent = Tencent::start().await;
        let wait = Duration::from_millis(400);
        let client = tencent.client().backoff(wait, wait).build().unwrap();
        tencent.answer(PATH, [Answer::code(code), Answer::ok()]);
        let limited = client.clone();
        let limited = tokio::spawn(async move { limited.call(PATH, Retry::Never, 200, json!({})).await });
        while tencent.seen(PATH).is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        client.call("v4/other/call", Retry::Never, 200, json!({})).await.unwrap();
        limited.await.unwrap().unwrap();
        let pause = tencent.seen("v4/other/call")[0].at - tencent.seen(PATH)[0].at;
        assert!(pause >= wait && pause < wait * 2, "{code}: {pause:?}");
    }
}

#[tokio::test]
async fn other_codes_hold_up_their_own_call_only() {
    let tencent = Tencent::start().await;
    let wait = Duration::from_millis(800);
    let client = tencent.client().backoff(wait, wait).build().unwrap();
    tencent.answer(PATH, [Answer::code(10023), Answer::ok()]);
    let limited = client.clone();
    let limited = tokio::spawn(async move { limited.call(PATH, Retry::Safe, 200, json!({})).await });
    while tencent.seen(PATH).is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let started = Instant::now();
    client.call("v4/other/call", Retry::Never, 200, json!({})).await.unwrap();
    assert!(started.elapsed() < wait / 2);
    limited.await.unwrap().unwrap();
    let seen = tencent.seen(PATH);
    assert!(seen[1].at - seen[0].at >= wait);
}
