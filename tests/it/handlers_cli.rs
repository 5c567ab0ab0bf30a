//! `imhook handlers` and `imhook dead-letters`, run by the plain binary, which has no handlers itself.

use crate::support::app::{APP, TOKEN, TestApp};
use crate::support::callback::{C2C, Callback};
use crate::support::metrics::Scrape;
use crate::support::postgres::Database;
use crate::support::process::{Process, command, free_port};
use crate::support::{eventually, folder};
use imhook::Router;
use imhook::callback::{Received, c2c};
use imhook::model::texts;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// Exit status, standard output and standard error of a command line.
type Outcome = (i32, String, String);

async fn run(data: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Outcome {
    let mut command = command(data, free_port(), free_port(), variables);
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Runs a command line on the database of a service.
async fn imhook(app: &TestApp, arguments: &[&str]) -> Outcome {
    run(Path::new("/nonexistent"), arguments, &[("DATABASE_URL", &app.database.url)]).await
}

async fn done(app: &TestApp, arguments: &[&str]) -> String {
    let (status, out, error) = imhook(app, arguments).await;
    assert_eq!(status, 0, "{arguments:?}: {error}");
    out
}

async fn listed(app: &TestApp, arguments: &[&str]) -> Vec<Value> {
    serde_json::from_str(&done(app, arguments).await).unwrap()
}

/// A handler that can be broken, and the texts of the messages that it has handled.
#[derive(Clone, Default)]
struct Greeter {
    broken: Arc<AtomicBool>,
    greeted: Arc<Mutex<Vec<String>>>,
}

impl Greeter {
    fn router(&self, name: &str) -> Router {
        let own = self.clone();
        Router::new().on_as(name, move |message: c2c::AfterSendMessage, _| {
            let own = own.clone();
            async move {
                anyhow::ensure!(!own.broken.load(Ordering::Relaxed), "no greetings today");
                own.greeted.lock().unwrap().push(texts(&message.body).unwrap_or_default());
                Ok(Received)
            }
        })
    }

    fn break_it(&self, broken: bool) {
        self.broken.store(broken, Ordering::Relaxed);
    }

    async fn wait_for(&self, texts: &[&str]) {
        let greeted = || self.greeted.lock().unwrap().clone();
        eventually(&format!("{texts:?}"), async || (greeted().len() >= texts.len()).then_some(())).await;
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
        assert_eq!(greeted(), texts);
    }
}

fn message(text: &str) -> Callback {
    Callback::sample(
        C2C,
        &json!({
            "MsgKey": format!("{text}_2_1735700400"),
            "MsgBody": [{ "MsgType": "TIMTextElem", "MsgContent": { "Text": text } }],
        }),
    )
}

fn flags() -> [String; 3] {
    [format!("--sdk-app-id={APP}"), format!("--callback-token={TOKEN}"), "--handler-tries=1".to_owned()]
}

async fn start(router: Router) -> TestApp {
    TestApp::with_router(router, &flags().each_ref().map(String::as_str)).await
}

async fn restart(app: TestApp, router: Router) -> TestApp {
    app.restart(router, &flags().each_ref().map(String::as_str)).await
}

async fn dead_letters(app: &TestApp, count: i64) {
    eventually("dead letters", async || {
        (app.database.count("imhook.handler_dead_letters").await == count).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dead_letters_are_shown_replayed_and_dropped() {
    let greeter = Greeter::default();
    greeter.break_it(true);
    let app = start(greeter.router("greet")).await;
    for text in ["one", "two", "three"] {
        app.post(&message(text)).await;
    }
    dead_letters(&app, 3).await;
    let listed = listed(&app, &["dead-letters", "list", "--json"]).await;
    let newest = &listed[0];
    assert_eq!(
        (&newest["handler"], &newest["command"], &newest["conversation"], &newest["tries"], &newest["error"]),
        (&json!("greet"), &json!(C2C), &json!("c2c:amy:ben"), &json!(1), &json!("no greetings today"))
    );
    let ids: Vec<&str> = listed.iter().rev().map(|letter| letter["id"].as_str().unwrap()).collect();

    let table = done(&app, &["dead-letters", "list", "--handler", "greet"]).await;
    assert_eq!(table.lines().count(), 4, "{table}");
    assert!(table.lines().next().unwrap().starts_with("ID "), "{table}");
    assert!(table.contains("no greetings today"), "{table}");
    let shown: Value =
        serde_json::from_str(&done(&app, &["dead-letters", "show", ids[1], "--json"]).await).unwrap();
    assert_eq!(shown["body"]["MsgBody"][0]["MsgContent"]["Text"], "two");
    assert!(!shown["query"].as_str().unwrap().contains("Sign="), "{shown}");
    assert!(done(&app, &["dead-letters", "show", ids[1]]).await.contains("no greetings today"));

    // A running service handles what is replayed.
    greeter.break_it(false);
    done(&app, &["dead-letters", "replay", ids[1]]).await;
    greeter.wait_for(&["two"]).await;
    done(&app, &["dead-letters", "drop", ids[0]]).await;
    dead_letters(&app, 1).await;
    done(&app, &["dead-letters", "replay", "--handler", "greet"]).await;
    greeter.wait_for(&["two", "three"]).await;
    dead_letters(&app, 0).await;

    // One that fails again is there again.
    greeter.break_it(true);
    app.post(&message("four")).await;
    dead_letters(&app, 1).await;
    let failures = async || {
        let url = format!("http://{}/metrics", app.server.admin_address());
        let scrape = Scrape::of(
            app.client.get(url).header("accept", "application/openmetrics-text").send().await.unwrap(),
        )
        .await;
        scrape.count(r#"imhook_handler_runs_total{handler="greet",outcome="error"}"#)
    };
    let before = failures().await;
    done(&app, &["dead-letters", "replay", "--all"]).await;
    eventually("another run", async || (failures().await > before).then_some(())).await;
    dead_letters(&app, 1).await;
    done(&app, &["dead-letters", "drop", "--all"]).await;
    dead_letters(&app, 0).await;
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_names_and_numbers_are_errors_that_say_what_to_do() {
    let app = start(Greeter::default().router("greet")).await;
    app.post(&message("one")).await;
    eventually("the handler", async || (app.database.count("imhook.cursors").await > 0).then_some(())).await;
    for (arguments, status, words) in [
        (
            &["handlers", "rewind", "great", "--to", "1h"][..],
            1,
            "there is no handler \"great\"; there are: greet",
        ),
        (&["handlers", "forget", "great"], 1, "there are: greet"),
        (&["handlers", "forget", "greet"], 1, "stop that one first"),
        (&["handlers", "rename", "greet", "hail"], 1, "stop that one first"),
        (&["handlers", "rename", "greet", " "], 2, "cannot be empty"),
        (&["handlers", "rewind", "greet", "--to", "yesterday"], 2, "2025-01-01T11:00:00"),
        (&["dead-letters", "replay", "--handler", "great"], 1, "there are: greet"),
        (&["dead-letters", "replay"], 2, "--all"),
        (&["dead-letters", "replay", "77"], 1, "there is no dead letter 77"),
        (&["dead-letters", "show", "1-77"], 1, "there is no dead letter 1-77"),
        (&["dead-letters", "drop", "1-77"], 1, "there is no dead letter 1-77; nothing was done"),
        (&["dead-letters", "drop", "seven"], 2, "a number such as 12"),
    ] {
        let (code, _, error) = imhook(&app, arguments).await;
        assert_eq!(code, status, "{arguments:?}: {error}");
        assert!(error.contains(words), "{arguments:?}: {error}");
    }
    let empty = Database::empty().await;
    let (code, _, error) =
        run(Path::new("/nonexistent"), &["handlers", "list"], &[("DATABASE_URL", &empty.url)]).await;
    assert!(code == 1 && error.contains("imhook migrate"), "{error}");
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn handlers_are_renamed_forgotten_and_rewound() {
    let (greeter, later) = (Greeter::default(), Greeter::default());
    let app = start(greeter.router("greet")).await;
    for text in ["one", "two"] {
        app.record(&[message(text)]).await;
    }
    greeter.wait_for(&["one", "two"]).await;
    let listed_now = listed(&app, &["handlers", "list", "--json"]).await;
    let greet = &listed_now[0];
    assert_eq!((&greet["name"], &greet["command"]), (&json!("greet"), &json!(C2C)));
    assert_eq!((&greet["parked"], &greet["dead_letters"]), (&json!(0), &json!(0)));
    assert!(greet["run_by"].as_str().unwrap().contains("imhook-it-"), "{greet}");

    // While it runs, all is handled again, in order.
    done(&app, &["handlers", "rewind", "greet", "--to", "1h"]).await;
    greeter.wait_for(&["one", "two", "one", "two"]).await;

    // Under its new name it goes on where it left off.
    let app = restart(app, Router::new()).await;
    app.record(&[message("three")]).await;
    let behind = &listed(&app, &["handlers", "list", "--json"]).await[0];
    assert_eq!((&behind["lag_rows"], &behind["run_by"]), (&json!(1), &Value::Null));
    assert!(behind["lag_seconds"].as_f64().unwrap() > 0.0, "{behind}");
    done(&app, &["handlers", "rename", "greet", "hail"]).await;
    let app = restart(app, later.router("hail")).await;
    later.wait_for(&["three"]).await;

    // From a time between two callbacks.
    let second =
        app.database.rows("select received_at::text as at from imhook.callbacks order by received_at").await;
    let second = second[1]["at"].as_str().unwrap().replace(' ', "T") + ":00";
    done(&app, &["handlers", "rewind", "hail", "--to", &second]).await;
    later.wait_for(&["three", "two", "three"]).await;

    // Forgotten, it is a new one, and begins where it starts.
    let app = restart(app, Router::new()).await;
    done(&app, &["handlers", "forget", "hail"]).await;
    assert_eq!(done(&app, &["handlers", "list"]).await.lines().count(), 1);
    app.record(&[message("four")]).await;
    let app = restart(app, later.router("hail")).await;
    app.record(&[message("five")]).await;
    later.wait_for(&["three", "two", "three", "five"]).await;
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_private_postgres_of_a_running_service_is_used() {
    let data = folder();
    let service = Process::start(data.path(), &[]);
    service.until_postgres_is(true).await;
    let (status, out, error) = run(data.path(), &["handlers", "list", "--json"], &[]).await;
    assert_eq!((status, out.trim()), (0, "[]"), "{error}");
    let (status, out, error) = run(data.path(), &["dead-letters", "list"], &[]).await;
    assert_eq!((status, out.trim()), (0, "ID  GIVEN UP  BY  COMMAND  TRIES  ERROR"), "{error}");
    assert!(service.terminate().await.success());
    let (status, _, error) = run(data.path(), &["dead-letters", "list"], &[]).await;
    assert!(status == 1 && error.contains("imhook serve"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_postgres_refused_is_shown_and_dropped() {
    let greeter = Greeter::default();
    let app = start(greeter.router("greet")).await;
    app.record(&[message("one")]).await;
    // As the recorder leaves it.
    let sql = "insert into imhook.dead_letters (journal_id, journal_offset, app_id, command, query, raw, received_at, error)
               select id, 4711, 1, 'Some.Command', 'a=b', 'bytes', now(), 'refused for a reason' from imhook.journals";
    sqlx::query(sql).execute(&app.database.pool).await.unwrap();
    let letters = listed(&app, &["dead-letters", "list", "--json"]).await;
    let id = letters[0]["id"].as_str().unwrap();
    assert!(id.ends_with("-4711"), "{letters:?}");
    let shown = done(&app, &["dead-letters", "show", id]).await;
    assert!(shown.contains("bytes") && shown.contains("refused for a reason"), "{shown}");
    let (status, _, error) = imhook(&app, &["dead-letters", "replay", id]).await;
    assert!(status == 2 && error.contains("cannot be replayed"), "{status} {error}");
    done(&app, &["dead-letters", "drop", id]).await;
    assert_eq!(app.database.count("imhook.dead_letters").await, 0);
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dead_letters_of_one_handler_are_chosen() {
    let (greeter, other) = (Greeter::default(), Greeter::default());
    greeter.break_it(true);
    other.break_it(true);
    let app = start(greeter.router("greet").merge(other.router("hail"))).await;
    for text in ["one", "two"] {
        app.post(&message(text)).await;
    }
    dead_letters(&app, 4).await;
    let of = async |arguments: &[&str]| -> Vec<Value> {
        let letters = listed(&app, &[&["dead-letters", "list", "--json"], arguments].concat()).await;
        assert!(letters.is_sorted_by(|a, b| a["died_at"].as_str() >= b["died_at"].as_str()), "{letters:?}");
        letters.into_iter().map(|mut letter| letter["handler"].take()).collect()
    };
    assert_eq!(of(&["--handler", "hail"]).await, ["hail", "hail"]);
    assert_eq!(of(&["-n", "3"]).await.len(), 3);
    other.break_it(false);
    done(&app, &["dead-letters", "replay", "--handler", "hail"]).await;
    eventually("the other's", async || (other.greeted.lock().unwrap().len() == 2).then_some(())).await;
    dead_letters(&app, 2).await;
    assert_eq!(of(&[]).await, ["greet", "greet"]);
    done(&app, &["dead-letters", "drop", "--handler", "hail"]).await;
    assert_eq!(of(&[]).await, ["greet", "greet"]);
    done(&app, &["dead-letters", "drop", "--handler", "greet"]).await;
    dead_letters(&app, 0).await;
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_stdout_is_no_error() {
    let app = start(Greeter::default().router("greet")).await;
    app.record(&[message("one")]).await;
    let url = [("DATABASE_URL", app.database.url.as_str())];
    for arguments in [
        &["handlers", "list"][..],
        &["handlers", "list", "--json"],
        &["dead-letters", "list"],
        &["dead-letters", "list", "--json"],
        &["db", "url"],
        &["callbacks"],
        &["callbacks", "--json"],
        &["completions", "bash"],
    ] {
        let mut command = command(Path::new("/nonexistent"), free_port(), free_port(), &url);
        let mut child =
            command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = tokio::task::spawn_blocking(move || child.wait_with_output().unwrap()).await.unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), told.as_str()), (Some(0), ""), "{arguments:?}");
    }
    app.server.stop().await;
}
