//! After-handlers in processes that are killed, and in several processes at a time.

use crate::support::app::{APP, TOKEN, config_of_environment};
use crate::support::callback::{C2C, Callback};
use crate::support::outage::Wire;
use crate::support::postgres::Database;
use crate::support::process::{Process, free_port, test_as_command};
use crate::support::{AT_ALL, eventually, folder};
use imhook::callback::{Received, c2c};
use imhook::model::texts;
use imhook::{Router, Server};
use reqwest::Client;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;

/// The file in which handlers note what they have done; set in our child processes alone.
const LOG: &str = "IMHOOK_IT_HANDLED";

/// The service that the tests below start and kill; as a test of its own it has nothing to do.
#[tokio::test(flavor = "multi_thread")]
async fn service() {
    let Some(path) = std::env::var_os(LOG) else { return };
    let mut terminate = signal(SignalKind::terminate()).unwrap();
    let log = Arc::new(Log::open(Path::new(&path)));
    let router = handler("fast", &log, |_, _, _| false)
        .merge(handler("tenth", &log, |_, number, failed| number % 10 == 0 && failed < 2))
        .merge(handler("bad", &log, |who, _, _| who == "bad"));
    let server = Server::start(&config_of_environment(), router).await.unwrap();
    terminate.recv().await;
    server.stop().await;
}

/// A handler that notes its runs in the log.
fn handler(
    name: &'static str,
    log: &Arc<Log>,
    fails: impl Fn(&str, usize, usize) -> bool + Send + Sync + 'static,
) -> Router {
    let log = Arc::clone(log);
    Router::new().on_as(name, move |message: c2c::AfterSendMessage, _| {
        let text = texts(&message.body).unwrap_or_default();
        let (who, number) = text.split_once('-').unwrap();
        let fails = fails(who, number.parse().unwrap(), log.failed(name, &text));
        log.write(if fails { "fail" } else { "done" }, name, &text);
        async move {
            anyhow::ensure!(!fails, "not this time");
            Ok(Received)
        }
    })
}

/// Lines of `done fast amy-7`, of all processes.
struct Log {
    file: std::fs::File,
    failed: Mutex<BTreeMap<String, usize>>,
}

impl Log {
    /// Reads what earlier processes have written, and goes on there.
    fn open(path: &Path) -> Self {
        let mut failed = BTreeMap::new();
        for line in read(path).iter().filter_map(|line| line.strip_prefix("fail ")) {
            *failed.entry(line.to_owned()).or_default() += 1;
        }
        let file = OpenOptions::new().create(true).append(true).open(path).unwrap();
        Self { file, failed: Mutex::new(failed) }
    }

    fn failed(&self, name: &str, text: &str) -> usize {
        self.failed.lock().unwrap().get(&format!("{name} {text}")).copied().unwrap_or_default()
    }

    fn write(&self, what: &str, name: &str, text: &str) {
        if what == "fail" {
            *self.failed.lock().unwrap().entry(format!("{name} {text}")).or_default() += 1;
        }
        // One write, so that lines stay whole.
        (&self.file).write_all(format!("{what} {name} {text}\n").as_bytes()).unwrap();
    }
}

fn read(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// What `name` has done, by conversation.
fn done(path: &Path, name: &str) -> BTreeMap<String, Vec<usize>> {
    let mut done: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let prefix = format!("done {name} ");
    for text in read(path).iter().filter_map(|line| line.strip_prefix(&*prefix)) {
        let (who, number) = text.split_once('-').unwrap();
        done.entry(who.to_owned()).or_default().push(number.parse().unwrap());
    }
    done
}

struct Place {
    database: Database,
    folder: tempfile::TempDir,
}

impl Place {
    async fn new() -> Self {
        Self { database: Database::new().await, folder: folder() }
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("handled")
    }

    fn start(&self, data: &str, ports: (u16, u16)) -> Process {
        start(&self.database.url, &self.folder.path().join(data), &self.log(), ports)
    }
}

fn start(url: &str, data: &Path, log: &Path, ports: (u16, u16)) -> Process {
    let variables = [("DATABASE_URL", url), (LOG, log.to_str().unwrap()), ("IMHOOK_HANDLER_TRIES", "4")];
    Process::spawn(&mut test_as_command("takeover::service", data, ports, &variables), ports)
}

fn ports() -> (u16, u16) {
    (free_port(), free_port())
}

/// By sender, the numbers of the messages that were acked.
type Acked = Arc<Mutex<BTreeMap<String, BTreeSet<usize>>>>;

/// Senders that each post one message after the other, until stopped.
struct Writers {
    acked: Acked,
    stop: Arc<AtomicBool>,
    tasks: JoinSet<()>,
}

impl Writers {
    fn start(names: &[(String, u16)], pause: Duration) -> Self {
        let (acked, stop) = (Acked::default(), Arc::<AtomicBool>::default());
        let client = crate::support::client().build().unwrap();
        let mut tasks = JoinSet::new();
        for (who, port) in names.iter().cloned() {
            let (acked, stop, client) = (Arc::clone(&acked), Arc::clone(&stop), client.clone());
            tasks.spawn(async move {
                for number in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    if post(&client, port, &who, number).await {
                        acked.lock().unwrap().entry(who.clone()).or_default().insert(number);
                    }
                    tokio::time::sleep(pause).await;
                }
            });
        }
        Self { acked, stop, tasks }
    }

    /// Waits for so many more acks.
    async fn acks(&self, more: usize) {
        let acked = || self.acked.lock().unwrap().values().map(BTreeSet::len).sum::<usize>();
        let goal = acked() + more;
        eventually(&format!("{more} more acks"), async || (acked() >= goal).then_some(())).await;
    }

    async fn stop(self) -> BTreeMap<String, BTreeSet<usize>> {
        self.stop.store(true, Ordering::Relaxed);
        self.tasks.join_all().await;
        self.acked.lock().unwrap().clone()
    }
}

async fn post(client: &Client, port: u16, who: &str, number: usize) -> bool {
    let callback = Callback::sample(
        C2C,
        &json!({
            "From_Account": who, "MsgSeq": number, "MsgKey": format!("{number}_2_1735700400"),
            "MsgBody": [{ "MsgType": "TIMTextElem", "MsgContent": { "Text": format!("{who}-{number}") } }],
        }),
    );
    assert_eq!((callback.app, callback.token), (APP, TOKEN));
    let url = format!("http://127.0.0.1:{port}/callback?{}", callback.query());
    let answer = client.post(url).body(callback.body).send().await;
    answer.is_ok_and(|answer| answer.status().is_success())
}

/// Waits until `name` has done all of these.
async fn all_done(path: &Path, name: &str, acked: &BTreeMap<String, BTreeSet<usize>>) {
    let begun = Instant::now();
    loop {
        let done = done(path, name);
        let missing: Vec<_> = acked
            .iter()
            .flat_map(|(who, numbers)| numbers.iter().map(move |number| (who, number)))
            .filter(|(who, number)| !done.get(*who).is_some_and(|done| done.contains(number)))
            .collect();
        if missing.is_empty() {
            return;
        }
        assert!(
            begun.elapsed() < 2 * AT_ALL,
            "{name} has not done {}: {:?}",
            missing.len(),
            &missing[..missing.len().min(9)]
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_kills_lose_nothing_and_keep_the_order() {
    let (place, ports) = (Place::new().await, ports());
    let mut names: Vec<_> = (0..20).map(|number| (format!("u{number}"), ports.0)).collect();
    names.push(("bad".to_owned(), ports.0));
    let mut service = place.start("data", ports);
    let writers = Writers::start(&names, Duration::from_millis(40));
    for round in 0..10 {
        writers.acks(40 + 12 * round).await;
        service.kill();
        service = place.start("data", ports);
    }
    writers.acks(100).await;
    let acked = writers.stop().await;
    let posted: usize = acked.values().map(BTreeSet::len).sum();
    let mut good = acked.clone();
    good.remove("bad");
    let log = place.log();
    all_done(&log, "fast", &acked).await;
    all_done(&log, "bad", &good).await;
    all_done(&log, "tenth", &acked).await;
    for name in ["fast", "tenth", "bad"] {
        let mut repeated = 0;
        for (who, numbers) in done(&log, name) {
            let mut seen = BTreeSet::new();
            let first: Vec<_> = numbers.iter().copied().filter(|number| seen.insert(*number)).collect();
            assert!(first.is_sorted(), "{name} {who}: {first:?}");
            repeated += numbers.len() - first.len();
        }
        assert!(repeated < posted / 2, "{name} repeated {repeated} of {posted}");
    }
    place.database.wait_for_some("imhook.handler_dead_letters").await;
    let letters = "select distinct h.name, d.lane, d.tries from imhook.handler_dead_letters d
                   join imhook.handlers h on h.id = d.handler_id";
    let letters = place.database.rows(letters).await;
    assert_eq!(letters, [json!({ "name": "bad", "lane": "c2c:bad:ben", "tries": 4 })]);
    let others = "imhook.retries where lane <> 'c2c:bad:ben'";
    eventually("no others parked", async || (place.database.count(others).await == 0).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_services_share_the_handlers_and_one_takes_over() {
    let (place, ports) = (Place::new().await, [ports(), ports()]);
    let one = place.start("one", ports[0]);
    let other = place.start("other", ports[1]);
    // Handlers are spread once both processes are registered.
    let owners = "select count(distinct owner) from imhook.handlers";
    eventually("both run handlers", async || {
        (place.database.value::<i64>(owners).await == Some(2)).then_some(())
    })
    .await;
    let names: Vec<_> = (0..16).map(|number| (format!("u{number}"), ports[number % 2].0)).collect();
    let writers = Writers::start(&names, Duration::from_millis(10));
    writers.acks(1000).await;
    let acked = writers.stop().await;
    let log = place.log();
    all_done(&log, "fast", &acked).await;
    all_done(&log, "tenth", &acked).await;
    for name in ["fast", "tenth", "bad"] {
        for (who, numbers) in done(&log, name) {
            let expected: Vec<_> = acked[&who].iter().copied().collect();
            assert_eq!(numbers, expected, "{name} {who}");
        }
    }

    // Killed: the other one goes on with all handlers.
    one.kill();
    let client = crate::support::client().build().unwrap();
    assert!(post(&client, ports[1].0, "after", 1).await);
    let after = BTreeMap::from([("after".to_owned(), BTreeSet::from([1]))]);
    for name in ["fast", "tenth", "bad"] {
        all_done(&log, name, &after).await;
    }

    let running = "select distinct owner::text from imhook.handlers";
    let others: String = place.database.value(running).await.unwrap();

    // Stopped: it gives its handlers back, so that the next one does not wait.
    let one = place.start("one", ports[0]);
    eventually("both run handlers", async || {
        (place.database.value::<i64>(owners).await == Some(2)).then_some(())
    })
    .await;
    assert!(other.terminate().await.success());
    assert_eq!(place.database.count(&format!("imhook.handlers where owner = '{others}'")).await, 0);
    assert!(post(&client, ports[0].0, "later", 1).await);
    let later = BTreeMap::from([("later".to_owned(), BTreeSet::from([1]))]);
    for name in ["fast", "tenth", "bad"] {
        all_done(&log, name, &later).await;
    }
    assert!(one.terminate().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn handlers_go_on_when_postgres_is_back() {
    let (wire, ports, folder) = (Wire::new().await, ports(), folder());
    let log = folder.path().join("handled");
    let service = start(&wire.url, &folder.path().join("data"), &log, ports);
    service.until_postgres_is(true).await;
    let names: Vec<_> = (0..8).map(|number| (format!("u{number}"), ports.0)).collect();
    let writers = Writers::start(&names, Duration::from_millis(10));
    for _ in 0..3 {
        writers.acks(200).await;
        wire.cut().await;
        tokio::time::sleep(Duration::from_millis(400)).await;
        wire.mend();
    }
    let acked = writers.stop().await;
    for name in ["fast", "bad"] {
        all_done(&log, name, &acked).await;
        for (who, numbers) in done(&log, name) {
            let mut seen = BTreeSet::new();
            let first: Vec<_> = numbers.iter().copied().filter(|number| seen.insert(*number)).collect();
            assert!(first.is_sorted(), "{name} {who}: {first:?}");
        }
    }
    assert!(service.terminate().await.success());
}
