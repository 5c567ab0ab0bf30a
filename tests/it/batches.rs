//! How many transactions bring callbacks into Postgres.

use crate::support::app::TestApp;
use crate::support::callback::{C2C, Callback};
use crate::support::metrics::Scrape;
use serde_json::json;
use std::time::Instant;

async fn batches(app: &TestApp) -> u64 {
    let url = format!("http://{}/metrics", app.server.admin_address());
    let scrape = Scrape::of(
        app.client.get(url).header("accept", "application/openmetrics-text").send().await.unwrap(),
    )
    .await;
    scrape.count("imhook_recorder_batch_records_count")
}

#[tokio::test(flavor = "multi_thread")]
async fn callbacks_that_come_one_by_one_share_transactions() {
    let app = TestApp::start().await;
    let (before, begun) = (batches(&app).await, Instant::now());
    for number in 0..300 {
        app.post(&Callback::sample(C2C, &json!({ "MsgSeq": number }))).await;
    }
    app.database.wait_for("imhook.callbacks", 300).await;
    let (made, took) = (batches(&app).await - before, begun.elapsed());
    assert!(u128::from(made) <= took.as_millis() / 10 + 2, "{made} transactions in {took:?}");
}
