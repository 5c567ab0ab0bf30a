//! How many transactions bring callbacks into Postgres.

use crate::support::app::TestApp;
use crate::support::callback::{C2C, Callback};
use crate::support::metrics::Scrape;
use serde_json::json;
use std::time::{Duration, Instant};

async fn batches(app: &TestApp) -> u64 {
    let url = format!("http://{}/metrics", app.server.admin_address());
    let scrape = Scrape::of(app.client.get(url).send().await.unwrap()).await;
    scrape.count("imhook_recorder_batch_records_count")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_one_by_one_is_gathered() {
    let app = TestApp::start().await;
    let (before, begun) = (batches(&app).await, Instant::now());
    for number in 0..300 {
        app.post(&Callback::sample(C2C, &json!({ "MsgSeq": number }))).await;
    }
    app.database.wait_for("imhook.callbacks", 300).await;
    let (made, took) = (batches(&app).await - before, begun.elapsed());
    assert!(u128::from(made) <= took.as_millis() / 10 + 2, "{made} transactions in {took:?}");

    // What comes alone does not wait for company.
    let mut waits = Vec::new();
    for number in 300..311 {
        tokio::time::sleep(Duration::from_millis(30)).await;
        let begun = Instant::now();
        app.post(&Callback::sample(C2C, &json!({ "MsgSeq": number }))).await;
        while app.database.count("imhook.callbacks").await <= number {
            tokio::task::yield_now().await;
        }
        waits.push(begun.elapsed());
    }
    waits.sort();
    assert!(waits[0] < Duration::from_millis(10), "{waits:?}");
}
