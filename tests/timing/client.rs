//! How long a call of the REST client takes at most.

use crate::support::tencent::{Answer, Seen, Tencent};
use crate::{in_time, one_round_holds};
use anyhow::ensure;
use imhook::rest::{ErrorKind, Retry};
use serde_json::json;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const PATH: &str = "v4/some/call";

#[tokio::test]
async fn a_call_ends_within_its_budget() {
    let tencent = Tencent::start().await;
    let (wait, budget) = (Duration::from_millis(600), Duration::from_millis(1700));
    let client = tencent.client().budget(budget).backoff(wait, wait).build().unwrap();
    one_round_holds(async || {
        tencent.answer(PATH, [Answer::code(20004)]);
        let started = Instant::now();
        let error = client.call(PATH, Retry::Safe, 200, json!({})).await.unwrap_err();
        ensure!(
            (error.code(), error.tries()) == (Some(20004), 3),
            "the last wait would be too long: {error}"
        );
        in_time("the call", started.elapsed(), budget)
    })
    .await;

    tencent.answer(PATH, [Answer::After(Duration::from_mins(1), Box::new(Answer::ok()))]);
    one_round_holds(async || {
        let started = Instant::now();
        let error = client.call(PATH, Retry::Never, 200, json!({})).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::TimedOut(_)), "{error}");
        let took = started.elapsed();
        assert!(took + Duration::from_millis(10) >= budget, "{took:?}");
        in_time("the call", took, Duration::from_millis(2400))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_calls_across_a_renewal_cause_one_signing() {
    // Good for 10 s, renewed after 9: no call that is late comes with an expired one.
    one_round_holds(async || {
        let tencent = Tencent::start().await;
        let client = tencent.client().expire(Duration::from_secs(10)).build().unwrap();
        client.call(PATH, Retry::Never, 200, json!({})).await.unwrap();
        tokio::time::sleep(Duration::from_millis(8_500)).await;
        let calls = (0..1000u64).map(|number| {
            let client = client.clone();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(number)).await;
                client.call(PATH, Retry::Never, 200, json!({})).await
            })
        });
        for call in calls.collect::<Vec<_>>() {
            call.await.unwrap().unwrap();
        }
        let (seen, complaints) = (tencent.seen(PATH), tencent.take_complaints());
        let signatures = seen.iter().map(Seen::usersig).collect::<BTreeSet<_>>().len();
        ensure!((seen.len(), signatures) == (1001, 2), "{} {signatures} {complaints:?}", seen.len());
        Ok(())
    })
    .await;
}
