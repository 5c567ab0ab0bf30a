//! After-handlers.

use crate::support::app::{APP, TOKEN, TestApp};
use crate::support::callback::{C2C, Callback};
use crate::support::metrics::Scrape;
use crate::support::{AT_ALL, eventually, unwind};
use imhook::callback::{Received, c2c};
use imhook::model::texts;
use imhook::{Context, Router};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The texts of the messages that handlers were given, in order.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    fn add(&self, text: &str) -> usize {
        let mut seen = self.0.lock().unwrap();
        seen.push(text.to_owned());
        seen.iter().filter(|other| *other == text).count()
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    async fn wait_for(&self, count: usize) -> Vec<String> {
        eventually(&format!("{count} runs"), async || (self.all().len() >= count).then_some(())).await;
        tokio::time::sleep(Duration::from_millis(150)).await;
        self.all()
    }

    /// By conversation, the numbers behind it: `amy-7` is the seventh of amy.
    fn by_conversation(&self) -> BTreeMap<String, Vec<usize>> {
        let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for text in self.all() {
            let (who, number) = text.split_once('-').unwrap();
            found.entry(who.to_owned()).or_default().push(number.parse().unwrap());
        }
        found
    }
}

fn text(message: &c2c::AfterSendMessage) -> String {
    texts(&message.body).unwrap_or_default()
}

/// The message number `number` that `who` sends to ben.
fn message(who: &str, number: usize) -> Callback {
    let text = format!("{who}-{number}");
    Callback::sample(
        C2C,
        &json!({
            "From_Account": who, "MsgSeq": number, "MsgKey": format!("{number}_2_{}", 1_735_700_400),
            "MsgBody": [{ "MsgType": "TIMTextElem", "MsgContent": { "Text": text } }],
        }),
    )
}

/// A router with one handler of messages, called `name`.
fn on<Fut>(
    name: &str,
    handler: impl Fn(c2c::AfterSendMessage, Context) -> Fut + Send + Sync + 'static,
) -> Router
where
    Fut: Future<Output = anyhow::Result<Received>> + Send + 'static,
{
    Router::new().on_as(name, handler)
}

/// A handler that notes each message.
fn seeing(name: &str, seen: &Seen) -> Router {
    let seen = seen.clone();
    on(name, move |message, _| {
        seen.add(&text(&message));
        async { Ok(Received) }
    })
}

/// A handler that notes each message, and fails where `fails` says so for its text and how often it was seen.
fn failing(name: &str, seen: &Seen, fails: impl Fn(&str, usize) -> bool + Send + Sync + 'static) -> Router {
    let seen = seen.clone();
    on(name, move |message, _| {
        let text = text(&message);
        let failure = fails(&text, seen.add(&text));
        async move {
            anyhow::ensure!(!failure, "no luck with {text}");
            Ok(Received)
        }
    })
}

async fn start(router: Router) -> TestApp {
    start_with(&[], router).await
}

async fn start_with(more: &[&str], router: Router) -> TestApp {
    let (app, token) = (format!("--sdk-app-id={APP}"), format!("--callback-token={TOKEN}"));
    TestApp::with_router(router, &[&[&*app, &*token], more].concat()).await
}

async fn restart(app: TestApp, router: Router) -> TestApp {
    let (id, token) = (format!("--sdk-app-id={APP}"), format!("--callback-token={TOKEN}"));
    app.restart(router, &[&id, &token]).await
}

async fn nothing_parked(app: &TestApp) {
    eventually("nothing parked", async || {
        (app.database.value::<i64>("select count(*) from imhook.retries").await == Some(0)).then_some(())
    })
    .await;
}

#[tokio::test]
async fn callbacks_posted_right_after_the_start_are_handled_in_order() {
    let seen = Seen::default();
    let app = start(seeing("see", &seen)).await;
    for number in 0..=20 {
        app.post(&message("amy", number)).await;
    }
    seen.wait_for(21).await;
    assert_eq!(seen.by_conversation()["amy"], (0..=20).collect::<Vec<_>>());
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn conversations_keep_their_order_side_by_side() {
    let (seen, most) = (Seen::default(), Arc::new(Mutex::new((0, 0))));
    let (given, running) = (seen.clone(), Arc::clone(&most));
    let router = on("see", move |message, _| {
        let (seen, running) = (given.clone(), Arc::clone(&running));
        async move {
            {
                let mut running = running.lock().unwrap();
                running.0 += 1;
                running.1 = running.1.max(running.0);
            }
            // Some take longer than a round.
            tokio::time::sleep(Duration::from_millis(fastrand::u64(0..160))).await;
            seen.add(&text(&message));
            running.lock().unwrap().0 -= 1;
            Ok(Received)
        }
    });
    let app = start(router).await;
    let callbacks: Vec<_> =
        (0..20).flat_map(|number| (0..12).map(move |who| message(&format!("u{who}"), number))).collect();
    app.record_together(&callbacks).await;
    seen.wait_for(240).await;
    let found = seen.by_conversation();
    assert_eq!(found.len(), 12);
    for (who, numbers) in found {
        assert_eq!(numbers, (0..20).collect::<Vec<_>>(), "{who}");
    }
    let most = most.lock().unwrap().1;
    assert!((4..=12).contains(&most), "{most} at a time");
    nothing_parked(&app).await;
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_callback_holds_up_its_conversation_only_and_is_tried_again() {
    let (seen, healed) = (Seen::default(), Arc::<AtomicBool>::default());
    let heals = Arc::clone(&healed);
    let ill = move |text: &str, nth| text == "amy-1" && (nth <= 2 || !heals.load(Ordering::Relaxed));
    let app = start_with(&["--handler-tries=1000"], failing("retry", &seen, ill)).await;
    for number in 0..2 {
        app.record(&[message("amy", number), message("kim", number)]).await;
    }
    // Those behind come later, too.
    app.database.wait_for("imhook.retries", 1).await;
    for number in 2..4 {
        app.post(&message("amy", number)).await;
        app.post(&message("kim", number)).await;
    }
    // The others do not wait until it succeeds.
    eventually("the others", async || {
        (seen.by_conversation().get("kim").map(Vec::len) == Some(4)).then_some(())
    })
    .await;
    healed.store(true, Ordering::Relaxed);
    eventually("those behind", async || seen.all().contains(&"amy-3".to_owned()).then_some(())).await;
    nothing_parked(&app).await;
    let found = seen.by_conversation();
    let tries = found["amy"].iter().filter(|number| **number == 1).count();
    assert!(tries >= 3, "{tries}");
    assert_eq!(found["amy"], [&[0], &*vec![1; tries], &[2, 3]].concat());
    assert_eq!(found["kim"], [0, 1, 2, 3]);
    assert_eq!(app.database.count("imhook.handler_dead_letters").await, 0);
    let url = format!("http://{}/metrics", app.server.admin_address());
    let scrape = Scrape::of(
        app.client.get(url).header("accept", "application/openmetrics-text").send().await.unwrap(),
    )
    .await;
    let runs = |outcome: &str| {
        scrape.count(&format!(r#"imhook_handler_runs_total{{handler="retry",outcome="{outcome}"}}"#))
    };
    let retries = scrape.count(r#"imhook_handler_retries_total{handler="retry"}"#);
    let failed = u64::try_from(tries).unwrap() - 1;
    assert_eq!((runs("ok"), runs("error"), runs("panic"), retries), (8, failed, 0, failed));
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_fails_too_often_is_a_dead_letter_and_its_successors_go_on() {
    let seen = Seen::default();
    let router = failing("bury", &seen, |text, _| text == "amy-1");
    let app = start_with(&["--handler-tries=3"], router).await;
    for number in 0..4 {
        app.post(&message("amy", number)).await;
    }
    assert_eq!(seen.wait_for(6).await, ["amy-0", "amy-1", "amy-1", "amy-1", "amy-2", "amy-3"]);
    let letters = app.database.rows("select tries, lane, error from imhook.handler_dead_letters").await;
    assert_eq!(letters, [json!({ "tries": 3, "lane": "c2c:amy:ben", "error": "no luck with amy-1" })]);
    nothing_parked(&app).await;
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_another_shape_is_a_dead_letter_at_once() {
    let seen = Seen::default();
    let app = start(seeing("read", &seen)).await;
    app.post(&Callback::raw(C2C, r#"{"From_Account": 7, "To_Account": {}}"#)).await;
    app.post(&Callback::raw(C2C, "no JSON at all")).await;
    app.post(&message("amy", 0)).await;
    assert_eq!(seen.wait_for(1).await, ["amy-0"]);
    app.database.wait_for("imhook.handler_dead_letters", 2).await;
    let letters = app.database.rows("select error from imhook.handler_dead_letters order by id").await;
    assert!(letters[0]["error"].as_str().unwrap().contains("To_Account"), "{letters:?}");
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn panics_and_long_runs_are_failures_like_others() {
    let healed = Arc::<AtomicBool>::default();
    let given = Arc::clone(&healed);
    let router = on("odd", move |message, _| {
        let (text, healed) = (text(&message), given.load(Ordering::Relaxed));
        async move {
            if text == "amy-0" && !healed {
                unwind("out of my depth");
            }
            if text == "kim-0" && !healed {
                tokio::time::sleep(Duration::from_mins(1)).await;
            }
            Ok(Received)
        }
    });
    let app = start_with(&["--handler-timeout=300ms"], router).await;
    app.record(&[message("amy", 0), message("kim", 0)]).await;
    let with_error = "select error from imhook.retries where error is not null order by error";
    eventually("both failures", async || (app.database.rows(with_error).await.len() == 2).then_some(()))
        .await;
    let errors = app.database.rows(with_error).await;
    assert_eq!(errors[0]["error"], "the handler panicked: out of my depth");
    assert_eq!(errors[1]["error"], "the handler took longer than 300ms");
    healed.store(true, Ordering::Relaxed);
    nothing_parked(&app).await;
    assert_eq!(app.database.count("imhook.handler_dead_letters").await, 0);
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handler_that_blocks_its_threads_stops_neither_answers_nor_others_nor_the_end() {
    let (seen, blocked) = (Seen::default(), Seen::default());
    let (given, over) = (blocked.clone(), Arc::<AtomicBool>::default());
    let gate = Arc::clone(&over);
    let router = seeing("see", &seen).merge(on("block", move |message, _| {
        given.add(&text(&message));
        while !gate.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(10));
        }
        async { Ok(Received) }
    }));
    let app = start_with(&["--handler-threads=2", "--handler-timeout=100ms"], router).await;
    for number in 0..8 {
        app.post(&message(&format!("u{number}"), 0)).await;
    }
    eventually("both threads blocked", async || (blocked.all().len() == 2).then_some(())).await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    app.post(&message("amy", 0)).await;
    assert_eq!(seen.wait_for(9).await.len(), 9);
    tokio::time::timeout(AT_ALL, app.server.stop()).await.expect("it stops, though the threads are blocked");
    over.store(true, Ordering::Relaxed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_hangs_holds_up_its_conversation_only() {
    let seen = Seen::default();
    let given = seen.clone();
    let app = start(on("hang", move |message, _| {
        let (text, seen) = (text(&message), given.clone());
        async move {
            if text == "amy-0" {
                std::future::pending::<()>().await;
            }
            seen.add(&text);
            Ok(Received)
        }
    }))
    .await;
    app.post(&message("amy", 0)).await;
    for number in 1..50 {
        app.post(&message("amy", number)).await;
        app.post(&message("kim", number)).await;
    }
    assert_eq!(seen.wait_for(49).await.len(), 49);
    assert!(!seen.by_conversation().contains_key("amy"));
    // The cursor moves on: nobody would wait for it after a crash.
    eventually("the cursor", async || {
        let behind = "select j.recorded - c.handled from imhook.cursors c join imhook.journals j on j.id = c.journal_id";
        (app.database.value::<i64>(behind).await == Some(0)).then_some(())
    })
    .await;
    app.database.wait_for("imhook.retries", 50).await;
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_a_stop_cuts_off_is_run_again_after_the_next_start() {
    let (begun, seen) = (Seen::default(), Seen::default());
    let given = begun.clone();
    let app = start(on("hang", move |message, _| {
        given.add(&text(&message));
        std::future::pending()
    }))
    .await;
    app.record(&[message("amy", 0), message("amy", 1)]).await;
    begun.wait_for(1).await;
    app.database.wait_for("imhook.retries", 2).await;
    let app = restart(app, seeing("hang", &seen)).await;
    assert_eq!(seen.wait_for(2).await, ["amy-0", "amy-1"]);
    nothing_parked(&app).await;
    app.server.stop().await;
}

/// Postgres has the clean body as it is, and a cleaned form of one with `\u0000` beside the exact bytes.
#[tokio::test(flavor = "multi_thread")]
async fn an_after_handler_reads_the_body_as_it_was_received() {
    let seen = Seen::default();
    let given = seen.clone();
    let app = start(on("read", move |_, context| {
        given.add(context.body());
        async { Ok(Received) }
    }))
    .await;
    let clean = r#"{ "From_Account":"amy","To_Account" : "ben", "MsgSeq":1,"Mood":"good", "Mood":"bad" }"#;
    let unclean = r#"{ "From_Account":"amy","To_Account" : "ben", "MsgSeq":2,"Mood":"g\u0000d" }"#;
    app.record(&[Callback::raw(C2C, clean)]).await;
    app.post(&Callback::raw(C2C, format!("\u{feff}{unclean}"))).await;
    assert_eq!(seen.wait_for(2).await, [clean, unclean]);
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redelivered_callback_is_handled_once() {
    let seen = Seen::default();
    let app = start(seeing("once", &seen)).await;
    app.record(&[message("amy", 0), message("amy", 0), message("amy", 1), message("amy", 0)]).await;
    assert_eq!(seen.wait_for(2).await, ["amy-0", "amy-1"]);
    assert_eq!(app.database.count("imhook.callbacks where 'redelivered' = any(flags)").await, 2);
    app.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handler_begins_at_its_first_start_and_goes_on_where_it_left_off() {
    let (old, new) = (Seen::default(), Seen::default());
    let app = start(seeing("old", &old)).await;
    app.record(&[message("amy", 0)]).await;
    old.wait_for(1).await;
    // Meanwhile one without handlers records.
    let app = restart(app, Router::new()).await;
    app.record(&[message("amy", 1)]).await;
    let app = restart(app, seeing("old", &old).merge(seeing("new", &new))).await;
    app.record(&[message("amy", 2)]).await;
    assert_eq!(old.wait_for(3).await, ["amy-0", "amy-1", "amy-2"]);
    assert_eq!(new.wait_for(1).await, ["amy-2"]);
    app.server.stop().await;
}
