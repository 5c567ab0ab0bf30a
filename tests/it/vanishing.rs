//! A Postgres that vanishes without a word, takes no data, or is another one than before.

use crate::support::app::{APP, TOKEN, TestApp};
use crate::support::callback::message;
use crate::support::outage::Relay;
use crate::support::postgres::Database;
use crate::support::process::Process;
use crate::support::{eventually, folder};
use imhook::callback::{Received, c2c};
use imhook::{Context, Router};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgConnection, PgPool};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

async fn execute(on: &PgPool, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(on).await.unwrap();
}

/// What `/readyz` says once callbacks are not recorded. They are acked, so it is ready.
async fn until_not_recorded(service: &Process) -> Value {
    let (status, state) = service.until("not recorded", |_, state| state["recording"]["ok"] == false).await;
    assert!(status == 200 && state["recording"]["error"].is_string(), "{status} {state}");
    state
}

/// The service records what it has acked though its connections fall silent at these words; new ones work again. The
/// server lives on with what was begun.
async fn vanishes_at(relay: Relay, words: &str) {
    let data = folder();
    relay.vanish_at(words);
    let service = Process::start(data.path(), &relay.impatient());
    let mut ledger = service.post_messages(5).await;
    relay.until_vanished().await;
    let state = until_not_recorded(&service).await;
    assert_eq!(state["postgres"]["up"], false, "{state}");
    ledger.acked.extend(service.post_messages(5).await.acked);
    relay.silence(false);
    service.until_empty().await;
    ledger.check_all(&relay.database.pool).await;
    let (_, state) = service.ready().await;
    assert_eq!(state["recording"], json!({ "ok": true, "error": null }));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_vanishes_when_the_schema_is_looked_at() {
    vanishes_at(Relay::to(Database::empty().await), "to_regclass('imhook.migrations')").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_vanishes_when_migrations_are_locked() {
    vanishes_at(Relay::to(Database::empty().await), "pg_advisory_lock").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_vanishes_amid_a_migration() {
    vanishes_at(Relay::to(Database::empty().await), "create table imhook.journals").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_vanishes_when_the_cursor_is_read() {
    vanishes_at(Relay::new().await, "select id, recorded, opening").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_vanishes_amid_a_batch() {
    vanishes_at(Relay::new().await, "copy imhook.callbacks").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_vanishes_amid_the_rows_of_a_batch() {
    vanishes_at(Relay::new().await, "PGCOPY").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_vanishes_when_a_partition_is_made() {
    vanishes_at(Relay::new().await, "imhook.ensure_month").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_vanishes_when_a_dead_letter_is_kept() {
    let relay = Relay::new().await;
    execute(&relay.database.pool, "alter table imhook.messages add check (text <> 'under load')").await;
    let data = folder();
    relay.vanish_at("insert into imhook.dead_letters");
    let service = Process::start(data.path(), &relay.impatient());
    service.post_messages(1).await;
    relay.until_vanished().await;
    assert_eq!(until_not_recorded(&service).await["postgres"]["up"], false);
    relay.silence(false);
    service.until_empty().await;
    relay.database.wait_for("imhook.dead_letters", 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_vanishes_and_the_service_is_stopped() {
    for words in ["pg_advisory_lock", "select id, recorded, opening", "copy imhook.callbacks"] {
        let (relay, data) = (Relay::to(Database::empty().await), folder());
        relay.vanish_at(words);
        let service = Process::start(data.path(), &relay.variables());
        service.post_messages(1).await;
        relay.until_vanished().await;
        let asked = Instant::now();
        assert!(service.terminate().await.success());
        // 5 s are promised, and less than 15 s matter to those who kill what does not end.
        assert!(asked.elapsed() < Duration::from_secs(15), "{words}: {:?}", asked.elapsed());
    }
}

/// A service with one handler behind this relay, and how often that ran.
async fn handled(relay: &Relay) -> (TestApp, Arc<AtomicUsize>) {
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let router = Router::new().on_as("counting", move |_: c2c::AfterSendMessage, _: Context| {
        counted.fetch_add(1, Ordering::Relaxed);
        async { Ok(Received) }
    });
    let database = Database { url: relay.url.clone(), pool: relay.database.pool.clone() };
    let flags =
        [&*format!("--sdk-app-id={APP}"), &format!("--callback-token={TOKEN}"), "--database-timeout=1s"];
    (TestApp::start_in(database, folder(), router, &flags).await, runs)
}

async fn runs_after_a_silence_at(words: &str) {
    let relay = Relay::new().await;
    relay.vanish_at(words);
    let (app, runs) = handled(&relay).await;
    relay.until_vanished().await;
    relay.silence(false);
    for _ in 0..5 {
        app.post(&message("to be handled").0).await;
    }
    eventually("5 runs", async || (runs.load(Ordering::Relaxed) == 5).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_vanishes_when_handlers_are_registered() {
    runs_after_a_silence_at("with wanted as").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_vanishes_when_leases_are_renewed() {
    runs_after_a_silence_at("imhook.reactors").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_vanishes_while_handlers_are_waited_for() {
    let relay = Relay::new().await;
    let (app, runs) = handled(&relay).await;
    app.post(&message("to be handled").0).await;
    eventually("a run", async || (runs.load(Ordering::Relaxed) == 1).then_some(())).await;
    let listener = async |other: i32| {
        let sql = "select pid from pg_stat_activity
                   where datname = current_database() and query like 'LISTEN%' and pid <> $1";
        sqlx::query_scalar::<_, i32>(sql).bind(other).fetch_optional(&relay.database.pool).await.unwrap()
    };
    let before = eventually("a listener", async || listener(0).await).await;
    relay.silence(true);
    relay.silence(false);
    eventually("another listener", async || listener(before).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_migration_is_tried_again() {
    let (database, data) = (Database::empty().await, folder());
    let mut admin = database.pool.acquire().await.unwrap();
    let name: String = sqlx::query_scalar("select current_database()").fetch_one(&mut *admin).await.unwrap();
    let execute = async |admin: &mut PgConnection, sql: String| {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(admin).await.unwrap()
    };
    execute(&mut admin, format!("alter database {name} set default_transaction_read_only = on")).await;
    let service = Process::start(data.path(), &[("DATABASE_URL", &database.url)]);
    let ledger = service.post_messages(3).await;
    let told =
        |_, state: &Value| state["recording"]["error"].as_str().is_some_and(|e| e.contains("read-only"));
    service.until("it is told", told).await;
    execute(&mut admin, format!("alter database {name} reset default_transaction_read_only")).await;
    service.until_empty().await;
    ledger.check_all(&database.pool).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_connection_to_a_server_that_takes_no_data_is_kept() {
    let (database, data) = (Database::new().await, folder());
    let mut admin = database.pool.acquire().await.unwrap();
    let execute = async |admin: &mut PgConnection, sql: String| {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(admin).await.unwrap()
    };
    let name: String = sqlx::query_scalar("select current_database()").fetch_one(&mut *admin).await.unwrap();
    let service = Process::start(data.path(), &[("DATABASE_URL", &database.url)]);
    service.until_postgres_is(true).await;
    // What is connected now may write as long as it lives, what comes then may not.
    let begin = "set default_transaction_read_only = on";
    execute(&mut admin, format!("alter database {name} {begin}")).await;
    let end = "select pg_terminate_backend(pid) from pg_stat_activity
               where datname = current_database() and pid <> pg_backend_pid()";
    execute(&mut admin, end.to_owned()).await;
    // It is told without a callback, too.
    let told = |_, state: &Value| state["recording"]["error"] == "Postgres is read-only";
    service.until("it is told", told).await;
    let ledger = service.post_messages(3).await;
    execute(&mut admin, format!("alter database {name} reset default_transaction_read_only")).await;
    // No connection lives longer than a minute, but this must not wait for that.
    tokio::time::timeout(Duration::from_secs(30), service.until_empty()).await.unwrap();
    ledger.check_all(&database.pool).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_that_are_taken_are_waited_for() {
    let (database, data) = (Database::empty().await, folder());
    let name: String = database.value("select current_database()::text").await.unwrap();
    execute(&database.pool, &format!("create role {name}_user login")).await;
    let url = database.url.replace("user=imhook", &format!("user={name}_user"));
    assert_ne!(url, database.url);
    let service = Process::start(data.path(), &[("DATABASE_URL", &url)]);
    let mut ledger = service.post_messages(3).await;
    let told = |_, state: &Value| {
        state["recording"]["error"].as_str().is_some_and(|error| error.contains("permission denied"))
    };
    service.until("it may not migrate", told).await;
    execute(&database.pool, &format!("grant create on database {name} to {name}_user")).await;
    service.until_empty().await;
    execute(&database.pool, "alter table imhook.callbacks owner to imhook").await;
    ledger.acked.extend(service.post_messages(3).await.acked);
    service.until("it may not write", told).await;
    execute(&database.pool, &format!("alter table imhook.callbacks owner to {name}_user")).await;
    service.until_empty().await;
    ledger.check_all(&database.pool).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_database_under_a_trimmed_journal_is_a_gap() {
    let (first, second, data) = (Database::new().await, Database::empty().await, folder());
    let service = Process::start(data.path(), &[("DATABASE_URL", &first.url)]);
    service.post_messages(3).await;
    service.until_empty().await;
    assert!(service.terminate().await.success());

    let service = Process::start(data.path(), &[("DATABASE_URL", &second.url)]);
    let ledger = service.post_messages(2).await;
    service.until_empty().await;
    ledger.check_all(&second.pool).await;
    let gaps = "select from_offset, to_offset from imhook.gaps order by id";
    assert_eq!(second.rows(gaps).await, [json!({ "from_offset": 1, "to_offset": 3 })]);
    let state = until_not_recorded(&service).await;
    assert!(
        state["recording"]["error"].as_str().unwrap().starts_with("records 1 to 3 are missing"),
        "{state}"
    );
    assert_eq!((&state["ready"], &state["postgres"]["up"]), (&true.into(), &true.into()));

    // The same under a running service.
    execute(&second.pool, "drop schema imhook, analytics cascade").await;
    let ledger = service.post_messages(1).await;
    service.until_empty().await;
    ledger.check_all(&second.pool).await;
    assert_eq!(second.rows(gaps).await, [json!({ "from_offset": 1, "to_offset": 5 })]);
}
