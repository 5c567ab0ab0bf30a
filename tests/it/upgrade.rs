//! Data of an earlier imhook: `tests/fixtures/ed6133a` is a database with rows in every table, and a journal whose last
//! callbacks were acked, but not recorded.

mod make;

use crate::support::app::{APP, TOKEN, TestApp};
use crate::support::callback::{C2C, Callback, GROUP, SENT};
use crate::support::postgres::Database;
use crate::support::process::{command, free_port};
use crate::support::tencent::{ADMIN, Answer, KEY, Tencent};
use crate::support::{eventually, folder};
use flate2::read::GzDecoder;
use imhook::Router;
use imhook::callback::{Received, c2c};
use imhook::model::texts;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

const ROAM: &str = "v4/openim/admin_getroammsg";

fn fixture(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ed6133a").join(file)
}

/// What the journal holds beyond the database, in the order of arrival.
fn unrecorded() -> Vec<Callback> {
    let text = |text: &str| json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": text } }]);
    let message = |number: i64| {
        let key = format!("{number}_9_{SENT}");
        let body = text(&format!("unrecorded-{number}"));
        let changes = json!({ "From_Account": "zoe", "MsgSeq": number, "MsgKey": key, "MsgBody": body });
        Callback::sample(C2C, &changes)
    };
    let decided = json!({
        "From_Account": "zoe", "To_Account": "ben", "MsgSeq": 1, "MsgRandom": 9, "MsgTime": SENT, "MsgBody": text("may I?"),
    });
    let others = [
        Callback::sample(GROUP, &json!({ "MsgSeq": 9, "MsgBody": text("unrecorded in a group") })),
        Callback::new("C2C.CallbackBeforeSendMsg", &decided),
        Callback::raw(C2C, "no JSON at all"),
        Callback::raw("Test.Unheard", r#"{"what": "a nul \u0000 in a text"}"#),
        recorded_message(),
    ];
    (0..40).map(message).chain(others).collect()
}

/// A message that the database has.
fn recorded_message() -> Callback {
    Callback::sample(C2C, &json!({}))
}

fn page(complete: i64, seq: i64) -> Answer {
    let message = json!({
        "From_Account": "dan", "To_Account": "eve", "MsgSeq": seq, "MsgRandom": 2, "MsgTimeStamp": SENT,
        "MsgFlagBits": 0, "IsPeerRead": 0, "MsgKey": format!("{seq}_2_{SENT}"), "CloudCustomData": "",
        "MsgBody": [{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "from history" } }],
    });
    Answer::Json(json!({
        "ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "", "Complete": complete, "MsgCnt": 1,
        "LastMsgTime": SENT, "LastMsgKey": format!("{seq}_2_{SENT}"), "MsgList": [message],
    }))
}

fn unpacked(file: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(std::fs::File::open(fixture(file)).unwrap()).read_to_end(&mut bytes).unwrap();
    bytes
}

/// The database as it was left.
async fn restored() -> Database {
    let database = Database::empty().await;
    let mut psql = Command::new("psql")
        .args(["-XqAt", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", &database.url])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    psql.stdin.take().unwrap().write_all(&unpacked("database.sql.gz")).unwrap();
    assert!(psql.wait().unwrap().success());
    database
}

/// Rows of each table, partitions counted with their parents.
async fn counts(database: &Database) -> BTreeMap<String, i64> {
    let tables =
        "select relname from pg_class where relnamespace = 'imhook'::regnamespace and relkind in ('r', 'p')
                  and not relispartition";
    let mut counts = BTreeMap::new();
    for row in database.rows(tables).await {
        let table = row["relname"].as_str().unwrap();
        counts.insert(table.to_owned(), database.count(&format!("imhook.{table}")).await);
    }
    counts
}

/// Whether `new` has what `old` has; a later imhook may show more columns.
fn shows(new: &Value, old: &Value) -> bool {
    old.as_object().unwrap().iter().all(|(column, value)| new[column] == *value)
}

type Seen = Arc<Mutex<Vec<String>>>;

fn seeing(name: &str, seen: &Seen) -> Router {
    let seen = Arc::clone(seen);
    Router::new().on_as(name, move |message: c2c::AfterSendMessage, _| {
        seen.lock().unwrap().push(texts(&message.body).unwrap_or_default());
        async { Ok(Received) }
    })
}

/// Runs a subcommand of today's imhook on the database to its end.
async fn run(database: &Database, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let url = [("DATABASE_URL", database.url.as_str())];
    let mut command = command(Path::new("/nonexistent"), free_port(), free_port(), &url);
    command.args(arguments).envs(variables.iter().copied()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn data_of_ed6133a_is_taken_over_whole() {
    let (database, data) = (restored().await, folder());
    std::fs::create_dir(data.path().join("journal")).unwrap();
    for file in ["journal.db", "journal.db-wal"] {
        std::fs::write(data.path().join("journal").join(file), unpacked(&format!("{file}.gz"))).unwrap();
    }
    let before = counts(&database).await;
    assert!(before.len() >= 18 && before.values().all(|rows| *rows > 0), "a table is empty: {before:?}");
    let views = ["analytics.messages", "analytics.callbacks"];
    let mut shown = Vec::new();
    for view in views {
        shown.push(database.rows(&format!("select * from {view}")).await);
    }

    let (greeted, careful) = (Seen::default(), Seen::default());
    let router = seeing("greet", &greeted).merge(seeing("careful", &careful));
    let flags = [format!("--sdk-app-id={APP}"), format!("--callback-token={TOKEN}")];
    let app = TestApp::start_in(database, data, router, &[&flags[0], &flags[1]]).await;
    let database = &app.database;

    // Each record that was not recorded is there once, with the bytes that came.
    let expected = unrecorded();
    let added = i64::try_from(expected.len()).unwrap();
    database.wait_for("imhook.callbacks", before["callbacks"] + added).await;
    let rows = database
        .rows(&format!(
            "select command, flags, decided_by, encode(coalesce(raw, convert_to(body::text, 'UTF8')), 'hex') as bytes
             from (select * from imhook.callbacks order by journal_id desc, journal_offset desc limit {added}) c
             order by journal_id, journal_offset"
        ))
        .await;
    for (row, callback) in rows.iter().zip(&expected) {
        assert_eq!(row["command"], callback.command, "{row}");
        assert_eq!(row["bytes"], hex::encode(&callback.body), "{row}");
    }
    let flags: Vec<_> = rows[40..].iter().map(|row| row["flags"].clone()).collect();
    let none = json!([]);
    assert_eq!(flags, [none.clone(), none, json!(["not_json"]), json!(["nul"]), json!(["redelivered"])]);
    assert_eq!(rows[41]["decided_by"], "default");
    let unrecorded = "select text, count(*) from analytics.messages where text like 'unrecorded%' group by 1";
    let unrecorded = database.rows(unrecorded).await;
    assert!(unrecorded.len() == 41 && unrecorded.iter().all(|row| row["count"] == 1), "{unrecorded:?}");

    // What was there is there, and what is kept beside the messages is untouched.
    for (view, old) in views.iter().zip(&shown) {
        let new = database.rows(&format!("select * from {view}")).await;
        for row in old {
            assert_eq!(new.iter().filter(|new| shows(new, row)).count(), 1, "{view}: {row}");
        }
    }
    let after = counts(database).await;
    assert_eq!(after["messages"], before["messages"] + 41);
    for table in [
        "dead_letters",
        "gaps",
        "handlers",
        "journals",
        "message_conflicts",
        "pulls",
        "read_marks",
        "receipts",
        "revocations",
    ] {
        assert_eq!(after[table], before[table], "{table}");
    }

    // Handlers go on where they were: retries that were due, then what is new to them.
    eventually("the retries", async || (database.count("imhook.retries").await == 0).then_some(())).await;
    let messages = |seen: &Seen, prefix: &str| {
        let seen = seen.lock().unwrap();
        seen.iter().filter(|text| text.starts_with(prefix)).cloned().collect::<Vec<_>>()
    };
    let new: Vec<_> = (0..40).map(|number| format!("unrecorded-{number}")).collect();
    for seen in [&greeted, &careful] {
        eventually("the new ones", async || (messages(seen, "unrecorded").len() >= 40).then_some(())).await;
        assert_eq!(messages(seen, "unrecorded"), new);
    }
    assert_eq!(messages(&careful, "fails"), ["fails, is tried again", "fails, waits behind it"]);
    assert_eq!((greeted.lock().unwrap().len(), careful.lock().unwrap().len()), (40, 42));

    // Of the callback that is no JSON, too: neither can read it.
    database.wait_for("imhook.handler_dead_letters", before["handler_dead_letters"] + 2).await;

    // A dead letter is replayed, and the pull goes on behind its first page.
    run(database, &["dead-letters", "replay", "--handler", "careful"], &[]).await;
    eventually("the replay", async || {
        messages(&careful, "fails").contains(&"fails, once and for all".to_owned()).then_some(())
    })
    .await;
    let tencent = Tencent::start().await;
    tencent.answer(ROAM, [page(1, 3)]);
    let (host, id) = (tencent.url(), APP.to_string());
    let rest = [
        ("IMHOOK_REST_HOST", host.as_str()),
        ("IMHOOK_SECRET_KEY", KEY),
        ("IMHOOK_ADMIN", ADMIN),
        ("IMHOOK_SDK_APP_ID", &id),
    ];
    run(database, &["pull", "c2c", "dan", "eve"], &rest).await;
    let asked: Value = serde_json::from_slice(&tencent.seen(ROAM)[0].body).unwrap();
    assert_eq!(asked["LastMsgKey"], format!("2_2_{SENT}"), "{asked}");
    database.wait_for("imhook.pulls", 0).await;
    database.wait_for("analytics.messages where text = 'from history'", 2).await;

    // And it goes on.
    app.record(&[Callback::sample(
        C2C,
        &json!({ "From_Account": "new", "MsgTime": chrono::Utc::now().timestamp() }),
    )])
    .await;
    database.wait_for("analytics.messages where sender = 'new'", 1).await;
    app.server.stop().await;
}
