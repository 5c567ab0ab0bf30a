//! `imhook revoke` and `imhook pull`: from the archive to Tencent and back.

use crate::support::app::TestApp;
use crate::support::callback::{C2C, Callback, GROUP, OFFICIAL, SENT};
use crate::support::eventually;
use crate::support::postgres::Database;
use crate::support::tencent::{ADMIN, APP, Answer, KEY, Tencent};
use serde_json::{Value, json};
use std::process::{Output, Stdio};
use std::time::Duration;
use tokio::process::Command;

const RECALL: &str = "v4/openim/admin_msgwithdraw";
const GROUP_RECALL: &str = "v4/group_open_http_svc/group_msg_recall";
const OFFICIAL_RECALL: &str = "v4/official_account_open_http_svc/official_account_msg_recall";
const ROAM: &str = "v4/openim/admin_getroammsg";
const GROUP_HISTORY: &str = "v4/group_open_http_svc/group_msg_get_simple";

fn imhook(tencent: &Tencent, database: &Database, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_imhook"));
    command
        .args(args)
        .env_clear()
        .env("DATABASE_URL", &database.url)
        .env("IMHOOK_SDK_APP_ID", APP.to_string())
        .env("IMHOOK_SECRET_KEY", KEY)
        .env("IMHOOK_ADMIN", ADMIN)
        .env("IMHOOK_REST_HOST", tencent.url())
        .env("HOME", std::env::temp_dir())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Runs it to its end: status and what it said.
async fn run(tencent: &Tencent, database: &Database, args: &[&str]) -> (i32, String, String) {
    let running = imhook(tencent, database, args).output();
    let Output { status, stdout, stderr } =
        tokio::time::timeout(Duration::from_secs(30), running).await.unwrap().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (stdout, stderr) = (text(stdout), text(stderr));
    assert!(!stderr.contains(KEY) && !stderr.contains("usersig="), "{stderr}");
    (status.code().unwrap(), stdout, stderr)
}

fn bodies(tencent: &Tencent, path: &str) -> Vec<Value> {
    tencent.seen(path).iter().map(|seen| serde_json::from_slice(&seen.body).unwrap()).collect()
}

async fn recalled(database: &Database) -> Vec<Value> {
    let rows = "select msg_key, msg_seq from analytics.messages where revoked_told_by is not null order by msg_key, msg_seq";
    database.rows(rows).await
}

#[tokio::test]
async fn a_message_is_recalled_by_its_key() {
    let (app, tencent) = (TestApp::start().await, Tencent::start().await);
    let key = format!("1_2_{SENT}");
    app.record(&[Callback::sample(C2C, &json!({})), Callback::sample(C2C, &json!({ "MsgKey": "other" }))])
        .await;

    tencent.answer(RECALL, [Answer::code(20022)]);
    let (status, _, stderr) = run(&tencent, &app.database, &["revoke", &key]).await;
    assert_eq!(status, 1);
    assert!(stderr.contains("20022"), "{stderr}");
    assert_eq!(recalled(&app.database).await, Vec::<Value>::new());

    tencent.answer(RECALL, [Answer::ok(), Answer::code(20023)]);
    for said in ["recalled", "had been recalled before"] {
        let (status, stdout, stderr) = run(&tencent, &app.database, &["revoke", &key]).await;
        assert_eq!((status, stdout.trim()), (0, said), "{stderr}");
        assert_eq!(recalled(&app.database).await, [json!({ "msg_key": key, "msg_seq": 1 })]);
    }
    let asked = bodies(&tencent, RECALL);
    assert_eq!(asked.len(), 3);
    for body in asked {
        assert_eq!(body, json!({ "From_Account": "amy", "To_Account": "ben", "MsgKey": key }));
    }
    let (status, _, stderr) = run(&tencent, &app.database, &["revoke", "9_9_9"]).await;
    assert_eq!(status, 1);
    assert!(stderr.contains("--from"), "{stderr}");
    assert_eq!(tencent.seen(RECALL).len(), 3, "nothing is sent about a message that nobody knows");

    // When it was recalled before is not known, and not made up.
    tencent.answer(RECALL, [Answer::code(20023)]);
    let (status, stdout, _) = run(&tencent, &app.database, &["revoke", "other"]).await;
    assert_eq!((status, stdout.trim()), (0, "had been recalled before"));
    let rows = "select revoked_at, revoked_told_by from analytics.messages where msg_key = 'other'";
    assert_eq!(app.database.rows(rows).await, [json!({ "revoked_at": null, "revoked_told_by": "rest" })]);
}

#[tokio::test]
async fn a_key_of_several_messages_needs_sender_and_recipient() {
    let (app, tencent) = (TestApp::start().await, Tencent::start().await);
    let key = format!("1_2_{SENT}");
    let back = json!({ "From_Account": "ben", "To_Account": "amy" });
    app.record(&[Callback::sample(C2C, &json!({})), Callback::sample(C2C, &back)]).await;
    tencent.answer(RECALL, [Answer::ok()]);

    let (status, _, stderr) = run(&tencent, &app.database, &["revoke", &key]).await;
    assert_eq!(status, 1);
    assert!(stderr.contains("amy to ben") && stderr.contains("ben to amy"), "{stderr}");
    assert_eq!(tencent.seen("").len(), 0);

    let (status, ..) = run(&tencent, &app.database, &["revoke", &key, "--from", "ben", "--to", "amy"]).await;
    assert_eq!(status, 0);
    let rows =
        app.database.rows("select sender from analytics.messages where revoked_told_by is not null").await;
    assert_eq!(rows, [json!({ "sender": "ben" })]);
}

#[tokio::test]
async fn a_message_in_a_group_is_recalled_by_its_number() {
    let (app, tencent) = (TestApp::start().await, Tencent::start().await);
    app.record(&[Callback::sample(GROUP, &json!({})), Callback::sample(GROUP, &json!({ "MsgSeq": 2 }))])
        .await;
    let result = |code: i64| {
        let list = json!([{ "MsgSeq": 2, "RetCode": code }]);
        Answer::Json(json!({ "ActionStatus": "OK", "ErrorCode": 0, "RecallRetList": list }))
    };
    tencent.answer(GROUP_RECALL, [result(10032), Answer::ok(), result(0), result(20023)]);
    for (expected, said) in [(1, "10032"), (1, "does not say")] {
        let (status, _, stderr) =
            run(&tencent, &app.database, &["revoke", "--group", "g1", "--seq", "2"]).await;
        assert_eq!(status, expected);
        assert!(stderr.contains(said), "{stderr}");
        assert_eq!(recalled(&app.database).await.len(), 0);
    }
    for said in ["recalled", "had been recalled before"] {
        let (status, stdout, _) =
            run(&tencent, &app.database, &["revoke", "--group", "g1", "--seq", "2"]).await;
        assert_eq!((status, stdout.trim()), (0, said));
        assert_eq!(recalled(&app.database).await, [json!({ "msg_key": null, "msg_seq": 2 })]);
    }
    assert_eq!(
        bodies(&tencent, GROUP_RECALL)[0],
        json!({ "GroupId": "g1", "MsgSeqList": [{ "MsgSeq": 2 }] })
    );
}

#[tokio::test]
async fn a_message_in_a_topic_is_recalled_there() {
    let (app, tencent) = (TestApp::start().await, Tencent::start().await);
    app.record(&[
        Callback::sample(GROUP, &json!({})),
        Callback::sample(GROUP, &json!({ "TopicId": "g1@t" })),
    ])
    .await;
    let list = json!([{ "MsgSeq": 1, "RetCode": 0 }]);
    tencent.answer(GROUP_RECALL, [Answer::Json(json!({ "ErrorCode": 0, "RecallRetList": list }))]);
    let args = ["revoke", "--group", "g1", "--seq", "1", "--topic", "g1@t"];
    assert_eq!(run(&tencent, &app.database, &args).await.0, 0);
    assert_eq!(
        bodies(&tencent, GROUP_RECALL),
        [json!({ "GroupId": "g1", "MsgSeqList": [{ "MsgSeq": 1 }], "TopicId": "g1@t" })]
    );
    let rows = "select topic_id from analytics.messages where revoked_told_by is not null";
    assert_eq!(app.database.rows(rows).await, [json!({ "topic_id": "g1@t" })]);
}

#[tokio::test]
async fn a_message_of_an_official_account_is_recalled_by_its_key() {
    let (app, tencent) = (TestApp::start().await, Tencent::start().await);
    let key = format!("1_2_{SENT}");
    app.record(&[Callback::sample(OFFICIAL, &json!({}))]).await;
    let result = |code: i64| {
        let list = json!([{ "MsgKey": key, "RetCode": code }]);
        Answer::Json(json!({ "ErrorCode": 0, "RecallRetList": list }))
    };
    tencent.answer(OFFICIAL_RECALL, [result(10031), result(0)]);
    let (status, _, stderr) = run(&tencent, &app.database, &["revoke", &key]).await;
    assert!(status == 1 && stderr.contains("10031"), "{stderr}");
    assert_eq!(recalled(&app.database).await, Vec::<Value>::new());
    assert_eq!(run(&tencent, &app.database, &["revoke", &key]).await.0, 0);
    assert_eq!(recalled(&app.database).await, [json!({ "msg_key": key, "msg_seq": null })]);
    let asked = json!({ "Official_Account": "@TOA#_news", "MsgKeyList": [key] });
    assert_eq!(bodies(&tencent, OFFICIAL_RECALL), [asked.clone(), asked]);
}

fn roamed(seq: i64, changes: &Value) -> Value {
    let mut message = json!({
        "From_Account": "amy", "To_Account": "ben", "MsgSeq": seq, "MsgRandom": 2, "MsgTimeStamp": SENT,
        "MsgFlagBits": 0, "IsPeerRead": 0, "MsgKey": format!("{seq}_2_{SENT}"),
        "MsgBody": [{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "hello" } }], "CloudCustomData": "cloud",
    });
    message.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    message
}

fn page(complete: i64, last: i64, messages: &[Value]) -> Answer {
    Answer::Json(json!({
        "ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "", "Complete": complete, "MsgCnt": messages.len(),
        "LastMsgTime": SENT, "LastMsgKey": format!("{last}_2_{SENT}"), "MsgList": messages,
    }))
}

#[tokio::test]
async fn a_killed_pull_goes_on_and_fills_what_no_callback_told_once() {
    let (app, tencent) = (TestApp::start().await, Tencent::start().await);
    // The first came by callback, without its CloudCustomData.
    app.record(&[Callback::sample(C2C, &json!({ "CloudCustomData": null }))]).await;
    let newest = || page(0, 2, &[roamed(1, &json!({})), roamed(2, &json!({}))]);
    // Postgres refuses U+0000.
    let nul =
        json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "a\u{0}b" } }, { "MsgType": "\u{0}" }]);
    let revoked = json!({ "MsgFlagBits": 8, "CloudCustomData": "a\u{0}b", "MsgBody": nul });
    let oldest = || page(1, 3, &[roamed(3, &revoked)]);

    tencent.answer(ROAM, [newest(), Answer::After(Duration::from_mins(1), Box::new(oldest()))]);
    let mut killed = imhook(&tencent, &app.database, &["pull", "c2c", "amy", "ben"]).spawn().unwrap();
    eventually("the second page is asked for", async || (tencent.seen(ROAM).len() == 2).then_some(())).await;
    killed.kill().await.unwrap();
    assert_eq!(app.database.count("analytics.messages").await, 2, "the first page is kept");

    // It goes on with the second page; then through it all once more, for what may have come meanwhile; then ben's view.
    tencent.answer(ROAM, [oldest(), newest(), oldest(), newest(), oldest()]);
    let (status, stdout, stderr) = run(&tencent, &app.database, &["pull", "c2c", "amy", "ben"]).await;
    assert_eq!((status, stdout.trim()), (0, "2 new, 6 known"), "{stderr}");
    let asked = bodies(&tencent, ROAM);
    let start = |body: &Value| (body["Operator_Account"].clone(), body["LastMsgKey"].clone());
    let second = json!(format!("2_2_{SENT}"));
    let starts: Vec<_> = asked.iter().map(start).collect();
    let (amy, ben, none) = (json!("amy"), json!("ben"), Value::Null);
    let expected = [&amy, &amy, &amy, &amy, &amy, &ben, &ben]
        .into_iter()
        .zip([&none, &second, &second, &none, &second, &none, &second])
        .map(|(operator, key)| (operator.clone(), key.clone()));
    assert_eq!(starts, expected.collect::<Vec<_>>());

    tencent.answer(ROAM, [newest(), oldest(), newest(), oldest()]);
    let (status, stdout, _) = run(&tencent, &app.database, &["pull", "c2c", "amy", "ben"]).await;
    assert_eq!((status, stdout.trim()), (0, "0 new, 6 known"));
    let rows = app.database.rows(
        "select msg_seq, source, text, element_types[2] as second, cloud_custom_data, revoked_told_by is not null as revoked, conversation, sender
         from analytics.messages order by msg_seq",
    );
    let row = |seq: i64, source: &str, text: &str, cloud: &str, second: Option<&str>| {
        json!({
            "msg_seq": seq, "source": source, "text": text, "second": second, "cloud_custom_data": cloud,
            "revoked": second.is_some(),
            "conversation": "c2c:amy:ben", "sender": "amy",
        })
    };
    let expected = [
        row(1, "callback", "hello", "cloud", None),
        row(2, "roaming", "hello", "cloud", None),
        row(3, "roaming", "a\u{fffd}b", "a\u{fffd}b", Some("\u{fffd}")),
    ];
    assert_eq!(rows.await, expected);
    assert_eq!(app.database.count("imhook.pulls").await, 0);
    assert_eq!(app.database.count("imhook.message_conflicts").await, 0);
}

#[tokio::test]
async fn the_first_callback_behind_a_pull_is_no_redelivery() {
    let (app, tencent) = (TestApp::start().await, Tencent::start().await);
    let whole = || page(1, 2, &[roamed(2, &json!({}))]);
    tencent.answer(ROAM, [whole(), whole()]);
    let (status, stdout, stderr) = run(&tencent, &app.database, &["pull", "c2c", "amy", "ben"]).await;
    assert_eq!((status, stdout.trim()), (0, "1 new, 1 known"), "{stderr}");

    let told = Callback::sample(C2C, &json!({ "MsgSeq": 2, "MsgKey": format!("2_2_{SENT}") }));
    app.record(&[told.clone(), told]).await;
    let flags = app.database.rows("select flags from imhook.callbacks order by journal_offset").await;
    assert_eq!(flags, [json!({ "flags": [] }), json!({ "flags": ["redelivered"] })]);
    assert_eq!(app.database.count("imhook.messages").await, 1);
}

#[tokio::test]
async fn a_groups_history_is_pulled_to_its_end() {
    let (database, tencent) = (Database::new().await, Tencent::start().await);
    let message = |seq: i64, place: i64| {
        json!({
            "From_Account": "amy", "IsPlaceMsg": place, "MsgPriority": 2, "MsgRandom": 5, "MsgSeq": seq,
            "MsgTimeStamp": SENT + seq,
            "MsgBody": if place == 0 { json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "hi" } }]) } else { json!([]) },
        })
    };
    let page = |finished: i64, messages: &[Value]| {
        Answer::Json(json!({
            "ActionStatus": "OK", "ErrorCode": 0, "GroupId": "g1", "IsFinished": finished, "RspMsgList": messages,
        }))
    };
    let pages = [page(0, &[message(4, 0), message(3, 2)]), page(1, &[message(2, 1), message(1, 0)])];
    tencent.answer(GROUP_HISTORY, pages.clone());
    for said in ["2 new, 0 known", "0 new, 2 known"] {
        let (status, stdout, stderr) = run(&tencent, &database, &["pull", "group", "g1"]).await;
        assert_eq!((status, stdout.trim()), (0, said), "{stderr}");
        tencent.answer(GROUP_HISTORY, pages.clone());
    }
    assert_eq!(bodies(&tencent, GROUP_HISTORY)[1]["ReqMsgSeq"], 2);
    let rows =
        database.rows("select msg_seq, conversation, source from analytics.messages order by msg_seq").await;
    let row = |seq: i64| json!({ "msg_seq": seq, "conversation": "group:g1", "source": "roaming" });
    assert_eq!(rows, [row(1), row(4)]);
    assert_eq!(database.count("imhook.revocations").await, 1, "the third was recalled");
}

#[tokio::test]
async fn a_pull_whose_saved_position_is_unreadable_starts_over() {
    let (app, tencent) = (TestApp::start().await, Tencent::start().await);
    app.record(&[Callback::sample(C2C, &json!({}))]).await;
    let row = format!(
        "insert into imhook.pulls (app_id, what, next, kept) values ({APP}, '[\"c2c\",\"amy\",\"ben\",null,null]', '{{}}', 7)"
    );
    sqlx::query(sqlx::AssertSqlSafe(row)).execute(&app.database.pool).await.unwrap();
    tencent.answer(ROAM, [page(1, 1, &[roamed(1, &json!({}))])]);
    let (status, stdout, stderr) = run(&tencent, &app.database, &["pull", "c2c", "amy", "ben"]).await;
    assert_eq!((status, stdout.trim()), (0, "0 new, 2 known"), "{stderr}");
    assert_eq!(bodies(&tencent, ROAM)[0]["LastMsgKey"], Value::Null);
    assert_eq!(app.database.count("imhook.pulls").await, 0);
}

#[tokio::test]
async fn times_in_the_wrong_order_are_told() {
    let (database, tencent) = (Database::new().await, Tencent::start().await);
    for times in [&["--since", "1h", "--until", "2h"][..], &["--since", "2999-01-01T00:00:00Z"]] {
        let (status, _, stderr) =
            run(&tencent, &database, &[&["pull", "c2c", "amy", "ben"], times].concat()).await;
        assert_eq!(status, 2, "{times:?}: {stderr}");
        assert!(stderr.contains("--since is later"), "{stderr}");
    }
    assert_eq!(tencent.seen("").len(), 0);
}

#[tokio::test]
async fn a_pull_of_a_past_span_goes_through_it_once() {
    let (database, tencent) = (Database::new().await, Tencent::start().await);
    let times = ["--since", "2025-01-01T00:00:00Z", "--until", "2025-01-02T00:00:00Z"];
    let args = [&["pull", "c2c", "amy", "ben"], times.as_slice()].concat();
    let newest = || page(0, 2, &[roamed(2, &json!({}))]);
    let oldest = || page(1, 3, &[roamed(3, &json!({}))]);
    tencent.answer(ROAM, [newest(), Answer::code(90001)]);
    let (status, _, stderr) = run(&tencent, &database, &args).await;
    assert!(status == 1 && stderr.contains("90001"), "{stderr}");
    // The rest of amy's view, then all of ben's.
    tencent.answer(ROAM, [oldest(), newest(), oldest()]);
    let (status, stdout, stderr) = run(&tencent, &database, &args).await;
    assert_eq!((status, stdout.trim()), (0, "2 new, 2 known"), "{stderr}");
    let asked = bodies(&tencent, ROAM);
    assert_eq!(asked.len(), 5);
    for body in &asked {
        assert_eq!(body["MinTime"], 1_735_689_600, "{body}");
    }
    assert_eq!((&asked[0]["MaxTime"], &asked[3]["MaxTime"]), (&json!(1_735_776_000), &json!(1_735_776_000)));
    // Without times: a week, and of somebody's notes to oneself there is one view.
    tencent.answer(ROAM, [oldest()]);
    assert_eq!(run(&tencent, &database, &["pull", "c2c", "amy", "amy"]).await.0, 0);
    let asked = bodies(&tencent, ROAM);
    assert_eq!(asked.len(), 6);
    let week = asked[5]["MaxTime"].as_i64().unwrap() - asked[5]["MinTime"].as_i64().unwrap();
    assert_eq!(week, 7 * 86_400);
}

#[tokio::test]
async fn a_topics_history_is_that_of_the_topic() {
    let (database, tencent) = (Database::new().await, Tencent::start().await);
    let message = |seq: i64, place: i64, body: &Value| json!({ "From_Account": "amy", "IsPlaceMsg": place, "MsgRandom": 5, "MsgSeq": seq, "MsgTimeStamp": SENT, "MsgBody": body });
    let text = json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "hi" } }]);
    let list = json!([message(2, 2, &json!([])), message(1, 0, &text)]);
    let answer = |list: &Value| Answer::Json(json!({ "ErrorCode": 0, "IsFinished": 1, "RspMsgList": list }));
    // What was there before it was recalled is recalled in the topic, too.
    tencent.answer(GROUP_HISTORY, [answer(&json!([message(2, 0, &text)])), answer(&list)]);
    for said in ["1 new, 0 known", "1 new, 0 known"] {
        let (status, stdout, stderr) =
            run(&tencent, &database, &["pull", "group", "g1", "--topic", "g1@t"]).await;
        assert_eq!((status, stdout.trim()), (0, said), "{stderr}");
    }
    for body in bodies(&tencent, GROUP_HISTORY) {
        assert_eq!((&body["TopicId"], &body["WithRecalledMsg"]), (&json!("g1@t"), &json!(1)), "{body}");
    }
    let rows = "select msg_seq, topic_id, conversation, revoked_told_by is not null as revoked
                from analytics.messages order by msg_seq";
    let row = |seq: i64, revoked: bool| json!({ "msg_seq": seq, "topic_id": "g1@t", "conversation": "group:g1@t", "revoked": revoked });
    assert_eq!(database.rows(rows).await, [row(1, false), row(2, true)]);
}
