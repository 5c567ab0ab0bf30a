//! When a message was sent, and which month's partition has it.

use crate::support::app::TestApp;
use crate::support::callback::{C2C, Callback, GROUP, OFFICIAL, SENT};
use serde_json::{Value, json};

const SENT_AT: &str = "2025-01-01T03:00:00+00:00";

/// Each message's time, whether that is its arrival, its partition, and its callback's flags.
async fn kept(app: &TestApp) -> Vec<Value> {
    let select = "select m.sent_at, m.sent_at = m.received_at as arrival, relname as partition, c.flags
                  from imhook.messages m join pg_class on oid = m.tableoid
                  join (select received_at, flags from imhook.callbacks) c using (received_at)
                  order by received_at";
    app.database.rows(select).await
}

fn row(sent_at: &str, partition: &str, flags: &[&str]) -> Value {
    json!({ "sent_at": sent_at, "arrival": false, "partition": format!("messages_{partition}"), "flags": flags })
}

#[tokio::test]
async fn without_msg_time_the_keys_time_counts() {
    let app = TestApp::start().await;
    let key = format!("9_9_{}", SENT - 3600);
    app.record(&[
        Callback::sample(C2C, &json!({ "MsgTime": null, "MsgKey": key })),
        Callback::sample(OFFICIAL, &json!({ "MsgTime": 0, "MsgKey": key })),
        Callback::sample(C2C, &json!({ "MsgTime": SENT - 60, "MsgKey": key, "To_Account": "cleo" })),
    ])
    .await;
    let hour_ago = "2025-01-01T02:00:00+00:00";
    let expected = [
        row(hour_ago, "2025_01", &[]),
        row(hour_ago, "2025_01", &[]),
        row("2025-01-01T02:59:00+00:00", "2025_01", &[]),
    ];
    assert_eq!(kept(&app).await, expected);
}

#[tokio::test]
async fn without_any_time_the_arrival_counts() {
    let app = TestApp::start().await;
    app.record(&[
        Callback::sample(C2C, &json!({ "MsgTime": null, "MsgKey": "a key" })),
        Callback::sample(GROUP, &json!({ "MsgTime": null })),
        Callback::sample(GROUP, &json!({ "MsgTime": 0, "MsgSeq": 2 })),
    ])
    .await;
    let this_month = chrono::Utc::now().format("messages_%Y_%m").to_string();
    for message in kept(&app).await {
        assert_eq!((&message["arrival"], &message["flags"]), (&json!(true), &json!([])), "{message}");
        assert_eq!(message["partition"], this_month);
    }
    app.database.wait_for("imhook.messages", 3).await;
}

#[tokio::test]
async fn each_month_has_its_partition() {
    let app = TestApp::start().await;
    let months = [
        (1_735_689_599, "2024-12-31T23:59:59+00:00", "2024_12"),
        (1_735_689_600, "2025-01-01T00:00:00+00:00", "2025_01"),
        (1_738_367_999, "2025-01-31T23:59:59+00:00", "2025_01"),
        (1_709_164_800, "2024-02-29T00:00:00+00:00", "2024_02"),
        (1_388_534_400, "2014-01-01T00:00:00+00:00", "2014_01"),
    ];
    let callbacks: Vec<_> = (1..)
        .zip(months)
        .map(|(seq, (time, ..))| Callback::sample(GROUP, &json!({ "MsgSeq": seq, "MsgTime": time })))
        .collect();
    app.record(&callbacks).await;
    assert_eq!(kept(&app).await, months.map(|(_, sent_at, partition)| row(sent_at, partition, &[])));
    let arrivals =
        "select distinct relname as partition from imhook.callbacks c join pg_class on oid = c.tableoid";
    let this_month = chrono::Utc::now().format("callbacks_%Y_%m").to_string();
    assert_eq!(app.database.rows(arrivals).await, [json!({ "partition": this_month })]);
}

#[tokio::test]
async fn an_absurd_time_is_flagged_and_lies_in_the_default_partition() {
    let app = TestApp::start().await;
    let absurd = [
        (1_i64, "1970-01-01T00:00:01+00:00"),
        (1_388_534_399, "2013-12-31T23:59:59+00:00"),
        (4_102_444_800, "2100-01-01T00:00:00+00:00"),
        (253_402_300_799, "9999-12-31T23:59:59+00:00"),
    ];
    for (seq, (time, _)) in (1..).zip(absurd) {
        app.record(&[Callback::sample(GROUP, &json!({ "MsgSeq": seq, "MsgTime": time }))]).await;
    }
    assert_eq!(kept(&app).await, absurd.map(|(_, sent_at)| row(sent_at, "default", &["odd_time"])));
}

#[tokio::test]
async fn a_time_that_cannot_be_is_flagged_and_not_used() {
    let app = TestApp::start().await;
    let times = [
        json!(1_000_000_000_000_000_i64),
        json!(-1),
        json!(i64::MIN),
        json!(i64::MAX),
        json!(SENT * 1000),
        json!("1000000000000000"),
    ];
    let callbacks: Vec<_> = (1..)
        .zip(&times)
        .map(|(seq, time)| Callback::sample(GROUP, &json!({ "MsgSeq": seq, "MsgTime": time })))
        .collect();
    app.record(&callbacks).await;
    for message in kept(&app).await {
        assert_eq!(
            (&message["arrival"], &message["flags"]),
            (&json!(true), &json!(["odd_time"])),
            "{message}"
        );
    }
    app.database.wait_for("imhook.messages", 6).await;
    let c2c = Callback::sample(C2C, &json!({ "MsgTime": 1_000_000_000_000_000_i64 }));
    app.record(&[c2c]).await;
    assert_eq!(kept(&app).await[6], row(SENT_AT, "2025_01", &["odd_time"]));
}

#[tokio::test]
async fn a_time_within_a_month_from_now_is_not_absurd() {
    let app = TestApp::start().await;
    let now = chrono::Utc::now();
    for (seq, days, odd) in [(1, 30, false), (2, 80, true)] {
        let time = now + chrono::TimeDelta::days(days);
        app.record(&[Callback::sample(GROUP, &json!({ "MsgSeq": seq, "MsgTime": time.timestamp() }))]).await;
        let partition = if odd { "default".to_owned() } else { time.format("%Y_%m").to_string() };
        let flags: &[&str] = if odd { &["odd_time"] } else { &[] };
        let sent_at = time.format("%Y-%m-%dT%H:%M:%S+00:00").to_string();
        assert_eq!(kept(&app).await.last(), Some(&row(&sent_at, &partition, flags)));
    }
}

#[tokio::test]
async fn a_long_query_holds_up_a_new_month_and_not_the_recorder() {
    let app = TestApp::start().await;
    app.record(&[Callback::sample(GROUP, &json!({}))]).await;
    let mut reader = app.database.pool.begin().await.unwrap();
    sqlx::query("select from imhook.messages").execute(&mut *reader).await.unwrap();
    let in_2020 = 1_590_000_000;
    app.record(&[Callback::sample(GROUP, &json!({ "MsgSeq": 2, "MsgTime": in_2020 }))]).await;
    reader.commit().await.unwrap();

    let partitions =
        "select relname as partition from imhook.messages m join pg_class c on c.oid = m.tableoid
                      order by msg_seq";
    let meanwhile = json!([{ "partition": "messages_2025_01" }, { "partition": "messages_default" }]);
    assert_eq!(json!(app.database.rows(partitions).await), meanwhile);
    app.database.rows("select imhook.ensure_month('messages', '2020-05-01')::text as done").await;
    let afterwards = json!([{ "partition": "messages_2025_01" }, { "partition": "messages_2020_05" }]);
    assert_eq!(json!(app.database.rows(partitions).await), afterwards);
}
