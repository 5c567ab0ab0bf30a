//! Recalled, read: whichever comes first, the report or the message.

use crate::support::app::TestApp;
use crate::support::callback::{C2C, Callback, GROUP, OFFICIAL, SENT};
use serde_json::{Value, json};

const RECALL: &str = "C2C.CallbackAfterMsgWithDraw";
const GROUP_RECALL: &str = "Group.CallbackAfterRecallMsg";
const RECALLED_AT: &str = "2025-01-01T03:01:40.007+00:00";
const EVENT_TIME: i64 = SENT * 1000 + 100_007;

fn recall(changes: &Value) -> Callback {
    let mut body = json!({ "From_Account": "amy", "To_Account": "ben", "MsgKey": format!("1_2_{SENT}") });
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    Callback::new(RECALL, &body)
}

async fn revoked(app: &TestApp) -> Vec<Value> {
    let select = "select coalesce(msg_key, msg_seq::text) as id, revoked_at, revoked_by from analytics.messages order by received_at";
    app.database.rows(select).await
}

fn row(id: &str, at: Option<&str>, by: Option<&str>) -> Value {
    json!({ "id": id, "revoked_at": at, "revoked_by": by })
}

#[tokio::test]
async fn a_recall_reaches_its_message_whichever_comes_first() {
    let key = format!("1_2_{SENT}");
    let message = Callback::sample(C2C, &json!({}));
    let other = Callback::sample(C2C, &json!({ "MsgKey": "other" }));
    let back = Callback::sample(C2C, &json!({ "From_Account": "ben", "To_Account": "amy" }));
    let report = recall(&json!({ "EventTime": EVENT_TIME }));
    let expected =
        [row(&key, Some(RECALLED_AT), Some("amy")), row("other", None, None), row(&key, None, None)];
    let app = TestApp::start().await;
    app.record(&[message.clone(), other.clone(), back.clone(), report.clone()]).await;
    assert_eq!(revoked(&app).await, expected);
    let app = TestApp::start().await;
    app.record(&[report.clone(), message.clone(), other.clone(), back.clone()]).await;
    assert_eq!(revoked(&app).await, expected);
    let app = TestApp::start().await;
    app.record_together(&[report, message, other, back]).await;
    assert_eq!(revoked(&app).await, expected);
}

#[tokio::test]
async fn a_recall_finds_a_message_that_came_without_its_key() {
    let app = TestApp::start().await;
    app.record(&[Callback::sample(C2C, &json!({ "MsgKey": null })), recall(&json!({}))]).await;
    app.database
        .wait_for("analytics.messages where revoked_by = 'amy' and revoked_at > received_at", 1)
        .await;
}

#[tokio::test]
async fn the_first_recall_counts_and_a_recall_by_rest_names_nobody() {
    let app = TestApp::start().await;
    let mut by_rest = recall(&json!({ "EventTime": EVENT_TIME }));
    by_rest.more = "&OptPlatform=RESTAPI".to_owned();
    let later = recall(&json!({ "EventTime": EVENT_TIME + 5 }));
    app.record(&[Callback::sample(C2C, &json!({})), by_rest, later]).await;
    assert_eq!(revoked(&app).await, [row(&format!("1_2_{SENT}"), Some(RECALLED_AT), None)]);
}

#[tokio::test]
async fn a_group_recall_names_several_messages_of_one_topic() {
    let app = TestApp::start().await;
    let message =
        |seq: u32, topic: &str| Callback::sample(GROUP, &json!({ "MsgSeq": seq, "TopicId": topic }));
    let recall = |topic: &str, seqs: Value, by: &str| {
        let list: Value = seqs.as_array().unwrap().iter().map(|seq| json!({ "MsgSeq": seq })).collect();
        let body = json!({
            "Operator_Account": by, "GroupId": "g1", "MsgSeqList": list, "TopicId": topic, "EventTime": EVENT_TIME.to_string(),
        });
        Callback::new(GROUP_RECALL, &body)
    };
    app.record(&[
        message(1, ""),
        message(2, ""),
        message(3, ""),
        recall("", json!([1, "3", 4]), "owner"),
        recall("t1", json!([2]), "admin"),
        message(1, "t1"),
        message(2, "t1"),
        message(4, ""),
        message(2, "t2"),
    ])
    .await;
    let expected = [
        row("1", Some(RECALLED_AT), Some("owner")),
        row("2", None, None),
        row("3", Some(RECALLED_AT), Some("owner")),
        row("1", None, None),
        row("2", Some(RECALLED_AT), Some("admin")),
        row("4", Some(RECALLED_AT), Some("owner")),
        row("2", None, None),
    ];
    assert_eq!(revoked(&app).await, expected);
}

#[tokio::test]
async fn an_official_account_recalls_messages_of_its_own() {
    let app = TestApp::start().await;
    let message = |account: &str, key: &str| {
        Callback::sample(OFFICIAL, &json!({ "Official_Account": account, "MsgKey": key }))
    };
    let body = json!({
        "Official_Account": "@TOA#_a", "WithdrawMsgList": [{ "MsgKey": "k1" }, { "MsgKey": "k3" }], "EventTime": EVENT_TIME,
    });
    app.record(&[
        message("@TOA#_a", "k1"),
        message("@TOA#_a", "k2"),
        message("@TOA#_b", "k1"),
        Callback::new("OfficialAccount.CallbackAfterMsgWithDraw", &body),
        message("@TOA#_a", "k3"),
    ])
    .await;
    let expected = [
        row("k1", Some(RECALLED_AT), None),
        row("k2", None, None),
        row("k1", None, None),
        row("k3", Some(RECALLED_AT), None),
    ];
    assert_eq!(revoked(&app).await, expected);
}

fn read_report(reader: &str, peer: &str, last_read_time: i64) -> Callback {
    let body = json!({ "Report_Account": reader, "Peer_Account": peer, "LastReadTime": last_read_time, "UnreadMsgNum": 0 });
    Callback::new("C2C.CallbackAfterMsgReport", &body)
}

#[tokio::test]
async fn a_message_is_read_by_the_first_report_that_reaches_it() {
    let sent = |second: i64| {
        Callback::sample(
            C2C,
            &json!({ "MsgTime": SENT + second, "MsgKey": format!("1_2_{}", SENT + second) }),
        )
    };
    let messages = [sent(0), sent(10), sent(11), sent(20), sent(21)];
    let reports = [
        read_report("ben", "amy", SENT + 20),
        read_report("ben", "amy", SENT + 10),
        read_report("ben", "amy", SENT - 1),
        read_report("amy", "ben", SENT + 100),
        read_report("ben", "cleo", SENT + 100),
        read_report("cleo", "amy", SENT + 100),
    ];
    let expected = [Some("10"), Some("10"), Some("20"), Some("20"), None]
        .map(|second| json!({ "read_at": second.map(|second| format!("2025-01-01T03:00:{second}+00:00")) }));
    for messages_first in [true, false] {
        let app = TestApp::start().await;
        let all = if messages_first {
            [&messages[..], &reports].concat()
        } else {
            [&reports[..], &messages].concat()
        };
        app.record(&all).await;
        let read = app.database.rows("select read_at from analytics.messages order by sent_at").await;
        assert_eq!(read, expected, "messages first: {messages_first}");
    }
}

#[tokio::test]
async fn a_read_report_is_for_c2c_messages_of_its_app() {
    let app = TestApp::with(&[]).await;
    let other_app = Callback { app: 4711, ..Callback::sample(C2C, &json!({})) };
    let odd = read_report("ben", "amy", 1_000_000_000_000_000);
    app.record(&[
        other_app,
        Callback::sample(GROUP, &json!({})),
        Callback::sample(C2C, &json!({})),
        read_report("ben", "amy", SENT),
        odd,
    ])
    .await;
    app.database
        .wait_for("analytics.messages where read_at = sent_at and kind = 'c2c' and app_id <> 4711", 1)
        .await;
    app.database.wait_for("analytics.messages where read_at is not null", 1).await;
    app.database.wait_for("analytics.callbacks where 'odd_time' = any (flags)", 1).await;
}

#[tokio::test]
async fn the_highest_receipt_counts_the_readers() {
    let app = TestApp::start().await;
    let receipt = |list: Value| {
        let body = json!({ "GroupId": "g1", "GroupMsgReceiptList": list, "EventTime": EVENT_TIME });
        Callback::new("Group.CallbackAfterReadReceipt", &body)
    };
    let message = |seq: u32| Callback::sample(GROUP, &json!({ "MsgSeq": seq }));
    let readers = json!([{ "Member_Account": "ben" }, { "Member_Account": "cleo" }]);
    app.record(&[
        receipt(json!([{ "MsgSeq": 1, "ReadNum": 2, "UnreadNum": 1, "ReadReceiptMembers": readers }])),
        message(1),
        message(2),
        message(3),
        receipt(json!([{ "MsgSeq": 1, "ReadNum": "3", "UnreadNum": 0 }, { "MsgSeq": 2, "ReadNum": 5, "UnreadNum": 1 }])),
        receipt(json!([{ "MsgSeq": 2, "ReadNum": 4, "UnreadNum": 2 }])),
    ])
    .await;
    let counts =
        app.database.rows("select msg_seq, read_count from analytics.messages order by msg_seq").await;
    let row = |seq: u32, count: Option<u32>| json!({ "msg_seq": seq, "read_count": count });
    assert_eq!(counts, [row(1, Some(3)), row(2, Some(5)), row(3, None)]);
    let members = app.database.rows("select members from imhook.receipts where read_num = 2").await;
    assert_eq!(members, [json!({ "members": ["ben", "cleo"] })]);
}
