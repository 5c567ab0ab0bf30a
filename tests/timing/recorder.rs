//! How long a callback is on its way into Postgres.

use crate::one_round_holds;
use crate::support::app::TestApp;
use crate::support::callback::{C2C, Callback};
use serde_json::json;
use std::time::{Duration, Instant};

/// The recorder gathers what comes within 10 ms of a transaction's begin.
const GATHERED: Duration = Duration::from_millis(10);

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_comes_alone_does_not_wait_for_others() {
    let app = TestApp::start().await;
    let mut number = 0;
    one_round_holds(async || {
        let mut waits = Vec::new();
        for _ in 0..20 {
            tokio::time::sleep(3 * GATHERED).await;
            app.post(&Callback::sample(C2C, &json!({ "MsgSeq": number }))).await;
            number += 1;
            // From the answer on: the fsync before it is the disk's time.
            let acked = Instant::now();
            while app.database.count("imhook.callbacks").await < number {
                tokio::task::yield_now().await;
            }
            waits.push(acked.elapsed());
        }
        waits.sort();
        anyhow::ensure!(waits[0] < GATHERED, "{waits:?}");
        Ok(())
    })
    .await;
}
