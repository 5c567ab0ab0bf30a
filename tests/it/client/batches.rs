//! Requests about more items than one call takes.

use crate::support::tencent::{Answer, Tencent};
use imhook::rest::{Endpoint as _, account};
use serde_json::{Value, json};
use std::error::Error as _;

fn names(from: u32, to: u32) -> Vec<String> {
    (from..to).map(|number| format!("user{number}")).collect()
}

/// What came in of each call.
fn accounts(tencent: &Tencent) -> Vec<Vec<String>> {
    let seen = tencent.seen(account::ImportMany::PATH);
    let body = seen.iter().map(|seen| serde_json::from_slice::<Value>(&seen.body).unwrap());
    body.map(|body| serde_json::from_value(body["Accounts"].clone()).unwrap()).collect()
}

fn failed(names: &[&str]) -> Answer {
    Answer::Json(json!({ "ActionStatus": "OK", "ErrorCode": 0, "FailAccounts": names }))
}

#[tokio::test]
async fn a_long_request_goes_in_several_calls() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    let answers = [failed(&["user3"]), Answer::code(70500), failed(&[]), failed(&["user200", "user249"])];
    tencent.answer(account::ImportMany::PATH, answers);
    let response = client.send_batch(account::ImportMany::new(names(0, 250))).await.unwrap();
    assert_eq!(response.fail_accounts, ["user3", "user200", "user249"]);
    assert_eq!(
        accounts(&tencent),
        [names(0, 100), names(100, 200), names(100, 200), names(200, 250)],
        "the second was busy once"
    );
}

#[tokio::test]
async fn a_failure_amid_a_batch_tells_what_was_done_and_what_is_left() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    tencent.answer(account::ImportMany::PATH, [failed(&["user3"]), Answer::code(70402), failed(&[])]);
    let error = client.send_batch(account::ImportMany::new(names(0, 250))).await.unwrap_err();
    assert_eq!(error.source.code(), Some(70402));
    assert!(
        error.source().unwrap().to_string().contains("70402") && error.to_string().contains("2 calls left")
    );
    assert_eq!(error.done.unwrap().fail_accounts, ["user3"]);
    assert_eq!(accounts(&tencent), [names(0, 100), names(100, 200)], "nothing is sent behind a failure");
    for left in error.left {
        client.send(left).await.unwrap();
    }
    assert_eq!(accounts(&tencent)[2..], [names(100, 200), names(200, 250)]);
}

#[tokio::test]
async fn a_failure_at_the_start_of_a_batch_has_done_nothing() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    tencent.answer(account::ImportMany::PATH, [Answer::code(70402)]);
    let error = client.send_batch(account::ImportMany::new(names(0, 5))).await.unwrap_err();
    assert!(error.done.is_none());
    assert_eq!(error.left, [account::ImportMany::new(names(0, 5))]);
}
