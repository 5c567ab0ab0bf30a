//! What is one message: identities, and copies of it.

use crate::support::app::{APP, TestApp};
use crate::support::callback::{C2C, Callback, GROUP, OFFICIAL, SENT};
use futures_util::{StreamExt as _, stream};
use reqwest::StatusCode;
use serde_json::{Value, json};

#[tokio::test]
async fn a_thousand_copies_at_once_are_one_message() {
    let app = TestApp::start().await;
    let callback = Callback::sample(C2C, &json!({}));
    let answers = stream::iter(0..1000).map(|_| app.post(&callback)).buffer_unordered(100);
    let taken = answers.filter(|(status, _)| std::future::ready(*status == StatusCode::OK)).count().await;
    assert_eq!(taken, 1000);
    app.database.wait_for("analytics.callbacks", 1000).await;
    app.database.wait_for("analytics.messages", 1).await;
    app.database.wait_for("analytics.callbacks where flags = '{redelivered}'", 999).await;
    app.database.wait_for("analytics.callbacks where flags = '{}'", 1).await;
    app.database.wait_for("imhook.message_conflicts", 0).await;
}

#[tokio::test]
async fn a_copy_within_a_batch_is_a_redelivery() {
    let app = TestApp::start().await;
    let [first, second] = [7, 8].map(|seq| Callback::sample(GROUP, &json!({ "MsgSeq": seq })));
    app.record_together(&[first.clone(), second.clone(), first.clone()]).await;
    app.record_together(&[second, first]).await;
    app.database.wait_for("analytics.messages", 2).await;
    let flags = app
        .database
        .rows("select flags from imhook.callbacks where command like 'Group.%' order by journal_offset")
        .await;
    let (new, again) = (json!({ "flags": [] }), json!({ "flags": ["redelivered"] }));
    assert_eq!(flags, [&new, &new, &again, &again, &again].map(Clone::clone));
}

#[tokio::test]
async fn another_callback_is_redelivered_if_app_command_and_body_are_the_same() {
    let app = TestApp::with(&[]).await;
    let state = |reason: &str, time: i64| {
        Callback::new("State.StateChange", &json!({ "Info": { "Reason": reason }, "EventTime": time }))
    };
    let other_app = Callback { app: 1, ..state("a", 1_735_700_400_001) };
    let other_command = Callback { command: "State.Other".to_owned(), ..state("a", 1_735_700_400_001) };
    let first = state("a", 1_735_700_400_001);
    let later = state("a", 1_735_700_400_002);
    let timeless = Callback::new("State.StateChange", &json!({ "Info": "without EventTime" }));
    app.record(&[first.clone(), later, other_app, other_command, timeless.clone(), first, timeless]).await;
    let kept = app
        .database
        .rows("select 'redelivered' = any (flags) as again from imhook.callbacks order by journal_offset");
    let again: Vec<_> = kept.await.iter().map(|row| row["again"].as_bool().unwrap()).collect();
    assert_eq!(again, [false, false, false, false, false, true, false]);
}

#[tokio::test]
async fn direction_and_app_make_another_message() {
    let app = TestApp::with(&[]).await;
    let there = Callback::sample(C2C, &json!({}));
    let back = Callback::sample(C2C, &json!({ "From_Account": "ben", "To_Account": "amy" }));
    let other_app = Callback { app: 4711, ..there.clone() };
    app.record(&[there.clone(), back, other_app, there]).await;
    let select = "select app_id, sender, recipient, conversation, msg_key from analytics.messages order by app_id, sender";
    let row = |app_id: u64, sender: &str, recipient: &str| {
        json!({
            "app_id": app_id, "sender": sender, "recipient": recipient, "conversation": "c2c:amy:ben",
            "msg_key": format!("1_2_{SENT}"),
        })
    };
    let expected = [row(4711, "amy", "ben"), row(APP, "amy", "ben"), row(APP, "ben", "amy")];
    assert_eq!(app.database.rows(select).await, expected);
}

#[tokio::test]
async fn a_group_counts_its_messages_and_each_topic_its_own() {
    let app = TestApp::start().await;
    let groups = [
        json!({}),
        json!({ "MsgSeq": 2 }),
        json!({ "GroupId": "g2:%" }),
        json!({ "TopicId": "g1@TOPIC#_1" }),
        json!({ "TopicId": "g1@TOPIC#_1", "MsgSeq": "2" }),
        json!({ "TopicId": "g1@TOPIC#_2" }),
        json!({ "TopicId": "", "MsgSeq": 3 }),
    ];
    let callbacks: Vec<_> = groups.iter().map(|changes| Callback::sample(GROUP, changes)).collect();
    app.record(&callbacks).await;
    app.record(&callbacks).await;
    let select = "select conversation, msg_seq, topic_id, recipient, msg_key from analytics.messages order by conversation collate \"C\", msg_seq";
    let row = |conversation: &str, seq: u32, topic: Option<&str>| {
        json!({
            "conversation": format!("group:{conversation}"), "msg_seq": seq, "topic_id": topic,
            "recipient": null, "msg_key": null,
        })
    };
    let (one, two) = ("g1@TOPIC#_1", "g1@TOPIC#_2");
    let expected = [
        row("g1", 1, None),
        row("g1", 2, None),
        row("g1", 3, None),
        row(one, 1, Some(one)),
        row(one, 2, Some(one)),
        row(two, 1, Some(two)),
        row("g2%3A%25", 1, None),
    ];
    assert_eq!(app.database.rows(select).await, expected);
    app.database.wait_for("analytics.callbacks where flags = '{redelivered}'", 7).await;
}

#[tokio::test]
async fn an_official_account_has_keys_of_its_own() {
    let app = TestApp::start().await;
    let news = Callback::sample(OFFICIAL, &json!({}));
    let other_account = Callback::sample(OFFICIAL, &json!({ "Official_Account": "@TOA#_tea:house" }));
    let other_key = Callback::sample(OFFICIAL, &json!({ "MsgKey": "odd key" }));
    app.record(&[news.clone(), other_account, other_key, news, Callback::sample(C2C, &json!({}))]).await;
    let select = "select conversation, msg_key from analytics.messages order by received_at";
    let row = |conversation: &str, key: &str| json!({ "conversation": conversation, "msg_key": key });
    let key = format!("1_2_{SENT}");
    let expected = [
        row("official:@TOA#_news", &key),
        row("official:@TOA#_tea%3Ahouse", &key),
        row("official:@TOA#_news", "odd key"),
        row("c2c:amy:ben", &key),
    ];
    assert_eq!(app.database.rows(select).await, expected);
}

#[tokio::test]
async fn a_missing_key_is_rebuilt_and_is_the_same_key() {
    let app = TestApp::start().await;
    let without = Callback::sample(C2C, &json!({ "MsgKey": null, "MsgSeq": "1", "MsgRandom": 2.0 }));
    let empty = Callback::sample(C2C, &json!({ "MsgKey": "" }));
    let with = Callback::sample(C2C, &json!({}));
    app.record(&[without, empty, with]).await;
    let keys = app.database.rows("select msg_key from analytics.messages").await;
    assert_eq!(keys, [json!({ "msg_key": format!("1_2_{SENT}") })]);
    let flags = app.database.rows("select flags from imhook.callbacks order by journal_offset").await;
    let row = |flags: &[&str]| json!({ "flags": flags });
    assert_eq!(flags, [row(&["rebuilt_key"]), row(&["rebuilt_key", "redelivered"]), row(&["redelivered"])]);
}

#[tokio::test]
async fn a_received_key_is_kept_verbatim() {
    let app = TestApp::start().await;
    let keys = [
        "2_1_1735700400",
        "01_2_1735700400",
        " ",
        "a:b'c\\",
        "k\u{fc}\u{1f600}",
        "1_2",
        "144115-1735700400-2",
    ];
    let callbacks: Vec<_> = keys.iter().map(|key| Callback::sample(C2C, &json!({ "MsgKey": key }))).collect();
    app.record(&callbacks).await;
    let kept = app.database.rows("select msg_key from analytics.messages order by received_at").await;
    assert_eq!(kept, keys.map(|key| json!({ "msg_key": key })));
    app.database.wait_for("analytics.callbacks where flags = '{}'", 7).await;
}

#[tokio::test]
async fn without_an_identity_each_distinct_body_is_a_message() {
    let app = TestApp::start().await;
    let bare = |text: &str| {
        json!({
            "MsgKey": null, "MsgSeq": null, "MsgRandom": null, "MsgTime": null,
            "MsgBody": [{ "MsgType": "TIMTextElem", "MsgContent": { "Text": text } }],
        })
    };
    let group = |seq: Value, text: &str| {
        let mut changes = bare(text);
        changes["MsgSeq"] = seq;
        changes
    };
    let callbacks = [
        Callback::sample(C2C, &bare("a")),
        Callback::sample(C2C, &bare("b")),
        Callback::sample(GROUP, &group(json!(0), "c")),
        Callback::sample(GROUP, &group(json!(null), "d")),
        Callback::sample(GROUP, &group(json!("0"), "e")),
        Callback::sample(OFFICIAL, &bare("f")),
    ];
    app.record(&callbacks).await;
    app.record(&callbacks).await;
    let texts = app.database.rows("select text, msg_key from analytics.messages order by text").await;
    assert_eq!(texts, ["a", "b", "c", "d", "e", "f"].map(|text| json!({ "text": text, "msg_key": null })));
    app.database.wait_for("analytics.callbacks where flags = '{no_identity}'", 6).await;
    app.database.wait_for("analytics.callbacks where flags = '{no_identity,redelivered}'", 6).await;
}

#[tokio::test]
async fn numbers_may_be_strings_and_the_reverse() {
    let app = TestApp::start().await;
    let elements = json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": 42 } }]);
    let odd = json!({
        "From_Account": 12345, "To_Account": 9_007_199_254_740_993_i64, "MsgSeq": "4294967295", "MsgRandom": "4294967294",
        "MsgTime": "1735700400", "MsgKey": null, "OnlineOnlyFlag": "1", "SendMsgResult": "80001",
        "CloudCustomData": { "a": [1] }, "MsgBody": elements, "EventTime": "1735700400007",
    });
    app.record(&[Callback::sample(C2C, &odd)]).await;
    let select = "select sender, recipient, msg_seq, msg_random, sent_at, msg_key, online_only, send_result,
                         cloud_custom_data, text, body from analytics.messages";
    let expected = json!({
        "sender": "12345", "recipient": "9007199254740993", "msg_seq": u32::MAX, "msg_random": u32::MAX - 1,
        "sent_at": "2025-01-01T03:00:00+00:00", "msg_key": "4294967295_4294967294_1735700400", "online_only": true,
        "send_result": 80001, "cloud_custom_data": "{\"a\":[1]}", "text": "42", "body": elements,
    });
    assert_eq!(app.database.rows(select).await, [expected]);
    app.database.wait_for("analytics.callbacks where event_time = '2025-01-01 03:00:00.007+00'", 1).await;
}

#[tokio::test]
async fn an_id_too_long_for_an_index_stays_in_the_callback() {
    let app = TestApp::start().await;
    let long = "x".repeat(5000);
    let fits = "y".repeat(256);
    app.record(&[
        Callback::sample(C2C, &json!({ "From_Account": long })),
        Callback::sample(C2C, &json!({ "MsgKey": long })),
        Callback::sample(GROUP, &json!({ "GroupId": long })),
        Callback::sample(GROUP, &json!({ "GroupId": fits, "TopicId": fits, "From_Account": fits })),
    ])
    .await;
    app.database.wait_for("analytics.callbacks where flags = '{oversized_id}' and body is not null", 3).await;
    app.database.wait_for("imhook.dead_letters", 0).await;
    app.database.wait_for(&format!("analytics.messages where sender = '{fits}'"), 1).await;
    app.database.wait_for("analytics.messages", 1).await;
}

#[tokio::test]
async fn an_undecodable_callback_that_comes_again_is_flagged_as_redelivered() {
    let app = TestApp::start().await;
    let body = json!({ "From_Account": "amy", "EventTime": 1_735_700_400_123_i64 });
    app.record(&[Callback::new(C2C, &body), Callback::new(C2C, &body)]).await;
    let rows = app
        .database
        .rows("select flags, event_time is null as timeless from imhook.callbacks order by 1")
        .await;
    let expected = json!([
        { "flags": ["undecodable"], "timeless": false },
        { "flags": ["undecodable", "redelivered"], "timeless": false },
    ]);
    assert_eq!(json!(rows), expected);
}
