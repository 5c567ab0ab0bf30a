//! How soon a Postgres that vanishes without a word is noticed, and left.

use crate::in_time;
use crate::support::callback::message;
use crate::support::folder;
use crate::support::outage::Relay;
use crate::support::process::Process;
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread")]
async fn a_postgres_that_vanishes_is_told_within_ten_seconds_and_left_within_five() {
    for words in ["transaction_read_only", "update imhook.journals", "copy imhook.callbacks", "commit"] {
        let (relay, data) = (Relay::new().await, folder());
        let service = Process::start(data.path(), &relay.variables());
        service.until_postgres_is(true).await;
        relay.vanish_at(words);
        assert_eq!(service.post(&message("the last one").0).await.0, 200);
        relay.until_vanished().await;
        let vanished = Instant::now();
        service.until("told", |_, state| state["recording"]["ok"] == false).await;
        in_time(words, vanished.elapsed(), Duration::from_secs(10)).unwrap();
        let asked = Instant::now();
        assert!(service.terminate().await.success());
        in_time(words, asked.elapsed(), Duration::from_secs(5)).unwrap();
        eprintln!("{words}: told after {:?}, ended after {:?}", asked - vanished, asked.elapsed());
    }
}
