//! What was acked survives `kill -9`, of the service and of Postgres.

use crate::support::load::Load;
use crate::support::outage::{is_alive, postmaster};
use crate::support::postgres::Database;
use crate::support::process::Process;
use crate::support::{eventually, folder, kill};
use imhook::internals::postgres;
use sqlx::PgPool;
use std::path::Path;
use std::process::{Command, Stdio};

/// The private Postgres of a service.
fn pool(data: &Path) -> PgPool {
    PgPool::connect_lazy(&postgres::url(data)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_kills_lose_and_double_nothing() {
    let (database, data) = (Database::new().await, folder());
    let variables = [("DATABASE_URL", database.url.as_str())];
    let mut service = Process::start(data.path(), &variables);
    let (ports, load) = (service.ports(), Load::start(service.port, 16));
    for round in 0..10 {
        // From amid the first requests of a start to a steady run.
        load.acks(1 + 40 * round).await;
        service.kill();
        service = Process::start_on(ports, data.path(), &variables);
    }
    load.acks(100).await;
    let ledger = load.stop().await;
    service.until_recorded().await;
    assert!(ledger.broken >= 10, "the kills met requests in flight: {}", ledger.broken);
    assert!(ledger.refused.is_empty(), "{:?}", ledger.refused);
    ledger.check(&database.pool).await;
    assert_eq!(database.count("imhook.callbacks where 'redelivered' = any(flags)").await, 0);
    assert_eq!(database.count("imhook.gaps").await, 0);
    assert_eq!(database.count("imhook.journals").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn service_and_postgres_killed_together() {
    let data = folder();
    let mut service = Process::start(data.path(), &[]);
    service.until_postgres_is(true).await;
    let (ports, load) = (service.ports(), Load::start(service.port, 8));
    for _ in 0..3 {
        load.acks(200).await;
        let postmaster = postmaster(data.path());
        kill(postmaster);
        service.kill();
        service = Process::start_on(ports, data.path(), &[]);
        service.until_postgres_is(true).await;
    }
    load.acks(100).await;
    let ledger = load.stop().await;
    service.until_recorded().await;
    assert!(ledger.refused.is_empty(), "{:?}", ledger.refused);
    ledger.check(&pool(data.path())).await;
    assert!(service.terminate().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_service_takes_its_postgres_along_and_starts_clean() {
    let data = folder();
    let service = Process::start(data.path(), &[]);
    service.until_postgres_is(true).await;
    let mut ledger = service.post_messages(5).await;
    let (ports, old) = (service.ports(), postmaster(data.path()));
    assert!(is_alive(old));
    service.kill();
    // Without setpriv only the next start ends it.
    if Command::new("setpriv").arg("--version").stdout(Stdio::null()).status().is_ok() {
        eventually("the end of Postgres", async || (!is_alive(old)).then_some(())).await;
    }
    let service = Process::start_on(ports, data.path(), &[]);
    service.until_postgres_is(true).await;
    assert!(!is_alive(old));
    ledger.acked.extend(service.post_messages(5).await.acked);
    service.until_recorded().await;
    ledger.check_all(&pool(data.path())).await;
    // And politely: Postgres ends with the service.
    let new = postmaster(data.path());
    assert!(service.terminate().await.success());
    assert!(!is_alive(new));
}
