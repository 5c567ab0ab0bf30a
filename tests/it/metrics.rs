//! `/metrics`: every request, verdict, refusal and record is counted, once.

mod plain;
mod table;

use crate::support::app::{APP, TOKEN, config};
use crate::support::callback::{C2C, Callback, signature};
use crate::support::metrics::Scrape;
use crate::support::outage::Wire;
use crate::support::{eventually, folder, unwind};
use anyhow::bail;
use imhook::callback::{self, Ack};
use imhook::{Context, Router, Server};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A command that imhook does not know, but a handler does.
const ORDER: &str = "Shop.CallbackBeforeOrder";
const BEFORE: &str = "C2C.CallbackBeforeSendMsg";
/// An app without a token.
const OPEN: u64 = APP + 1;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Order {
    wish: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Reply {
    action_status: &'static str,
    error_code: i64,
    error_info: &'static str,
}

impl Reply {
    fn new(error_code: i64) -> Self {
        Self { action_status: "OK", error_code, error_info: "" }
    }
}

impl callback::Callback for Order {
    const COMMAND: &'static str = ORDER;
    type Ack = Reply;
}

impl Ack<Order> for Reply {
    const DECIDES: bool = true;

    fn pass(_: &Order) -> Self {
        Self::new(0)
    }

    fn refuse(_: &Order) -> Option<Self> {
        Some(Self::new(1))
    }

    fn code(&self) -> i64 {
        self.error_code
    }
}

/// Asked first, and refuses what it is told to.
async fn clerk(order: Order, _: Context) -> anyhow::Result<Reply> {
    match order.wish.as_str() {
        "error" => bail!("as wished"),
        "panic" => unwind("as wished"),
        "timeout" => std::future::pending::<()>().await,
        // Nothing can take a thread away from it.
        "block" => std::thread::sleep(Duration::from_secs(30)),
        _ => {}
    }
    Ok(Reply::new(i64::from(order.wish == "refuse")))
}

async fn auditor(_: Order, _: Context) -> anyhow::Result<Reply> {
    Ok(Reply::new(0))
}

struct Service {
    server: Server,
    data: TempDir,
    client: reqwest::Client,
}

impl Service {
    async fn start(wire: &Wire, data: TempDir, flags: &[&str]) -> Self {
        let given = [format!("--database-url={}", wire.url), format!("--data-dir={}", data.path().display())];
        let flags: Vec<&str> = given.iter().map(String::as_str).chain(flags.iter().copied()).collect();
        let router = Router::new().on_as("clerk", clerk).on_as("au\"ditor", auditor);
        let server = Server::start(&config(&flags), router).await.unwrap();
        Self { server, data, client: crate::support::client().build().unwrap() }
    }

    async fn scrape(&self) -> Scrape {
        let url = format!("http://{}/metrics", self.server.admin_address());
        let asked =
            self.client.get(url).header("accept", "application/openmetrics-text;version=1.0.0,*/*;q=0.1");
        Scrape::of(asked.send().await.unwrap()).await
    }

    async fn until(&self, what: &str, is_so: impl Fn(&Scrape) -> bool) -> Scrape {
        eventually(what, async || Some(self.scrape().await).filter(&is_so)).await
    }

    async fn post(&self, callback: &Callback, status: u16) {
        self.send(self.query_url(&callback.query()), callback.body.clone(), status).await;
    }

    async fn order(&self, wish: &str) {
        self.post(&Callback::new(ORDER, &json!({ "wish": wish })), 200).await;
    }

    fn query_url(&self, query: &str) -> String {
        format!("http://{}/callback?{query}", self.server.address())
    }

    async fn send(&self, url: String, body: impl Into<reqwest::Body>, status: u16) {
        let answer = self.client.post(&url).body(body).send().await.unwrap();
        assert_eq!(answer.status(), status, "{url}: {}", answer.text().await.unwrap());
    }

    /// A signed callback whose body is shorter than it says, and whose sender hangs up or waits.
    async fn send_half(&self, hangs_up: bool) -> String {
        let query = Callback::raw(C2C, "").query();
        let mut stream = TcpStream::connect(self.server.address()).await.unwrap();
        let head =
            format!("POST /callback?{query} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{{");
        stream.write_all(head.as_bytes()).await.unwrap();
        if hangs_up {
            stream.shutdown().await.unwrap();
        }
        let mut answer = vec![0; 64];
        let read = stream.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..read]).into_owned()
    }
}

/// The counters that are not 0, as they are expected.
type Expected = BTreeMap<String, u64>;

fn add(expected: &mut Expected, series: &str, count: u64) {
    *expected.entry(series.to_owned()).or_default() += count;
}

fn expect_acked(expected: &mut Expected, command: &str, kind: &str, count: u64) {
    let series = format!("imhook_requests_total{{app=\"{APP}\",command={command:?},outcome=\"acked\"}}");
    add(expected, &series, count);
    add(expected, &format!("imhook_ack_seconds_count{{kind={kind:?}}}"), count);
}

fn expect_refused(expected: &mut Expected, command: &str, reason: &str) {
    expect_refused_of(expected, &APP.to_string(), command, reason);
}

fn expect_refused_of(expected: &mut Expected, app: &str, command: &str, reason: &str) {
    let labels = format!("app={app:?},command={command:?},outcome={reason:?}");
    add(expected, &format!("imhook_requests_total{{{labels}}}"), 1);
    add(expected, &format!("imhook_refusals_total{{app={app:?},reason={reason:?}}}"), 1);
}

fn expect_verdict(expected: &mut Expected, command: &str, by: &str, handler: &str, count: u64) {
    let series =
        format!("imhook_verdicts_total{{command={command:?},decided_by={by:?},handler={handler:?}}}");
    add(expected, &series, count);
}

fn expect_cause(expected: &mut Expected, cause: &str, count: u64) {
    add(expected, &format!("imhook_policy_answers_total{{cause={cause:?}}}"), count);
    expect_verdict(expected, ORDER, "policy", "", count);
    expect_acked(expected, ORDER, "before", count);
}

/// Everything that is taken, and who decides about it.
async fn take_all(service: &Service, expected: &mut Expected) {
    let message = Callback::sample(C2C, &json!({}));
    service.post(&message, 200).await;
    service.post(&message, 200).await;
    expect_acked(expected, C2C, "after", 2);
    add(expected, "imhook_redelivered_total", 1);
    // Its command is in the body only.
    let mut nameless = Callback::sample(C2C, &json!({ "MsgSeq": 2, "MsgKey": "2_2_1735700400" }));
    nameless.command.clear();
    service.post(&nameless, 200).await;
    expect_acked(expected, C2C, "after", 1);
    for stranger in ["Tomorrow.CallbackAfterDream", "c2c.callbackaftersendmsg", "unknown", "%22%7D%0A"] {
        service.post(&Callback::raw(stranger, "{}"), 200).await;
    }
    // The console's probe.
    service.send(service.query_url(&signature(TOKEN, chrono::Utc::now().timestamp())), "{}", 200).await;
    expect_acked(expected, "unknown", "after", 4);
    add(expected, "imhook_requests_total{app=\"\",command=\"unknown\",outcome=\"acked\"}", 1);
    add(expected, "imhook_ack_seconds_count{kind=\"after\"}", 1);

    service.post(&Callback::raw(BEFORE, "{}"), 200).await;
    expect_acked(expected, BEFORE, "before", 1);
    expect_verdict(expected, BEFORE, "default", "", 1);
    for wish in ["tea", "refuse", "tea"] {
        service.order(wish).await;
    }
    expect_acked(expected, ORDER, "before", 3);
    expect_verdict(expected, ORDER, "handler", "au\"ditor", 2);
    expect_verdict(expected, ORDER, "handler", "clerk", 1);

    service.order("error").await;
    expect_cause(expected, "error", 1);
    service.order("panic").await;
    expect_cause(expected, "panic", 1);
    service.post(&Callback::raw(ORDER, r#"{"wish":[7]}"#), 200).await;
    expect_cause(expected, "undecodable", 1);
    service.order("timeout").await;
    service.order("block").await;
    expect_cause(expected, "timeout", 2);
    // The one thread is blocked, which shows a little later.
    tokio::time::sleep(Duration::from_millis(500)).await;
    service.order("tea").await;
    expect_cause(expected, "full", 1);
}

/// Everything that is refused.
async fn refuse_all(service: &Service, expected: &mut Expected) {
    let now = chrono::Utc::now().timestamp();
    let signed = signature(TOKEN, now);
    let app = format!("SdkAppid={APP}");
    let command = format!("CallbackCommand={C2C}");
    let address = service.server.address();
    service.send(format!("http://{address}/elsewhere?{app}&{command}"), "{}", 404).await;
    expect_refused(expected, "unknown", "path");
    let got = service.client.get(service.query_url(&format!("{app}&{command}"))).send().await.unwrap();
    assert_eq!(got.status(), 405);
    expect_refused(expected, "unknown", "method");
    let long = "x".repeat(8 << 10);
    let other = signature("another", now);
    let wrong = signature(TOKEN, now - 100);
    for (query, body, status, of, reason) in [
        (format!("{app}&{command}&{signed}&more={long}"), "{}", 414, C2C, "long_query"),
        (format!("{command}&{signed}"), "{\"a\":1}", 403, C2C, "no_app"),
        (format!("SdkAppid=1&{command}&{signed}"), "{}", 403, C2C, "unknown_app"),
        (format!("{app}&{app}&{command}&{signed}"), "{}", 403, C2C, "doubled_app"),
        (format!("{app}&{command}&{signed}&{signed}"), "{}", 401, C2C, "doubled"),
        (format!("{app}&{command}"), "{}", 401, C2C, "no_sign"),
        (format!("{app}&{command}&Sign=00"), "{}", 401, C2C, "no_request_time"),
        (format!("{app}&{command}&Sign=00&RequestTime=soon"), "{}", 401, C2C, "bad_request_time"),
        (format!("{app}&{command}&{wrong}"), "{}", 401, C2C, "stale"),
        (format!("{app}&{command}&{other}"), "{}", 401, C2C, "sign"),
        (format!("{app}&CallbackCommand=%22%7Dx&{other}"), "{}", 401, "unknown", "sign"),
        (format!("{app}&CallbackCommand={ORDER}&{other}"), "{}", 401, ORDER, "sign"),
        (format!("{app}&{command}&{signed}"), "no JSON", 400, C2C, "not_json"),
    ] {
        service.send(service.query_url(&query), body, status).await;
        let app = match reason {
            "no_app" => String::new(),
            "unknown_app" => "other".to_owned(),
            _ => APP.to_string(),
        };
        expect_refused_of(expected, &app, of, reason);
    }
    service.send(service.query_url(&format!("SdkAppid={OPEN}&{command}")), "{}", 403).await;
    expect_refused_of(expected, &OPEN.to_string(), C2C, "no_token");
    service
        .send(service.query_url(&format!("{app}&{command}&{signed}")), vec![b' '; (1 << 20) + 1], 413)
        .await;
    expect_refused(expected, C2C, "long_body");
    assert!(service.send_half(true).await.starts_with("HTTP/1.1 400 "));
    expect_refused(expected, C2C, "broken_body");
    assert!(service.send_half(false).await.starts_with("HTTP/1.1 408 "));
    expect_refused(expected, C2C, "slow_body");
}

/// A journal that is slow, full, or gone.
async fn trouble_the_journal(service: &Service, expected: &mut Expected) {
    let path = service.data.path().join("journal/journal.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("begin immediate").unwrap();
    service.post(&Callback::raw(BEFORE, "{}"), 200).await;
    other.execute_batch("rollback").unwrap();
    drop(other);
    expect_acked(expected, BEFORE, "before", 1);
    expect_verdict(expected, BEFORE, "default", "", 1);
    add(expected, "imhook_recorded_late_total", 1);

    let away = path.with_file_name("away");
    std::fs::rename(&path, &away).unwrap();
    service.post(&Callback::raw(C2C, "{}"), 503).await;
    service.post(&Callback::raw(BEFORE, "{}"), 200).await;
    std::fs::rename(&away, &path).unwrap();
    expect_refused(expected, C2C, "journal_write");
    expect_acked(expected, BEFORE, "before", 1);
    expect_verdict(expected, BEFORE, "default", "", 1);
    add(expected, "imhook_journal_refused_total{reason=\"write\"}", 2);
    eventually("the journal writes again", async || {
        let url = format!("http://{}/readyz", service.server.admin_address());
        (service.client.get(url).send().await.unwrap().status() == 200).then_some(())
    })
    .await;
}

/// Fills the journal, whose bound is 1 MiB.
async fn fill_the_journal(service: &Service, expected: &mut Expected) {
    let large = Callback::raw(C2C, json!({ "pad": "x".repeat(900 << 10) }).to_string());
    service.post(&large, 200).await;
    expect_acked(expected, C2C, "after", 1);
    service.post(&large, 503).await;
    expect_refused(expected, C2C, "journal_full");
    add(expected, "imhook_journal_refused_total{reason=\"full\"}", 1);
    service.post(&Callback::new(BEFORE, &json!({ "pad": "x".repeat(900 << 10) })), 200).await;
    expect_acked(expected, BEFORE, "before", 1);
    expect_verdict(expected, BEFORE, "default", "", 1);
    add(expected, "imhook_journal_refused_total{reason=\"full\"}", 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_counted_once() {
    let (wire, data) = (Wire::new().await, folder());
    let apps = data.path().with_extension("toml");
    let tables = format!(
        "[[app]]\nsdk_app_id = {APP}\ncallback_tokens = [\"{TOKEN}\"]\n[[app]]\nsdk_app_id = {OPEN}\n"
    );
    std::fs::write(&apps, tables).unwrap();
    let apps_flag = format!("--apps={}", apps.display());
    let flags = [&apps_flag, "--before-deadline=700ms", "--handler-threads=1", "--journal-max=1MiB"];
    let service = Service::start(&wire, data, &flags).await;
    std::fs::remove_file(&apps).unwrap();

    let started = service.until("Postgres is up", |scrape| scrape.count("imhook_postgres_up") == 1).await;
    assert_eq!(started.counted(), Expected::new());
    let expected = &mut Expected::new();
    take_all(&service, expected).await;
    refuse_all(&service, expected).await;
    trouble_the_journal(&service, expected).await;
    wire.cut().await;
    let cut = service.until("Postgres is away", |scrape| scrape.count("imhook_postgres_up") == 0).await;
    fill_the_journal(&service, expected).await;
    let full =
        service.until("the age is known", |scrape| scrape.value("imhook_recorder_lag_seconds") > 0.0).await;
    wire.mend();
    let mended =
        service.until("all is recorded", |scrape| scrape.count("imhook_recorder_lag_records") == 0).await;

    // Kept, for themselves each: what was acked but for the probe and what the journal refused, and what is no JSON.
    let acked: u64 = ["before", "after"]
        .iter()
        .map(|kind| expected[&format!("imhook_ack_seconds_count{{kind={kind:?}}}")])
        .sum();
    let kept = acked - 1 - 2 + 1;
    expected.insert("imhook_journal_commit_seconds_count".to_owned(), kept);
    expected.insert("imhook_journal_group_records_count".to_owned(), kept);
    let mut counted = mended.counted();
    // A client may open a connection and have no use for it.
    counted.remove("imhook_connections_closed_total{address=\"callbacks\",reason=\"silent\"}");
    let batches = counted.remove("imhook_recorder_batch_records_count").unwrap();
    assert!(batches >= 2 && batches <= kept, "{batches} of {kept}");
    assert_eq!(mended.count("imhook_recorder_batch_records_sum"), kept);
    assert_eq!(mended.count("imhook_journal_group_records_sum"), kept);
    assert_eq!(&counted, expected);
    assert_eq!(wire.database.count("imhook.callbacks").await, i64::try_from(kept).unwrap());

    assert_eq!(full.count("imhook_journal_records"), 1 + cut.count("imhook_journal_records"));
    assert_eq!(full.count("imhook_recorder_lag_records"), 1 + cut.count("imhook_recorder_lag_records"));
    assert!(full.count("imhook_journal_bytes") > 900 << 10);
    assert_eq!(mended.count("imhook_journal_max_bytes"), 1 << 20);
    assert_eq!(mended.count("imhook_recorder_lag_seconds"), 0);
    assert_eq!(mended.count("imhook_postgres_up"), 1);
    // The slow ones are found in their bucket.
    assert_eq!(mended.count("imhook_ack_seconds_bucket{kind=\"before\",le=\"1.5\"}"), {
        let all = mended.count("imhook_ack_seconds_count{kind=\"before\"}");
        all - mended.count("imhook_recorded_late_total")
    });
    service.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn gaps_and_callbacks_that_postgres_refuses_are_counted() {
    let (wire, data) = (Wire::new().await, folder());
    let flags = [format!("--sdk-app-id={APP}"), format!("--callback-token={TOKEN}")];
    let flags = flags.each_ref().map(String::as_str);
    let service = Service::start(&wire, data, &flags).await;
    service.until("Postgres is up", |scrape| scrape.count("imhook_postgres_up") == 1).await;
    sqlx::query("alter table imhook.messages add check (sender <> 'poison')")
        .execute(&wire.database.pool)
        .await
        .unwrap();
    service.post(&Callback::sample(C2C, &json!({ "From_Account": "poison" })), 200).await;
    let scrape =
        service.until("a dead letter", |scrape| scrape.count("imhook_recorder_batch_records_sum") == 1).await;
    assert_eq!(scrape.count("imhook_recorder_dead_letters_total"), 1);
    assert_eq!(scrape.count("imhook_gaps_total"), 0);
    assert_eq!(wire.database.count("imhook.dead_letters").await, 1);

    service.server.stop().await;
    std::fs::remove_dir_all(service.data.path().join("journal")).unwrap();
    let service = Service::start(&wire, service.data, &flags).await;
    let scrape = service.until("Postgres is up", |scrape| scrape.count("imhook_postgres_up") == 1).await;
    assert_eq!(scrape.count("imhook_gaps_total"), 1);
    assert_eq!(wire.database.count("imhook.gaps").await, 1);
    service.server.stop().await;
}
