//! How long callbacks wait for the next process at a restart.

use crate::support::callback::message;
use crate::support::nginx::Nginx;
use crate::support::process::Sockets;
use crate::support::{folder, missing};
use crate::{in_time, one_round_holds};
use anyhow::ensure;
use reqwest::StatusCode;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval};

/// A callback a millisecond, whatever becomes of those before it; the time of each, from when it was due.
async fn a_thousand_a_second(port: u16, seconds: u64) -> Vec<(reqwest::Result<StatusCode>, Duration)> {
    let (client, mut answers) = (crate::support::client().build().unwrap(), JoinSet::new());
    let mut ticks = interval(Duration::from_millis(1));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for _ in 0..seconds * 1000 {
        let due = ticks.tick().await;
        let (client, (callback, _)) = (client.clone(), message("at its time"));
        answers.spawn(async move {
            let url = format!("http://127.0.0.1:{port}/callback?{}", callback.query());
            let answer = client.post(url).body(callback.body).send().await;
            (answer.map(|answer| answer.status()), Instant::now() - due)
        });
    }
    answers.join_all().await
}

/// Tencent gives up after two seconds. With a Postgres of its own, which has to end and start as well.
#[tokio::test(flavor = "multi_thread")]
async fn behind_nginx_every_callback_is_answered_in_time() {
    if !Nginx::is_here() {
        return missing("nginx");
    }
    for keepalive in [false, true] {
        one_round_holds(async || {
            let (data, sockets) = (folder(), Sockets::open());
            let service = sockets.start(data.path(), &[]);
            service.until_postgres_is(true).await;
            let nginx = Nginx::start(service.port, keepalive).await;
            let load = tokio::spawn(a_thousand_a_second(nginx.port, 6));
            tokio::time::sleep(Duration::from_secs(1)).await;
            let asked = Instant::now();
            assert!(service.terminate().await.success());
            let ended = asked.elapsed();
            let service = sockets.start(data.path(), &[]);
            let answers = load.await.unwrap();
            service.until_recorded().await;
            let wrong: Vec<_> =
                answers.iter().filter(|(answer, _)| !matches!(answer, Ok(StatusCode::OK))).collect();
            let slowest = answers.iter().map(|(_, time)| *time).max().unwrap();
            eprintln!(
                "keepalive {keepalive}: ended in {ended:?}, slowest {slowest:?}, {} wrong",
                wrong.len()
            );
            ensure!(wrong.is_empty(), "{} of {}: {:?}", wrong.len(), answers.len(), wrong[0]);
            in_time("the slowest answer", slowest, Duration::from_millis(1900))
        })
        .await;
    }
}
