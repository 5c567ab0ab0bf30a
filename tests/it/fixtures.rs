//! Every sample of Tencent's documentation, from the socket to the analyst's view.

use crate::support::app::TestApp;
use crate::support::callback::{C2C, GROUP, OFFICIAL};
use crate::support::fixture::Fixture;
use chrono::DateTime;
use imhook::callback::Kind;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Posts all samples, each with line feeds and indents, which `json` keeps and `jsonb` would not.
async fn post_all(app: &TestApp) -> Vec<(Fixture, String)> {
    let mut sent = Vec::new();
    for fixture in Fixture::all() {
        let body = serde_json::to_string_pretty(&fixture.body).unwrap();
        let answer = app.decide(&fixture.unsigned_query(), body.clone()).await;
        assert_eq!(&answer, carry_on(&fixture), "{}", fixture.name);
        sent.push((fixture, body));
    }
    app.database.wait_for("imhook.callbacks", sent.len().try_into().unwrap()).await;
    sent
}

/// The answer without handlers: the sample's first one, but for a question, whose first has content.
fn carry_on(fixture: &Fixture) -> &Value {
    &fixture.acks[usize::from(is_question(fixture))]
}

fn is_question(fixture: &Fixture) -> bool {
    fixture.command() == "Chatbot.OnC2CSignalMessage"
}

/// A number that may be quoted.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// A time as Postgres writes it into JSON: without zeros at the end of a fraction.
fn time(milliseconds: i64) -> String {
    let time = DateTime::from_timestamp_millis(milliseconds).unwrap();
    let (seconds, fraction) = (time.format("%Y-%m-%dT%H:%M:%S"), time.format("%.3f").to_string());
    format!("{seconds}{}+00:00", fraction.trim_end_matches('0').trim_end_matches('.'))
}

/// `OptPlatform`; State.StateChange alone writes IOS.
fn platform(fixture: &Fixture) -> Value {
    json!(fixture.query.get("OptPlatform").map(|name| if name == "IOS" { "iOS" } else { name }))
}

fn by_body(rows: Vec<Value>) -> HashMap<String, Value> {
    rows.into_iter().map(|mut row| (row["sent"].take().as_str().unwrap().to_owned(), row)).collect()
}

#[tokio::test]
async fn every_sample_is_kept_to_the_byte() {
    let app = TestApp::with(&[]).await;
    let sent = post_all(&app).await;
    let select = "select body::text as sent, app_id, command, client_ip, platform, verdict_code, decided_by, flags, raw,
                         (extract(epoch from event_time) * 1000)::bigint as event_time
                  from analytics.callbacks";
    let mut kept = by_body(app.database.rows(select).await);
    for (fixture, body) in sent {
        let decides = imhook::callback::command(fixture.command()).unwrap().kind != Kind::After;
        let expected = json!({
            "sent": null,
            "app_id": fixture.query["SdkAppid"].parse::<i64>().unwrap(),
            "command": fixture.command(),
            "client_ip": fixture.query.get("ClientIP"),
            "platform": platform(&fixture),
            "event_time": number(&fixture.body["EventTime"]),
            "verdict_code": decides.then(|| carry_on(&fixture)["ErrorCode"].clone()),
            "decided_by": decides.then_some("default"),
            "flags": ["unsigned"],
            "raw": null,
        });
        let row = kept.remove(&body).unwrap_or_else(|| panic!("{} is not kept", fixture.name));
        assert_eq!(row, expected, "{}", fixture.name);
    }
    assert_eq!(kept.len(), 0);
}

/// What a sent message should look like, read from the sample by hand.
fn expected_message(fixture: &Fixture) -> Option<Value> {
    let body = &fixture.body;
    let field = |name: &str| body.get(name).cloned().unwrap_or_default();
    let encode = |name: &str| body[name].as_str().unwrap().replace('%', "%25").replace(':', "%3A");
    let elements = body["MsgBody"].as_array();
    let texts: Vec<_> =
        elements.into_iter().flatten().filter_map(|e| e["MsgContent"]["Text"].as_str()).collect();
    let mut row = json!({
        "app_id": fixture.query["SdkAppid"].parse::<i64>().unwrap(),
        "msg_key": field("MsgKey"),
        "msg_seq": field("MsgSeq"),
        "msg_random": null,
        "sent_at": time(number(&body["MsgTime"]).unwrap_or_default() * 1000),
        "sender": field("From_Account"),
        "recipient": field("To_Account"),
        "group_id": field("GroupId"),
        "topic_id": field("TopicId"),
        "text": (!texts.is_empty()).then(|| texts.join("\n")),
        "element_types": elements.into_iter().flatten().map(|e| e["MsgType"].clone()).collect::<Value>(),
        "body": field("MsgBody"),
        "cloud_custom_data": field("CloudCustomData"),
        "online_only": number(&body["OnlineOnlyFlag"]).map(|flag| flag == 1),
        "send_result": field("SendMsgResult"),
        "platform": platform(fixture),
        "client_ip": fixture.query.get("ClientIP"),
        "source": "callback",
    });
    let (kind, conversation) = match fixture.command() {
        C2C => {
            row["msg_random"] = field("MsgRandom");
            let mut users = [encode("From_Account"), encode("To_Account")];
            users.sort();
            ("c2c", users.join(":"))
        }
        GROUP => {
            row["msg_random"] = field("Random");
            ("group", encode(if body.get("TopicId").is_some() { "TopicId" } else { "GroupId" }))
        }
        OFFICIAL => {
            row["sender"] = field("Official_Account");
            ("official", encode("Official_Account"))
        }
        _ => return None,
    };
    row["kind"] = json!(kind);
    row["conversation"] = json!(format!("{kind}:{conversation}"));
    Some(row)
}

#[tokio::test]
async fn every_sample_of_a_message_is_a_row_value_for_value() {
    let app = TestApp::with(&[]).await;
    let sent = post_all(&app).await;
    let select = "select c.body::text as sent, m.* from imhook.callbacks c join analytics.messages m using (received_at)";
    let mut rows = by_body(app.database.rows(select).await);
    let mut messages = 0;
    for (fixture, body) in sent {
        let Some(expected) = expected_message(&fixture) else { continue };
        messages += 1;
        let mut row = rows.remove(&body).unwrap_or_else(|| panic!("{} is no message", fixture.name));
        let row = row.as_object_mut().unwrap();
        for elsewhere in
            ["sent", "received_at", "revoked_at", "revoked_by", "revoked_told_by", "read_at", "read_count"]
        {
            row.remove(elsewhere).unwrap_or_else(|| panic!("no column {elsewhere}"));
        }
        assert_eq!(Value::Object(row.clone()), expected, "{}", fixture.name);
    }
    assert_eq!((messages, rows.len()), (26, 0));
    app.database.wait_for("analytics.messages", 26).await;
    app.database.wait_for("imhook.message_conflicts", 0).await;
}

#[tokio::test]
async fn samples_that_speak_of_a_message_reach_it() {
    let app = TestApp::with(&[]).await;
    post_all(&app).await;
    let select = "select msg_key, msg_seq, group_id, topic_id, revoked_by, revoked_at, read_count from analytics.messages
                  where revoked_at is not null or read_count is not null order by kind, msg_seq";
    let rows = app.database.rows(select).await;
    let of = |kind: &str| Fixture::all().into_iter().find(|fixture| fixture.name == kind).unwrap().body;
    let recall = of("Group.CallbackAfterRecallMsg.topic");
    let topic =
        rows.iter().find(|row| row["topic_id"] == recall["TopicId"]).expect("a recalled message of a topic");
    assert_eq!(topic["msg_seq"], recall["MsgSeqList"][0]["MsgSeq"]);
    assert_eq!(topic["revoked_by"], recall["Operator_Account"]);
    assert_eq!(topic["revoked_at"], time(number(&recall["EventTime"]).unwrap()));
    let recall = of("OfficialAccount.CallbackAfterMsgWithDraw");
    let news = rows.iter().find(|row| row["msg_key"] == recall["WithdrawMsgList"][0]["MsgKey"]).unwrap();
    assert_eq!(news["revoked_at"], time(number(&recall["EventTime"]).unwrap()));
    let receipt = of("Group.CallbackAfterReadReceipt");
    let read =
        rows.iter().filter(|row| row["group_id"] == receipt["GroupId"] && row["read_count"] != json!(null));
    let counts: Vec<_> = read.map(|row| (&row["msg_seq"], &row["read_count"])).collect();
    assert_eq!(counts, [(&json!(41), &json!(2)), (&json!(42), &json!(1))]);
}
