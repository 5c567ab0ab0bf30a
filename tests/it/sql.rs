//! SQL that stays fast: what is asked about a time reads the partitions of that time, by indexes; and what makes partitions
//! and indexes stays out of the way.

use crate::documents::blocks;
use crate::support::app::TestApp;
use crate::support::callback::{C2C, Callback};
use crate::support::postgres::Database;
use crate::support::process::{command, free_port};
use crate::support::{eventually, folder};
use imhook::Router;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use std::path::Path;

/// A year of messages and callbacks, up to now, and those of the documents' `MsgKey`.
const YEAR: &str = "
    select imhook.ensure_month(parent, (date_trunc('month', now()) - make_interval(months => m))::date)
    from generate_series(-1, 12) m cross join (values ('messages'), ('callbacks')) p (parent);
    select imhook.ensure_month('messages', '2025-01-01');
    with times as (select n, now() - interval '365 days' * (1 - n / 12000.0) as at from generate_series(1, 12000) n)
    insert into imhook.messages (identity, app_id, kind, conversation, msg_key, sent_at, sender, recipient, text,
        element_types, source, received_at)
    select md5(n::text)::uuid, 1, 'c2c', 'c2c:a' || n % 50 || ':b', n || '_1_1', at, 'a' || n % 50, 'b', repeat('x', 99), '{}',
        'callback', at from times;
    insert into imhook.messages (identity, app_id, kind, conversation, msg_key, sent_at, element_types, source, received_at)
    values (md5('key')::uuid, 1, 'c2c', 'c2c:alice:bob', '1_2837546_1735700400', to_timestamp(1735700400), '{}', 'callback', now());
    insert into imhook.revocations (identity, app_id, revoked_at, source, sent_at)
    select identity, 1, sent_at + interval '1 minute', 'callback', sent_at from imhook.messages where msg_key like '%00_1_1';
    insert into imhook.callbacks (journal_id, journal_offset, app_id, command, received_at, query, took_ms)
    select 1, row_number() over (order by sent_at), 1, 'c', sent_at, '', 1 from imhook.messages where sender is not null;
    analyze;";

/// Makes sure that the node and those below it read no more than is asked.
fn judge(place: &str, node: &Value, oldest: &str) {
    let loops = node["Actual Loops"].as_f64().unwrap();
    if let Some(table) = node["Relation Name"].as_str().filter(|_| loops > 0.0) {
        let month = table.strip_prefix("messages_").or_else(|| table.strip_prefix("callbacks_"));
        if let Some(month) = month.filter(|month| *month != "default") {
            assert!(month >= oldest || month == "2025_01", "{place} reads {table}");
            let read = node["Actual Rows"].as_f64().unwrap()
                + node["Rows Removed by Filter"].as_f64().unwrap_or_default();
            assert!(node["Node Type"] != "Seq Scan" || read < 1.0, "{place} reads {table} whole");
        }
    }
    for below in node["Plans"].as_array().into_iter().flatten() {
        judge(place, below, oldest);
    }
}

#[tokio::test]
async fn documented_queries_read_the_time_that_they_ask_for() {
    let database = Database::new().await;
    sqlx::raw_sql(YEAR).execute(&database.pool).await.unwrap();
    let oldest = "select to_char(now() - interval '31 days', 'YYYY_MM')";
    let oldest: String = database.value(oldest).await.unwrap();
    let more = [
        "select * from analytics.messages where sender = 'a7' and sent_at >= now() - interval '2 hours'",
        "select conversation, count(*) from analytics.messages where sent_at >= now() - interval '1 hour' group by 1",
    ];
    let documented = blocks("sql");
    let statements =
        documented.iter().flat_map(|(place, block)| block.split(';').map(move |sql| (place.as_str(), sql)));
    let mut judged = 0;
    for (place, sql) in statements.chain(more.map(|sql| ("here", sql))) {
        if !sql.contains("select") {
            continue;
        }
        let mut transaction = database.pool.begin().await.unwrap();
        // So small a table would be read whole though there is an index.
        sqlx::query("set local enable_seqscan = off").execute(&mut *transaction).await.unwrap();
        let explain = format!("explain (analyze, format json) {sql}");
        let plan: Value =
            sqlx::query_scalar(AssertSqlSafe(explain)).fetch_one(&mut *transaction).await.unwrap();
        judge(&format!("{place}: {sql}"), &plan[0]["Plan"], &oldest);
        judged += 1;
    }
    assert!(judged > 12, "{judged}");
}

#[tokio::test]
async fn a_month_is_made_beside_an_autovacuum() {
    let database = Database::new().await;
    let ensure = "select imhook.ensure_month('messages', '2031-01-01')";
    sqlx::query(ensure).execute(&database.pool).await.unwrap();
    let mut vacuum = database.pool.begin().await.unwrap();
    let lock = "lock table imhook.messages_2031_01 in share update exclusive mode";
    sqlx::query(lock).execute(&mut *vacuum).await.unwrap();
    let ensure = "select imhook.ensure_month('messages', '2031-02-01')";
    sqlx::query(ensure).execute(&database.pool).await.unwrap();
    assert_eq!(database.count("imhook.messages_2031_02").await, 0);
    assert!(database.value::<i64>("select count(*) from imhook.messages_2031_02").await.is_some());
}

#[tokio::test]
async fn a_dropped_partition_comes_back() {
    let app = TestApp::start().await;
    let month: String =
        app.database.value("select to_char(now() at time zone 'UTC', 'YYYY_MM')").await.unwrap();
    let exists = format!("select to_regclass('imhook.callbacks_{month}')::text");
    app.record(&[Callback::sample(C2C, &json!({}))]).await;
    assert!(app.database.value::<String>(&exists).await.is_some());
    let drop = format!("drop table imhook.callbacks_{month}");
    sqlx::query(AssertSqlSafe(drop)).execute(&app.database.pool).await.unwrap();
    eventually("the partition", async || {
        app.post(&Callback::sample(C2C, &json!({}))).await;
        app.database.value::<String>(&exists).await
    })
    .await;
}

#[tokio::test]
async fn digests_of_callbacks_go_when_redelivery_is_over() {
    let app = TestApp::start().await;
    let old = "insert into imhook.callback_digests select gen_random_uuid(), now() - n * interval '1 day'
               from generate_series(1, 14) n";
    sqlx::query(old).execute(&app.database.pool).await.unwrap();
    let online = |user: usize| {
        let body =
            json!({ "EventTime": 1_735_700_400_000_i64, "Info": { "To_Account": format!("u{user}") } });
        Callback::new("State.StateChange", &body)
    };
    app.record(&(0..6).map(online).collect::<Vec<_>>()).await;
    app.database.wait_for("imhook.callback_digests where first_seen < now() - interval '7 days'", 0).await;
    assert_eq!(app.database.count("imhook.callback_digests").await, 6 + 6);
}

#[tokio::test]
async fn journals_of_which_nothing_is_kept_are_forgotten() {
    let database = Database::new().await;
    let old = "insert into imhook.journals (uuid, home, recorded, first_seen, last_recorded)
        select gen_random_uuid(), name, 1, now() - interval '31 days', last from (values ('silent', null),
            ('kept', now() - interval '31 days'), ('lately', now() - interval '1 day')) v (name, last);
        insert into imhook.callbacks (journal_id, journal_offset, app_id, received_at, query, took_ms)
        select id, 1, 1, now(), '', 1 from imhook.journals where home = 'kept'";
    sqlx::raw_sql(old).execute(&database.pool).await.unwrap();
    let app = TestApp::start_in(database, folder(), Router::new(), &[]).await;
    app.record(&[Callback::sample(C2C, &json!({}))]).await;
    let left = "select home from imhook.journals where home in ('silent', 'kept', 'lately') order by 1";
    assert_eq!(app.database.rows(left).await, [json!({ "home": "kept" }), json!({ "home": "lately" })]);
}

#[tokio::test]
async fn indexes_that_are_missing_or_unfinished_are_built() {
    let database = Database::new().await;
    let spoil = "select imhook.ensure_month('messages', '2031-01-01');
        drop index imhook.messages_sender, imhook.revocations_revoked_at;
        create index messages_2031_01_messages_sender on imhook.messages_2031_01 (sender, sent_at);
        update pg_index set indisvalid = false where indexrelid = 'imhook.messages_2031_01_messages_sender'::regclass";
    sqlx::raw_sql(spoil).execute(&database.pool).await.unwrap();
    let mut migrate =
        command(Path::new("/nonexistent"), free_port(), free_port(), &[("DATABASE_URL", &database.url)]);
    let status = tokio::task::spawn_blocking(move || migrate.arg("migrate").status().unwrap()).await.unwrap();
    assert!(status.success());
    let invalid = "pg_index i join pg_class c on c.oid = i.indexrelid
        where relnamespace = 'imhook'::regnamespace and not indisvalid";
    assert_eq!(database.count(invalid).await, 0);
    let names = "pg_class where relname in ('messages_sender', 'messages_2031_01_messages_sender', 'messages_default_messages_sender',
        'revocations_revoked_at')";
    assert_eq!(database.count(names).await, 4);
}
