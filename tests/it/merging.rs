//! A second arrival of a message: it fills what is missing and overwrites nothing.

use crate::support::app::TestApp;
use crate::support::callback::{C2C, Callback, GROUP, OFFICIAL, SENT};
use serde_json::{Value, json};

const COLUMNS: &str =
    "msg_key, msg_seq, msg_random, sent_at, text, element_types, body, cloud_custom_data, platform,
                       client_ip, online_only, send_result";
const LACKING: &str = "analytics.messages where sent_at = received_at";

fn plain(command: &str, changes: &Value) -> Callback {
    Callback { more: String::new(), ..Callback::sample(command, changes) }
}

/// Records both, once in two batches and once in one; the row that is left and the fields in conflict.
async fn merged(first: &Callback, second: &Callback) -> (Value, Vec<Value>) {
    let mut outcomes = Vec::new();
    for together in [false, true] {
        let app = TestApp::start().await;
        if together {
            app.record_together(&[first.clone(), second.clone()]).await;
        } else {
            app.record(std::slice::from_ref(first)).await;
            app.record(std::slice::from_ref(second)).await;
        }
        app.database.wait_for("analytics.callbacks where 'redelivered' = any (flags)", 1).await;
        let mut rows = app.database.rows(&format!("select {COLUMNS} from analytics.messages")).await;
        assert_eq!(rows.len(), 1, "together: {together}");
        let fields =
            "select fields, arrival - 'received_at' - 'sent_at' as arrival from imhook.message_conflicts";
        outcomes.push((rows.remove(0), app.database.rows(fields).await));
    }
    let together = outcomes.pop().unwrap();
    assert_eq!(outcomes, std::slice::from_ref(&together));
    together
}

/// A message that came at once with all that it says.
async fn complete(callback: &Callback) -> Value {
    let app = TestApp::start().await;
    app.record(std::slice::from_ref(callback)).await;
    app.database.wait_for(LACKING, 0).await;
    app.database.rows(&format!("select {COLUMNS} from analytics.messages")).await.remove(0)
}

#[tokio::test]
async fn a_c2c_message_is_filled() {
    let nothing = json!({
        "MsgSeq": null, "MsgRandom": null, "MsgTime": null, "OnlineOnlyFlag": null, "SendMsgResult": null,
        "CloudCustomData": null, "MsgBody": null, "MsgKey": "k",
    });
    let all = Callback::sample(C2C, &json!({ "MsgKey": "k" }));
    let (row, conflicts) = merged(&plain(C2C, &nothing), &all).await;
    assert_eq!(row, complete(&all).await);
    assert_eq!(conflicts, Vec::<Value>::new());
}

#[tokio::test]
async fn a_group_message_is_filled() {
    let nothing = json!({ "Random": null, "MsgTime": null, "OnlineOnlyFlag": null, "CloudCustomData": null });
    let all = Callback::sample(GROUP, &json!({}));
    let (row, conflicts) = merged(&plain(GROUP, &nothing), &all).await;
    assert_eq!(row, complete(&all).await);
    assert_eq!(conflicts, Vec::<Value>::new());
}

#[tokio::test]
async fn an_official_message_is_filled() {
    let nothing = json!({ "MsgTime": null, "OnlineOnlyFlag": null, "CloudCustomData": null, "MsgKey": "k" });
    let all = Callback::sample(OFFICIAL, &json!({ "MsgKey": "k" }));
    let (row, conflicts) = merged(&plain(OFFICIAL, &nothing), &all).await;
    assert_eq!(row, complete(&all).await);
    assert_eq!(conflicts, Vec::<Value>::new());
}

#[tokio::test]
async fn a_second_arrival_that_lacks_things_takes_nothing_away() {
    let all = Callback::sample(GROUP, &json!({}));
    let nothing = json!({
        "Random": null, "MsgTime": null, "OnlineOnlyFlag": null, "CloudCustomData": null, "MsgBody": null,
    });
    let (row, conflicts) = merged(&all, &plain(GROUP, &nothing)).await;
    assert_eq!(row, complete(&all).await);
    assert_eq!(conflicts, Vec::<Value>::new());
}

#[tokio::test]
async fn a_second_arrival_that_differs_is_a_conflict() {
    let first = Callback::sample(C2C, &json!({}));
    let body = json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "changed" } }]);
    let differs = json!({
        "MsgTime": SENT + 1, "MsgSeq": 8, "MsgRandom": 9, "OnlineOnlyFlag": 1, "SendMsgResult": 80001,
        "CloudCustomData": "other", "MsgBody": body, "MsgKey": format!("1_2_{SENT}"),
    });
    let mut second = Callback::sample(C2C, &differs);
    second.more = "&ClientIP=198.51.100.1&OptPlatform=Web".to_owned();
    let (row, mut conflicts) = merged(&first, &second).await;
    assert_eq!(row, complete(&first).await);
    assert_eq!(conflicts.len(), 1);
    let mut fields: Vec<String> = serde_json::from_value(conflicts[0]["fields"].take()).unwrap();
    fields.sort();
    let all = [
        "body",
        "client_ip",
        "cloud_custom_data",
        "msg_random",
        "msg_seq",
        "online_only",
        "platform",
        "send_result",
        "sent_at",
        "text",
    ];
    assert_eq!(fields, all);
    let arrival = &conflicts[0]["arrival"];
    for (column, value) in
        [("text", json!("changed")), ("msg_seq", json!(8)), ("client_ip", json!("198.51.100.1"))]
    {
        assert_eq!(arrival[column], value, "{column}");
    }
}

#[tokio::test]
async fn another_sender_of_a_group_message_is_a_conflict() {
    let second = Callback::sample(GROUP, &json!({ "From_Account": "eve" }));
    let (_, conflicts) = merged(&Callback::sample(GROUP, &json!({})), &second).await;
    let fields: Vec<_> = conflicts.iter().map(|conflict| &conflict["fields"]).collect();
    assert_eq!(fields, [&json!(["sender"])]);
}

#[tokio::test]
async fn the_same_json_in_other_spelling_is_no_conflict() {
    let first = Callback::sample(C2C, &json!({}));
    let pretty: Value = serde_json::from_slice(&first.body).unwrap();
    let second =
        Callback::raw(C2C, serde_json::to_string_pretty(&pretty).unwrap().replace("hello", "h\\u0065llo"));
    let (row, conflicts) = merged(&first, &second).await;
    assert_eq!(row, complete(&first).await);
    assert_eq!(conflicts, Vec::<Value>::new());
}

#[tokio::test]
async fn the_time_filled_in_moves_the_message_into_its_month() {
    let app = TestApp::start().await;
    let timeless = Callback::sample(GROUP, &json!({ "MsgTime": null }));
    let timed = Callback::sample(GROUP, &json!({}));
    let later = Callback::sample(GROUP, &json!({ "MsgTime": SENT + 5 }));
    app.record(&[timeless.clone(), timed, timeless, later]).await;
    let select =
        "select sent_at, relname as partition from imhook.messages m join pg_class on oid = m.tableoid";
    let expected = json!({ "sent_at": "2025-01-01T03:00:00+00:00", "partition": "messages_2025_01" });
    assert_eq!(app.database.rows(select).await, [expected]);
    let conflicts =
        app.database.rows("select fields, arrival->'sent_at' as sent_at from imhook.message_conflicts").await;
    assert_eq!(conflicts, [json!({ "fields": ["sent_at"], "sent_at": "2025-01-01T03:00:05Z" })]);
}

/// Records the callbacks one by one, and once in one batch: the same row, and the same conflicts in order.
async fn one_by_one_and_together(callbacks: &[Callback], columns: &str) -> (Value, Vec<Value>) {
    let mut outcomes = Vec::new();
    for together in [false, true] {
        let app = TestApp::start().await;
        if together {
            app.record_together(callbacks).await;
        } else {
            for callback in callbacks {
                app.record(std::slice::from_ref(callback)).await;
            }
        }
        let again = i64::try_from(callbacks.len()).unwrap() - 1;
        app.database.wait_for("analytics.callbacks where 'redelivered' = any (flags)", again).await;
        let rows = app.database.rows(&format!("select {columns} from imhook.messages")).await;
        assert_eq!(rows.len(), 1, "together: {together}");
        let conflicts = app.database.rows("select fields from imhook.message_conflicts order by id").await;
        assert_eq!(app.database.count("imhook.dead_letters").await, 0);
        outcomes.push((rows[0].clone(), conflicts));
    }
    let together = outcomes.pop().unwrap();
    assert_eq!(outcomes, std::slice::from_ref(&together));
    together
}

#[tokio::test]
async fn of_several_arrivals_in_a_batch_the_first_value_stays() {
    let arrivals = [
        json!({ "Random": null, "CloudCustomData": null, "OnlineOnlyFlag": null, "MsgTime": null, "MsgBody": null }),
        json!({ "Random": null, "CloudCustomData": "second", "OnlineOnlyFlag": null, "MsgTime": null }),
        json!({ "Random": 3, "CloudCustomData": "third", "OnlineOnlyFlag": null, "MsgTime": SENT + 3, "MsgBody": [] }),
        json!({ "Random": 4, "CloudCustomData": "second", "OnlineOnlyFlag": 1, "MsgTime": SENT + 3 }),
        json!({ "Random": 3, "CloudCustomData": "second", "OnlineOnlyFlag": 0, "MsgTime": SENT + 5 }),
        json!({ "Random": null, "CloudCustomData": null, "OnlineOnlyFlag": null, "MsgTime": null, "MsgBody": null }),
    ];
    let arrivals = arrivals.map(|changes| plain(GROUP, &changes));
    let columns = "msg_random, cloud_custom_data, online_only, sent_at, element_types";
    let (row, conflicts) = one_by_one_and_together(&arrivals, columns).await;
    let expected = json!({
        "msg_random": 3, "cloud_custom_data": "second", "online_only": true, "sent_at": "2025-01-01T03:00:03+00:00",
        "element_types": ["TIMTextElem"],
    });
    assert_eq!(row, expected);
    let fields: Vec<_> = conflicts
        .iter()
        .map(|conflict| {
            let mut fields: Vec<String> = serde_json::from_value(conflict["fields"].clone()).unwrap();
            fields.sort();
            fields.join(" ")
        })
        .collect();
    assert_eq!(fields, ["body cloud_custom_data", "msg_random", "online_only sent_at"]);
}

/// Postgres keeps the text of such a number as `json`, and refuses it as `jsonb`.
#[tokio::test]
async fn a_number_beyond_all_limits_in_a_second_body_is_a_conflict() {
    let arrival = |exponent: &str| {
        let body = String::from_utf8(Callback::sample(C2C, &json!({})).body).unwrap();
        let with_number =
            body.replacen("\"MsgContent\":{", &format!("\"MsgContent\":{{\"n\":1e{exponent},"), 1);
        assert_ne!(with_number, body);
        Callback::raw(C2C, with_number)
    };
    let arrivals = ["999999", "999998", "999999"].map(arrival);
    let (_, conflicts) = one_by_one_and_together(&arrivals, "identity").await;
    assert_eq!(conflicts, [json!({ "fields": ["body"] })]);
}
