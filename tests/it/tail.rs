//! `imhook tail`: what it shows of what arrives.

use crate::support::app::TestApp;
use crate::support::callback::{C2C, Callback, GROUP, message};
use crate::support::load::Load;
use crate::support::outage::{OwnServer, Wire, postmaster};
use crate::support::process::{Process, command, free_port};
use crate::support::tail::{Tail, lines};
use crate::support::{eventually, folder, kill};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

fn keys(shown: &[String]) -> Vec<String> {
    let key = |line: &String| {
        let line: Value = serde_json::from_str(line).unwrap();
        line["body"]["MsgKey"].as_str().unwrap().to_owned()
    };
    shown.iter().map(key).collect()
}

/// In Postgres's order, each exactly once.
async fn assert_complete(tail: &Tail, pool: &sqlx::PgPool) {
    let recorded: Vec<String> = sqlx::query_scalar(
        "select body->>'MsgKey' from imhook.callbacks order by journal_id, journal_offset",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let shown = tail.wait_for(recorded.len()).await;
    assert!(keys(&shown) == recorded, "other ones, or in another order");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_callback_of_a_burst_comes_once() {
    let app = TestApp::start().await;
    app.record(&[message("before").0]).await;
    let tail = Tail::of(&app, &["-n", "0", "--json"]).await;
    sqlx::query("delete from imhook.callbacks").execute(&app.database.pool).await.unwrap();
    let load = Load::start(app.server.address().port(), 64);
    load.acks(2000).await;
    let acked = load.stop().await.acked.len();
    app.database.wait_for("imhook.callbacks", i64::try_from(acked).unwrap()).await;
    assert_complete(&tail, &app.database.pool).await;
    assert_eq!(tail.told(), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn tail_goes_on_when_postgres_was_away() {
    let (mut postgres, data) = (OwnServer::new(), folder());
    // Before there is a Postgres, or a schema in it.
    let tail = Tail::start(data.path(), &["--json"], &postgres.variables());
    eventually("a word about it", async || tail.told().contains("trying again").then_some(())).await;
    postgres.start().await;
    let service = Process::start(data.path(), &postgres.variables());
    service.until_postgres_is(true).await;
    let load = Load::start(service.port, 8);
    load.acks(200).await;
    postgres.kill().await;
    load.acks(200).await;
    postgres.stop().await;
    service.until_postgres_is(false).await;
    load.acks(200).await;
    postgres.start().await;
    service.until_postgres_is(true).await;
    load.acks(200).await;
    load.stop()
        .await
        .check_all(&{
            service.until_empty().await;
            postgres.pool.clone()
        })
        .await;
    assert_complete(&tail, &postgres.pool).await;
    let told = tail.told();
    assert!(told.contains("Postgres answers again") && told.lines().count() < 30, "{told}");
    postgres.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn callbacks_recorded_while_a_tail_had_no_connection_are_shown() {
    let (wire, data) = (Wire::new_cut().await, folder());
    let service = Process::start(data.path(), &[("DATABASE_URL", &wire.database.url)]);
    service.until_postgres_is(true).await;
    service.post_messages(5).await;
    let tail = Tail::start(data.path(), &["-n", "0", "--json"], &wire.variables());
    eventually("a word about it", async || tail.told().contains("trying again").then_some(())).await;
    let (new, keys_sent): (Vec<_>, Vec<_>) = (0..30).map(|_| message("meanwhile")).unzip();
    for callback in &new {
        assert_eq!(service.post(callback).await.0, 200);
    }
    service.until_recorded().await;
    wire.mend();
    assert_eq!(keys(&tail.wait_for(30).await), keys_sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_private_postgres_of_a_service() {
    let data = folder();
    let mut none = Tail::start(data.path(), &[], &[]);
    assert_eq!(none.end().await.code(), Some(1));
    eventually("why", async || none.told().contains("start `imhook serve`").then_some(())).await;

    let service = Process::start(data.path(), &[]);
    service.until_postgres_is(true).await;
    let tail = Tail::start(data.path(), &["--json"], &[]);
    let (callback, key) = message("hello");
    assert_eq!(service.post(&callback).await.0, 200);
    assert_eq!(keys(&tail.wait_for(1).await), [key]);
    kill(postmaster(data.path()));
    let (callback, again) = message("hello again");
    assert_eq!(service.post(&callback).await.0, 200);
    assert_eq!(keys(&tail.wait_for(2).await)[1], again);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_journals_are_followed() {
    let app = TestApp::start().await;
    let tail = Tail::of(&app, &["--json"]).await;
    let data = folder();
    let other = Process::start(data.path(), &[("DATABASE_URL", &app.database.url)]);
    other.until_postgres_is(true).await;
    let (one, first) = message("one");
    let (two, second) = message("two");
    app.record(&[one]).await;
    assert_eq!(other.post(&two).await.0, 200);
    let mut shown = keys(&tail.wait_for(2).await);
    shown.sort_unstable();
    let mut sent = vec![first, second];
    sent.sort_unstable();
    assert_eq!(shown, sent);
    let tail = Tail::of(&app, &["--json", "-n", "1"]).await;
    assert_eq!(keys(&tail.wait_for(1).await), [two_key(&two)], "the newest of all journals");
}

fn two_key(callback: &Callback) -> String {
    let body: Value = serde_json::from_slice(&callback.body).unwrap();
    body["MsgKey"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn tail_shows_only_what_its_filters_choose() {
    let app = TestApp::start().await;
    let joined = json!({
        "GroupId": "g2", "Operator_Account": "amy", "NewMemberList": [{ "Member_Account": "dana" }],
    });
    let all = [
        Callback::sample(C2C, &json!({})),
        Callback::sample(GROUP, &json!({ "TopicId": "g1@t", "GroupAt_Account": ["cleo", "eve"] })),
        Callback::new("Group.CallbackAfterNewMemberJoin", &joined),
        Callback::new("State.StateChange", &json!({ "Info": { "Action": "Login", "To_Account": "dana" } })),
        Callback::new("Test.Odd", &json!([{ "Nested": { "Some_Account": 77 } }])),
        Callback::new("Test.Mentions", &json!({ "Text": "dana", "AccountOf": "amy" })),
        Callback::new("Test.Topics", &json!({ "TopicIdList": ["g3@t", "g3@u"] })),
    ];
    app.record(&all).await;
    let commands = ["c2c", "group", "join", "state", "odd", "mentions", "topics"];
    for (arguments, chosen) in [
        (vec![], vec![0, 1, 2, 3, 4, 5, 6]),
        (vec!["--command", C2C], vec![0]),
        (vec!["--command", "Group.*"], vec![1, 2]),
        (vec!["--command", "Group.*", "--command", "State.StateChange"], vec![1, 2, 3]),
        (vec!["--command", "Group"], vec![]),
        (vec!["--user", "amy"], vec![0, 1, 2]),
        (vec!["--user", "ben"], vec![0]),
        (vec!["--user", "eve"], vec![1]),
        (vec!["--user", "dana"], vec![2, 3]),
        (vec!["--user", "77"], vec![4]),
        (vec!["--group", "g1"], vec![1]),
        (vec!["--group", "g1@t"], vec![1]),
        (vec!["--group", "g2", "--user", "dana"], vec![2]),
        (vec!["--group", "g3@u"], vec![6]),
        (vec!["-n", "2"], vec![5, 6]),
        (vec!["-n", "1", "--user", "amy"], vec![2]),
    ] {
        let tail = Tail::of(&app, &[&["--json"], arguments.as_slice()].concat()).await;
        let shown = tail.wait_for_json(chosen.len()).await;
        let expected: Vec<Value> =
            chosen.iter().map(|at| serde_json::from_slice(&all[*at].body).unwrap()).collect();
        let bodies: Vec<_> = shown.iter().map(|line| line["body"].clone()).collect();
        assert_eq!(bodies, expected, "{arguments:?} of {commands:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn since_begins_with_what_came_then() {
    let app = TestApp::start().await;
    let (messages, keys_sent): (Vec<_>, Vec<_>) = (0..450).map(|_| message("hello")).unzip();
    app.record_together(&messages[..400]).await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let time = chrono::Utc::now().to_rfc3339();
    app.record(&messages[400..]).await;
    let tail = Tail::of(&app, &["--json", "--since", &time]).await;
    assert_eq!(keys(&tail.wait_for(50).await), keys_sent[400..]);
    let tail = Tail::of(&app, &["--json", "--since", "10m", "--command", C2C]).await;
    assert_eq!(keys(&tail.wait_for(450).await), keys_sent);
    let tail = Tail::of(&app, &["--json", "-n", "430", "--command", C2C]).await;
    assert_eq!(keys(&tail.wait_for(430).await), keys_sent[20..]);
    let tail = Tail::of(&app, &["--json", "--since", "0s"]).await;
    tail.wait_for(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_tail_tells_who_what_and_how() {
    let app = TestApp::start().await;
    let group = json!({ "GroupId": "g1", "TopicId": "g1@t" });
    let picture = json!({ "MsgBody": [
        { "MsgType": "TIMTextElem", "MsgContent": { "Text": "look" } },
        { "MsgType": "TIMImageElem", "MsgContent": { "UUID": "u", "ImageFormat": 1, "ImageInfoArray": [] } },
        { "MsgType": "Strange", "MsgContent": {} },
    ] });
    let login = json!({ "Info": { "Action": "Login", "To_Account": "dana" }, "EventTime": 1 });
    let sample = Callback::sample("C2C.CallbackAfterSendMsg", &picture);
    let before = Callback { command: "C2C.CallbackBeforeSendMsg".to_owned(), ..sample.clone() };
    app.record(&[
        sample.clone(),
        sample,
        before,
        Callback::sample(GROUP, &group),
        Callback::new("State.StateChange", &login),
    ])
    .await;
    let shown = Tail::of(&app, &[]).await.wait_for(5).await;
    let app_id = "  1400555001  ";
    for line in &shown {
        let (time, rest) = line.split_once(app_id).unwrap();
        assert!(chrono::NaiveDateTime::parse_from_str(time, "%Y-%m-%d %H:%M:%S%.3f").is_ok(), "{line}");
        assert!(!rest.contains('\u{1b}'), "no colours in a pipe: {line}");
    }
    let rest: Vec<_> = shown.iter().map(|line| line.split_once(app_id).unwrap().1).collect();
    assert_eq!(
        rest,
        [
            "C2C.CallbackAfterSendMsg  amy → ben  look <Image> <Strange>".to_owned(),
            "C2C.CallbackAfterSendMsg  amy → ben  look <Image> <Strange>  [redelivered]".to_owned(),
            "C2C.CallbackBeforeSendMsg  amy → ben  look <Image> <Strange>  verdict 0 by default".to_owned(),
            "Group.CallbackAfterSendMsg  amy → g1@t  hello".to_owned(),
            r#"State.StateChange  dana  {"Info":{"Action":"Login","To_Account":"dana"}}"#.to_owned(),
        ]
    );
    let url = [("DATABASE_URL", app.database.url.as_str()), ("CLICOLOR_FORCE", "1")];
    let coloured = Tail::start(Path::new("/nonexistent"), &[], &url).wait_for(5).await;
    assert!(coloured[0].contains("\u{1b}[36mC2C.CallbackAfterSendMsg\u{1b}[0m"), "{coloured:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_text_does_not_steer_the_terminal() {
    let app = TestApp::start().await;
    let text = "早 \u{1b}[2J\u{9b}31m\u{202e}\r\n\u{7}end";
    let element = json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": text } }]);
    let odd = Callback::sample(C2C, &json!({ "From_Account": "a\u{1b}c", "MsgBody": element }));
    let pretty = serde_json::from_slice::<Value>(&odd.body).unwrap();
    let pretty = format!("\n{}\r\n\t", serde_json::to_string_pretty(&pretty).unwrap());
    let command = "Test.%1b[31m%0aforged".to_owned();
    let forged = Callback { command, ..Callback::raw("", "{\"a\":1.50e2}") };
    let broken = Callback::raw("Test.Broken", b"\x1b[31mno JSON\xff".to_vec());
    app.record(&[Callback { body: pretty.clone().into_bytes(), ..odd }, forged]).await;
    assert_eq!(app.post(&broken).await.0, 400);
    app.database.wait_for("imhook.callbacks", 3).await;

    let shown = Tail::of(&app, &[]).await.wait_for(3).await;
    let clean = |line: &String| !line.chars().any(|c| c.is_control() || c == '\u{202e}');
    assert!(shown.iter().all(clean), "{shown:?}");
    assert!(
        shown[0].ends_with("a\\u{1b}c → ben  早 \\u{1b}[2J\\u{9b}31m\\u{202e}\\r\\n\\u{7}end"),
        "{shown:?}"
    );
    assert!(shown[1].contains("  Test.\\u{1b}[31m\\nforged  "), "{shown:?}");
    assert!(shown[2].contains("  \\u{1b}[31mno JSON\u{fffd}  [bad_utf8, not_json]"), "{shown:?}");

    let json = Tail::of(&app, &["--json"]).await;
    let (lines, raw) = (json.wait_for_json(3).await, json.shown());
    assert!(raw.iter().all(clean), "{raw:?}");
    assert_eq!(lines[0]["body"], serde_json::from_str::<Value>(&pretty).unwrap());
    assert_eq!(lines[1]["command"], "Test.\u{1b}[31m\nforged");
    assert!(raw[1].contains("\"body\":{\"a\":1.50e2}"), "digits as received: {}", raw[1]);
    assert_eq!((&lines[2]["body"], &lines[2]["raw"]), (&Value::Null, &json!("G1szMW1ubyBKU09O/w==")));
    assert_eq!(lines[2]["flags"], json!(["bad_utf8", "not_json"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn tail_ends_quietly_on_signals_and_on_a_closed_stdout() {
    let app = TestApp::start().await;
    // The schema is there then.
    app.record(&[message("hello").0]).await;
    for signal in [Signal::INT, Signal::TERM] {
        let mut tail = Tail::of(&app, &[]).await;
        kill_process(Pid::from_child(&tail.child), signal).unwrap();
        assert_eq!((tail.end().await.code(), tail.told()), (Some(0), String::new()));
    }
    let url = [("DATABASE_URL", app.database.url.as_str())];
    for arguments in [&["tail"][..], &["tail", "--json"]] {
        let mut command = command(Path::new("/nonexistent"), free_port(), free_port(), &url);
        let mut child =
            command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let told = lines(child.stderr.take().unwrap());
        let mut tail = Tail { child, shown: Arc::default(), told };
        app.record(&[message("nobody reads it").0]).await;
        assert_eq!((tail.end().await.code(), tail.told()), (Some(0), String::new()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tail_does_not_wait_long_for_a_lock() {
    let app = TestApp::start().await;
    let tail = Tail::of(&app, &[]).await;
    let connections =
        "pg_stat_activity where datname = current_database() and application_name = 'imhook tail'";
    assert_eq!(app.database.count(connections).await, 1);
    // Somebody's lock on the table: it gives up and comes again, and leaves no queue behind it.
    let mut lock = app.database.pool.begin().await.unwrap();
    sqlx::query("lock table imhook.journals in access exclusive mode").execute(&mut *lock).await.unwrap();
    eventually("it waits no longer", async || tail.told().contains("lock timeout").then_some(())).await;
    lock.rollback().await.unwrap();
    app.record(&[message("afterwards").0]).await;
    tail.wait_for(1).await;
}

#[tokio::test]
async fn wrong_usage_is_told() {
    for (arguments, said) in [
        (&["--since", "yesterday"][..], "90s, 10m"),
        (&["-n", "some"], "invalid"),
        (&["-n", "3", "--since", "1h"], "cannot be used with"),
    ] {
        let mut tail =
            Tail::start(Path::new("/nonexistent"), arguments, &[("DATABASE_URL", "postgres://x/y")]);
        assert_eq!(tail.end().await.code(), Some(2), "{arguments:?}");
        eventually("why", async || tail.told().contains(said).then_some(())).await;
    }
    let mut wrong = Tail::start(Path::new("/nonexistent"), &[], &[("DATABASE_URL", "mysql://u:s3cr3t@h/d")]);
    assert_eq!(wrong.end().await.code(), Some(1));
    assert!(!wrong.told().contains("s3cr3t"), "{}", wrong.told());
    let mut help = Tail::start(Path::new("/nonexistent"), &["--help"], &[]);
    assert_eq!(help.end().await.code(), Some(0));
    eventually("examples", async || help.shown().join("\n").contains("imhook tail --group").then_some(()))
        .await;
}
