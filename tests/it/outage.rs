//! Postgres away, slow to come, or shared: acks go on, and everything is recorded afterwards.

use crate::support::app::TestApp;
use crate::support::callback::{C2C, Callback, SENT};
use crate::support::load::Load;
use crate::support::outage::{OwnServer, Relay, Wire};
use crate::support::postgres::Database;
use crate::support::process::Process;
use crate::support::{eventually, folder};
use imhook::history::History;
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread")]
async fn postgres_stops_and_starts_under_load() {
    let (mut postgres, data) = (OwnServer::new(), folder());
    postgres.start().await;
    let service = Process::start(data.path(), &postgres.variables());
    service.until_postgres_is(true).await;
    let load = Load::start(service.port, 8);
    load.acks(200).await;

    postgres.stop().await;
    let (status, _) = service.until_postgres_is(false).await;
    assert_eq!(status, 200, "acks go on, so it is ready");
    load.acks(300).await;
    let (status, state) = service.ready().await;
    assert_eq!(
        (status.as_u16(), &state["ready"], &state["postgres"]["up"]),
        (200, &true.into(), &false.into())
    );
    assert!(state["postgres"]["lag_records"].as_u64().unwrap() >= 300, "{state}");
    assert!(state["postgres"]["lag_seconds"].as_f64().unwrap() > 0.0, "{state}");
    assert!(state["journal"]["unrecorded_bytes"].as_u64().unwrap() > 300 * 300, "{state}");

    postgres.start().await;
    service.until_postgres_is(true).await;
    load.acks(200).await;
    postgres.kill().await;
    load.acks(300).await;
    let ledger = load.stop().await;
    service.until_empty().await;
    ledger.check_all(&postgres.pool).await;
    postgres.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_restarts_during_an_outage() {
    let (wire, data) = (Wire::new().await, folder());
    let service = Process::start(data.path(), &wire.variables());
    service.until_postgres_is(true).await;
    let (ports, load) = (service.ports(), Load::start(service.port, 8));
    load.acks(100).await;
    wire.cut().await;
    service.until_postgres_is(false).await;
    load.acks(200).await;

    service.kill();
    let service = Process::start_on(ports, data.path(), &wire.variables());
    load.acks(200).await;
    let (status, state) = service.ready().await;
    assert_eq!((status.as_u16(), &state["postgres"]["up"]), (200, &false.into()), "{state}");
    assert!(state["journal"]["unrecorded_bytes"].as_u64().unwrap() > 400 * 300, "{state}");

    // And a polite one, with nothing lost on the way.
    assert!(service.terminate().await.success());
    let service = Process::start_on(ports, data.path(), &wire.variables());
    load.acks(100).await;
    wire.mend();
    service.until_postgres_is(true).await;
    let ledger = load.stop().await;
    service.until_empty().await;
    assert!(ledger.refused.is_empty(), "{:?}", ledger.refused);
    ledger.check(&wire.database.pool).await;
    assert_eq!(wire.database.count("imhook.gaps").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgres_that_falls_silent_is_noticed_and_recorded_to_again() {
    let (relay, data) = (Relay::new().await, folder());
    let service = Process::start(data.path(), &relay.variables());
    service.until_postgres_is(true).await;
    let mut ledger = service.post_messages(20).await;
    service.until_empty().await;
    relay.silence(true);
    service.until_postgres_is(false).await;
    ledger.acked.extend(service.post_messages(20).await.acked);
    relay.silence(false);
    service.until_postgres_is(true).await;
    service.until_empty().await;
    ledger.check_all(&relay.database.pool).await;
    // It stops without an answer, too.
    relay.silence(true);
    assert!(service.terminate().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_of_a_handler_ends_though_postgres_is_silent() {
    let (relay, data) = (Relay::new().await, folder());
    let service = Process::start(data.path(), &relay.variables());
    service.until_postgres_is(true).await;
    let history = History::new(&relay.url).unwrap();
    let ask = async || history.messages_by_key(None, "k").await.map(|found| found.len());
    assert_eq!(ask().await.unwrap(), 0);
    relay.silence(true);
    let asked = tokio::time::timeout(Duration::from_secs(20), ask()).await;
    asked.expect("the deadline").unwrap_err();
    relay.silence(false);
    eventually("an answer", async || ask().await.ok()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_postgres_comes_later() {
    let (mut postgres, data) = (OwnServer::new(), folder());
    let service = Process::start(data.path(), &postgres.variables());
    let mut ledger = service.post_messages(20).await;
    let (status, state) = service.ready().await;
    assert_eq!((status.as_u16(), &state["postgres"]["up"]), (200, &false.into()), "{state}");
    postgres.start().await;
    service.until_empty().await;
    ledger.acked.extend(service.post_messages(5).await.acked);
    service.until_empty().await;
    ledger.check_all(&postgres.pool).await;
    postgres.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_under_load_answers_and_records() {
    let (database, data) = (Database::new().await, folder());
    let service = Process::start(data.path(), &[("DATABASE_URL", &database.url)]);
    service.until_postgres_is(true).await;
    let load = Load::start(service.port, 8);
    load.acks(200).await;
    let begun = Instant::now();
    let status = service.terminate().await;
    assert!(status.success(), "{status}");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    let ledger = load.stop().await;
    assert!(ledger.refused.is_empty(), "{:?}", ledger.refused);
    // Before the next start.
    ledger.check(&database.pool).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_services_share_a_database() {
    let (database, folders) = (Database::new().await, [folder(), folder()]);
    // They meet an empty database at the same moment.
    let services = [0, 1]
        .map(|number: usize| Process::start(folders[number].path(), &[("DATABASE_URL", &database.url)]));
    let loads = [0, 1].map(|number: usize| Load::start(services[number].port, 4));
    for load in &loads {
        load.acks(300).await;
    }
    // Tencent's retry may come to the other one.
    for _ in 0..20 {
        let (callback, _) = crate::support::callback::message("to both");
        let (one, other) = tokio::join!(services[0].post(&callback), services[1].post(&callback));
        assert_eq!((one.0.as_u16(), other.0.as_u16()), (200, 200));
    }
    let [one, other] = loads;
    let (mut ledger, other) = (one.stop().await, other.stop().await);
    for service in &services {
        service.until_empty().await;
    }
    ledger.acked.extend(other.acked);
    assert!(ledger.refused.is_empty() && other.refused.is_empty());
    ledger.check(&database.pool).await;
    let rows = i64::try_from(ledger.acked.len()).unwrap();
    assert_eq!(database.count("analytics.messages where text = 'under load'").await, rows);
    assert_eq!(database.count("analytics.messages where text = 'to both'").await, 20);
    assert_eq!(database.count("imhook.callbacks").await, rows + 40);
    assert_eq!(database.count("imhook.callbacks where 'redelivered' = any(flags)").await, 20);
    assert_eq!(database.count("imhook.journals").await, 2);
    assert_eq!(database.count("imhook.gaps").await, 0);
}

#[tokio::test]
async fn a_table_that_is_gone_is_an_outage_until_it_is_back() {
    let app = TestApp::start().await;
    app.record(&[Callback::sample(C2C, &json!({}))]).await;
    sqlx::query("alter table imhook.read_marks rename to gone").execute(&app.database.pool).await.unwrap();
    let report = json!({ "Report_Account": "ben", "Peer_Account": "amy", "LastReadTime": SENT });
    app.post(&Callback::new("C2C.CallbackAfterMsgReport", &report)).await;

    let mut status = app.server.recorder();
    status.wait_for(|status| status.error.is_some()).await.unwrap();
    // It stays an outage while it is tried again.
    let recovered = status.wait_for(|status| status.postgres_up);
    assert!(tokio::time::timeout(Duration::from_secs(1), recovered).await.is_err());

    sqlx::query("alter table imhook.gone rename to read_marks").execute(&app.database.pool).await.unwrap();
    app.database.wait_for("imhook.read_marks", 1).await;
    status.wait_for(|status| status.postgres_up && status.error.is_none()).await.unwrap();
}
