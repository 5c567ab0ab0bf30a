//! Callbacks from many connections, and a ledger of those that were acked.

use super::callback::{Callback, message};
use super::eventually;
use super::process::Process;
use reqwest::{Client, StatusCode};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use sqlx::PgPool;
use std::collections::BTreeSet;
use std::process::ExitStatus;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;
use tokio::task::JoinSet;

/// What came of the messages that were posted.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Keys of those that were answered with 200 and `ErrorCode` 0.
    pub acked: BTreeSet<String>,
    /// Keys and answers of those that were refused.
    pub refused: Vec<(String, StatusCode, Value)>,
    /// How many got no answer; these may or may not have been kept.
    pub broken: usize,
}

impl Ledger {
    /// Posts one message and enters what came of it.
    async fn post(ledger: &Mutex<Self>, client: &Client, port: u16) {
        let (callback, key) = message("under load");
        let answer = send(client, port, &callback).await;
        let mut ledger = ledger.lock().unwrap();
        match answer {
            Ok((status, json)) if is_ack(status, &json) => assert!(ledger.acked.insert(key)),
            Ok((status, json)) => ledger.refused.push((key, status, json)),
            Err(_) => ledger.broken += 1,
        }
    }

    /// Each acked message is there exactly once, none of the refused is, and no offset is there twice.
    pub async fn check(&self, pool: &PgPool) {
        let found: Vec<(String, i64)> =
            sqlx::query_as("select msg_key, count(*) from analytics.messages group by 1")
                .fetch_all(pool)
                .await
                .unwrap();
        let doubled: Vec<_> = found.iter().filter(|(_, times)| *times > 1).collect();
        assert!(doubled.is_empty(), "doubled: {doubled:?}");
        let found: BTreeSet<&str> = found.iter().map(|(key, _)| key.as_str()).collect();
        let absent: Vec<_> = self.acked.iter().filter(|key| !found.contains(key.as_str())).collect();
        assert!(absent.is_empty(), "acked but absent: {} of {}: {absent:?}", absent.len(), self.acked.len());
        let refused: Vec<_> = self.refused.iter().filter(|(key, ..)| found.contains(key.as_str())).collect();
        assert!(refused.is_empty(), "refused but kept: {refused:?}");
        let twice: i64 = sqlx::query_scalar(
            "select count(*) - count(distinct (journal_id, journal_offset)) from imhook.callbacks",
        )
        .fetch_one(pool)
        .await
        .unwrap();
        assert_eq!(twice, 0, "offsets recorded twice");
        // Where the primary key refuses the second one, it ends there.
        let dead: i64 =
            sqlx::query_scalar("select count(*) from imhook.dead_letters").fetch_one(pool).await.unwrap();
        assert_eq!(dead, 0, "dead letters");
    }

    /// The same, where every single message was acked: then there is nothing else, either.
    pub async fn check_all(&self, pool: &PgPool) {
        assert!(self.refused.is_empty() && self.broken == 0, "{:?}, {} broken", self.refused, self.broken);
        self.check(pool).await;
        let rows: i64 =
            sqlx::query_scalar("select count(*) from imhook.callbacks").fetch_one(pool).await.unwrap();
        assert_eq!(usize::try_from(rows).unwrap(), self.acked.len(), "callbacks");
    }
}

/// Connections that post messages of distinct keys, each the next one as soon as there is an answer.
pub struct Load {
    ledger: Arc<Mutex<Ledger>>,
    stop: Arc<AtomicBool>,
    connections: JoinSet<()>,
}

impl Load {
    /// Goes on until stopped, whatever becomes of the service at `port`.
    pub fn start(port: u16, connections: usize) -> Self {
        let mut load = Self { ledger: Arc::default(), stop: Arc::default(), connections: JoinSet::new() };
        let client = super::client().build().unwrap();
        for _ in 0..connections {
            let (ledger, stop, client) = (Arc::clone(&load.ledger), Arc::clone(&load.stop), client.clone());
            load.connections.spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    let broken = ledger.lock().unwrap().broken;
                    Ledger::post(&ledger, &client, port).await;
                    if ledger.lock().unwrap().broken > broken {
                        tokio::time::sleep(Duration::from_millis(5)).await;
                    }
                }
            });
        }
        load
    }

    /// Waits for so many more acks.
    pub async fn acks(&self, more: usize) {
        let acked = || self.ledger.lock().unwrap().acked.len();
        let goal = acked() + more;
        eventually(&format!("{more} more acks"), async || (acked() >= goal).then_some(())).await;
    }

    pub async fn stop(self) -> Ledger {
        self.stop.store(true, Ordering::Relaxed);
        self.connections.join_all().await;
        Arc::into_inner(self.ledger).unwrap().into_inner().unwrap()
    }
}

async fn send(client: &Client, port: u16, callback: &Callback) -> reqwest::Result<(StatusCode, Value)> {
    let url = format!("http://127.0.0.1:{port}/callback?{}", callback.query());
    let answer = client.post(url).body(callback.body.clone()).send().await?;
    let status = answer.status();
    Ok((status, answer.json().await?))
}

fn is_ack(status: StatusCode, json: &Value) -> bool {
    status == StatusCode::OK && json["ErrorCode"] == 0 && json["ActionStatus"] == "OK"
}

/// For single posts from any runtime: it keeps no connections, which would end with the runtime.
static CLIENT: LazyLock<Client> =
    LazyLock::new(|| super::client().pool_max_idle_per_host(0).build().unwrap());

impl Process {
    /// Posts one callback.
    pub async fn post(&self, callback: &Callback) -> (StatusCode, Value) {
        send(&CLIENT, self.port, callback).await.unwrap()
    }

    /// Posts so many messages, one after the other; each must be acked.
    pub async fn post_messages(&self, number: usize) -> Ledger {
        let ledger = Mutex::new(Ledger::default());
        for _ in 0..number {
            Ledger::post(&ledger, &CLIENT, self.port).await;
        }
        let ledger = ledger.into_inner().unwrap();
        assert_eq!(ledger.acked.len(), number, "{ledger:?}");
        ledger
    }

    /// Posts messages until one is refused.
    pub async fn post_until_refused(&self) -> Ledger {
        let ledger = Mutex::new(Ledger::default());
        for _ in 0..5000 {
            Ledger::post(&ledger, &CLIENT, self.port).await;
            if !ledger.lock().unwrap().refused.is_empty() {
                break;
            }
        }
        ledger.into_inner().unwrap()
    }

    /// What `/readyz` says.
    pub async fn ready(&self) -> (StatusCode, Value) {
        let url = format!("http://127.0.0.1:{}/readyz", self.admin_port);
        let answer = CLIENT.get(url).timeout(super::AT_ALL).send().await.expect("/readyz answers");
        let status = answer.status();
        (status, answer.json().await.unwrap())
    }

    /// Waits for an answer of `/readyz`.
    pub async fn until(&self, what: &str, holds: impl Fn(StatusCode, &Value) -> bool) -> (StatusCode, Value) {
        eventually(what, async || {
            let (status, state) = self.ready().await;
            holds(status, &state).then_some((status, state))
        })
        .await
    }

    pub async fn until_postgres_is(&self, up: bool) -> (StatusCode, Value) {
        self.until(&format!("postgres.up = {up}"), |_, state| state["postgres"]["up"] == up).await
    }

    /// Waits until all that was acked is recorded.
    pub async fn until_recorded(&self) {
        let recorded =
            |_, state: &Value| state["postgres"]["up"] == true && state["postgres"]["lag_records"] == 0;
        self.until("everything is recorded", recorded).await;
    }

    /// Waits until it is recorded and the journal is empty.
    pub async fn until_empty(&self) {
        self.until_recorded().await;
        let empty = |_, state: &Value| state["journal"]["unrecorded_bytes"] == 0;
        self.until("the journal is empty", empty).await;
    }

    /// SIGTERM, and how it ended.
    pub async fn terminate(mut self) -> ExitStatus {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        let mut ended = || self.child.try_wait().unwrap();
        eventually("the end after SIGTERM", || std::future::ready(ended())).await
    }
}
