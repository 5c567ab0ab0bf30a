//! Bodies of every kind: taken, kept to the byte, and never in the way of others.

use crate::support::app::{APP, TOKEN, TestApp};
use crate::support::callback::{C2C, Callback, message, signature};
use crate::support::eventually;
use futures_util::stream;
use http_body_util::StreamBody;
use hyper::body::{Bytes, Frame};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::convert::Infallible;

const OK: StatusCode = StatusCode::OK;
const MIB: usize = 1 << 20;
const UNKNOWN: &str = "Some.CallbackOfTomorrow";

/// A text message as JSON text, its text as given.
fn raw_message(text: &str) -> String {
    format!(
        r#"{{"From_Account":"amy","To_Account":"ben","MsgSeq":1,"MsgRandom":2,"MsgTime":1735700400,"MsgBody":[{{"MsgType":"TIMTextElem","MsgContent":{{"Text":"{text}"}}}}]}}"#
    )
}

/// Posts `body`, expects `status`, and that it is kept with these flags: as text, or as these exact bytes.
async fn assert_kept(
    app: &TestApp,
    command: &str,
    body: &[u8],
    status: StatusCode,
    flags: &[&str],
    text: Option<&str>,
) {
    let before = app.database.count("imhook.callbacks").await;
    assert_eq!(app.post(&Callback::raw(command, body)).await.0, status, "{body:.100?}");
    app.database.wait_for("imhook.callbacks", before + 1).await;
    let select = "select body::text as body, encode(raw, 'hex') as raw, flags, command from imhook.callbacks
                  order by journal_offset desc limit 1";
    let raw = text.is_none_or(|text| text.as_bytes() != body).then(|| hex::encode(body));
    let expected = json!({ "body": text, "raw": raw, "flags": flags, "command": command });
    assert_eq!(app.database.rows(select).await, [expected]);
}

async fn message_texts(app: &TestApp) -> Vec<Value> {
    app.database.rows("select text from analytics.messages").await
}

#[tokio::test]
async fn nul_is_replaced_and_the_bytes_kept() {
    let (body, clean) = (raw_message("a\\u0000b"), raw_message("a\u{fffd}b"));
    let app = TestApp::start().await;
    assert_kept(&app, C2C, body.as_bytes(), OK, &["nul", "rebuilt_key"], Some(&clean)).await;
    assert_eq!(message_texts(&app).await, [json!({ "text": "a\u{fffd}b" })]);
}

#[tokio::test]
async fn half_a_surrogate_pair_is_replaced_and_the_bytes_kept() {
    let body = raw_message("\\ud83d x \\ude00\\ud83d\\ude00");
    let clean = raw_message("\u{fffd} x \u{fffd}\\ud83d\\ude00");
    let app = TestApp::start().await;
    assert_kept(&app, C2C, body.as_bytes(), OK, &["lone_surrogate", "rebuilt_key"], Some(&clean)).await;
    assert_eq!(message_texts(&app).await, [json!({ "text": "\u{fffd} x \u{fffd}😀" })]);
}

#[tokio::test]
async fn bad_utf8_is_replaced_and_the_bytes_kept() {
    let body = raw_message("a?b").bytes().map(|b| if b == b'?' { 0xff } else { b }).collect::<Vec<_>>();
    let clean = raw_message("a\u{fffd}b");
    let app = TestApp::start().await;
    assert_kept(&app, C2C, &body, OK, &["bad_utf8", "rebuilt_key"], Some(&clean)).await;
    assert_eq!(message_texts(&app).await, [json!({ "text": "a\u{fffd}b" })]);
}

#[tokio::test]
async fn a_byte_order_mark_is_taken_off() {
    let body = format!("\u{feff}{}", raw_message("marked"));
    let app = TestApp::start().await;
    assert_kept(&app, C2C, body.as_bytes(), OK, &["bom", "rebuilt_key"], Some(&raw_message("marked"))).await;
    assert_eq!(message_texts(&app).await, [json!({ "text": "marked" })]);
}

#[tokio::test]
async fn twenty_thousand_levels_are_kept_as_bytes() {
    let nested = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let app = TestApp::start().await;
    assert_kept(&app, UNKNOWN, nested.as_bytes(), OK, &["too_deep"], None).await;
    let inside = raw_message("deep").replacen("\"MsgSeq\":1", &format!("\"MsgSeq\":1,\"Deep\":{nested}"), 1);
    assert_kept(&app, C2C, inside.as_bytes(), OK, &["too_deep"], None).await;
}

#[tokio::test]
async fn four_hundred_levels_are_json_like_any_other() {
    let nested = format!("{}{}", "[".repeat(400), "]".repeat(400));
    let body = raw_message("deep").replacen("\"MsgSeq\":1", &format!("\"MsgSeq\":1,\"Deep\":{nested}"), 1);
    let app = TestApp::start().await;
    assert_kept(&app, C2C, body.as_bytes(), OK, &["rebuilt_key"], Some(&body)).await;
    assert_eq!(message_texts(&app).await, [json!({ "text": "deep" })]);
}

#[tokio::test]
async fn the_last_of_a_repeated_json_key_counts() {
    let body = raw_message("last").replacen('{', r#"{"From_Account":"eve","MsgBody":[],"#, 1);
    let app = TestApp::start().await;
    app.record(&[Callback::raw(C2C, body.clone())]).await;
    app.database
        .wait_for(
            "(select 1 from analytics.callbacks where body::text like '{\"From_Account\":\"eve\"%') t",
            1,
        )
        .await;
    let rows = app.database.rows("select sender, text, body from analytics.messages").await;
    let elements = json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "last" } }]);
    assert_eq!(rows, [json!({ "sender": "amy", "text": "last", "body": elements })]);
}

#[tokio::test]
async fn a_body_that_is_no_json_is_answered_400_and_kept() {
    let app = TestApp::start().await;
    let refused = StatusCode::BAD_REQUEST;
    for body in [&b""[..], b"ok", b"{\"a\":1", b"{} {}", b"{'a':1}", b"a=1&b=%00", b"{\"a\":\"\0\"}"] {
        assert_kept(&app, C2C, body, refused, &["not_json"], None).await;
    }
    assert_kept(&app, C2C, b"\xff\xfe{}", refused, &["bad_utf8", "not_json"], None).await;
    app.database.wait_for("imhook.messages", 0).await;
}

#[tokio::test]
async fn json_of_another_shape_is_taken_and_flagged() {
    let text_body = json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "x" } }]);
    let complete = json!({
        "From_Account": "amy", "To_Account": "ben", "MsgSeq": 1, "MsgRandom": 2, "MsgTime": 3, "MsgBody": text_body,
    });
    let with = |name: &str, value: Value| {
        let mut body = complete.clone();
        body[name] = value;
        body
    };
    let mut without_sender = complete.clone();
    without_sender.as_object_mut().unwrap().remove("From_Account");
    let app = TestApp::start().await;
    for body in [
        json!([]),
        json!("text"),
        json!(1),
        json!(null),
        json!([complete]),
        with("MsgBody", json!("text")),
        with("MsgBody", json!({})),
        with("MsgSeq", json!(4_294_967_296_u64)),
        with("MsgSeq", json!(-1)),
        with("From_Account", json!({})),
        without_sender,
    ] {
        let text = body.to_string();
        assert_kept(&app, C2C, text.as_bytes(), OK, &["undecodable"], Some(&text)).await;
    }
    app.database.wait_for("imhook.messages", 0).await;
}

#[tokio::test]
async fn an_unknown_command_is_taken_and_kept() {
    let body = json!({ "CallbackCommand": UNKNOWN, "EventTime": "1735700400123", "New": [1, { "a": null }] });
    let app = TestApp::start().await;
    assert_kept(&app, UNKNOWN, body.to_string().as_bytes(), OK, &[], Some(&body.to_string())).await;
    app.database.wait_for("analytics.callbacks where event_time = '2025-01-01 03:00:00.123+00'", 1).await;
}

#[tokio::test]
async fn the_urls_command_decides_and_else_the_bodys() {
    let app = TestApp::start().await;
    let signature = signature(TOKEN, chrono::Utc::now().timestamp());
    let queries = [
        (format!("&CallbackCommand={UNKNOWN}"), Some(UNKNOWN), "{}"),
        (String::new(), Some(C2C), "{}"),
        ("&CallbackCommand=".to_owned(), Some(C2C), "{}"),
        (String::new(), Some(C2C), "\u{feff}{}"),
        (String::new(), None, "[{}]"),
    ];
    let mut expected = Vec::new();
    for (number, (command, kept, form)) in queries.into_iter().enumerate() {
        let body = json!({ "CallbackCommand": C2C, "From_Account": number.to_string(), "To_Account": "ben" });
        let body = form.replace("{}", &body.to_string());
        let (status, _) = app.post_to(&format!("SdkAppid={APP}{command}&{signature}"), body).await;
        assert_eq!(status, OK, "{number}");
        expected.push(json!({ "command": kept }));
    }
    app.database.wait_for("imhook.callbacks", 5).await;
    let commands = app.database.rows("select command from imhook.callbacks order by journal_offset").await;
    assert_eq!(commands, expected);
    let senders = app.database.rows("select sender from analytics.messages order by sender").await;
    assert_eq!(senders, ["1", "2", "3"].map(|sender| json!({ "sender": sender })));
    app.database.wait_for("analytics.callbacks where 'no_command' = any (flags)", 1).await;
}

#[tokio::test]
async fn any_content_type_is_taken() {
    let app = TestApp::start().await;
    let types = [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json;charset=gbk",
        "x",
        "multipart/form-data",
    ];
    for content_type in types {
        let (callback, _) = message(content_type);
        let request = app.client.post(app.url(&callback.query())).header("Content-Type", content_type);
        assert_eq!(app.send(request.body(callback.body)).await.0, OK, "{content_type}");
    }
    app.database.wait_for("imhook.callbacks", 5).await;
    // `record` sends none.
    app.record(&[message("none").0]).await;
    app.database.wait_for("analytics.messages where text = 'none' or text = 'x' or text like '%/%'", 6).await;
}

/// A message that is exactly so long.
fn sized(length: usize) -> Vec<u8> {
    let body = raw_message(&"x".repeat(length - raw_message("").len()));
    assert_eq!(body.len(), length);
    body.into_bytes()
}

/// A body without Content-Length, in pieces.
fn streamed(body: &[u8]) -> reqwest::Body {
    let piece = |piece: &[u8]| Ok::<_, Infallible>(Frame::data(Bytes::copy_from_slice(piece)));
    let pieces: Vec<_> = body.chunks(60_000).map(piece).collect();
    reqwest::Body::wrap(StreamBody::new(stream::iter(pieces)))
}

#[tokio::test]
async fn a_mebibyte_is_the_limit() {
    let app = TestApp::start().await;
    let query = Callback::raw(C2C, "").query();
    let other = Callback::raw(UNKNOWN, "").query();
    assert_eq!(app.post_to(&query, sized(MIB + 1)).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(app.post_to(&query, streamed(&sized(MIB + 1))).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(app.post_to(&query, sized(12 * MIB)).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(app.post_to(&query, sized(MIB)).await.0, OK);
    assert_eq!(app.post_to(&other, streamed(&sized(MIB))).await.0, OK);
    app.database.wait_for("analytics.callbacks where length(body::text) = 1048576", 2).await;
    app.database.wait_for("imhook.callbacks", 2).await;
    app.database.wait_for("analytics.messages where length(text) > 1048000", 1).await;
}

#[tokio::test]
async fn a_record_that_postgres_refuses_stops_no_other() {
    let app = TestApp::start().await;
    eventually("the schema is there", async || {
        app.database.value::<i64>("select count(*) from analytics.callbacks").await
    })
    .await;
    sqlx::query("alter table imhook.messages add check (sender <> 'poison')")
        .execute(&app.database.pool)
        .await
        .unwrap();
    let poison = Callback::raw(C2C, raw_message("\\u0000 poison").replacen("amy", "poison", 1));
    let mut callbacks: Vec<_> = (0..200).map(|number| message(&format!("good {number}")).0).collect();
    callbacks.insert(77, poison.clone());
    app.record_together(&callbacks).await;
    app.database.wait_for("analytics.messages where text like 'good %'", 200).await;
    app.database.wait_for("imhook.messages", 200).await;
    app.database.wait_for("(select distinct text from analytics.messages) t", 200).await;
    let letters =
        app.database.rows("select app_id, encode(raw, 'hex') as raw, error from imhook.dead_letters").await;
    assert_eq!(letters.len(), 1);
    assert_eq!((&letters[0]["app_id"], &letters[0]["raw"]), (&json!(APP), &json!(hex::encode(&poison.body))));
    assert!(letters[0]["error"].as_str().unwrap().contains("check constraint"), "{letters:?}");
    // The callback stands among the others, flagged.
    let select = "select body, c.command, client_ip, flags from analytics.callbacks c
                  join imhook.dead_letters using (received_at)";
    let expected =
        json!({ "body": null, "command": C2C, "client_ip": "203.0.113.24", "flags": ["dead_letter"] });
    assert_eq!(app.database.rows(select).await, [expected]);
}

#[tokio::test]
async fn hostile_text_arrives_unchanged() {
    let app = TestApp::start().await;
    let text = "'; drop table imhook.messages; -- \\ \" \\u0041 %s %00 $1 {} \t\r\n \u{202e}\u{5d0}\u{627}\u{200f} 👩‍👩‍👧 \u{1} \u{7f} \\N \u{feff}<b>";
    let id = "o'mally\\\"%_:;--\u{5e9}";
    let mut callback = Callback::sample(
        C2C,
        &json!({
            "From_Account": id, "CloudCustomData": text, "MsgKey": format!("k'{id}"),
            "MsgBody": [{ "MsgType": "TIMTextElem", "MsgContent": { "Text": text } }, { "MsgType": "x'\"\\" }],
        }),
    );
    callback.more = "&ClientIP=%00%27%22%5C;%F0%9F%98%80&OptPlatform=%27a%00b&x=%27%00%ff%zz%".to_owned();
    app.record(&[callback.clone()]).await;
    let select = "select sender, text, cloud_custom_data, msg_key, element_types, body, client_ip, platform, conversation
                  from analytics.messages";
    let conversation = "c2c:ben:o'mally\\\"%25_%3A;--\u{5e9}";
    let body: Value = serde_json::from_slice(&callback.body).unwrap();
    let expected = json!({
        "sender": id, "text": text, "cloud_custom_data": text, "msg_key": format!("k'{id}"),
        "element_types": ["TIMTextElem", "x'\"\\"], "body": body["MsgBody"],
        "client_ip": "\u{fffd}'\"\\;😀", "platform": "'a\u{fffd}b", "conversation": conversation,
    });
    assert_eq!(app.database.rows(select).await, [expected]);
    let kept = app
        .database
        .rows("select body::text as body, client_ip, platform, flags from analytics.callbacks")
        .await;
    let sent = String::from_utf8(callback.body).unwrap();
    let expected =
        json!({ "body": sent, "client_ip": "\u{fffd}'\"\\;😀", "platform": "'a\u{fffd}b", "flags": [] });
    assert_eq!(kept, [expected]);
}
