//! How soon the service is there: after a kill, at the first start of a newcomer.

use crate::support::callback::message;
use crate::support::folder;
use crate::support::outage::postmaster;
use crate::support::postgres::Database;
use crate::support::process::Process;
use crate::support::{eventually, kill};
use crate::{in_time, one_round_holds};
use imhook::internals::postgres;
use sqlx::PgPool;
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread")]
async fn the_first_row_is_there_two_seconds_after_the_answer() {
    one_round_holds(async || {
        let data = folder();
        let service = Process::start(data.path(), &[]);
        // The first start makes a Postgres first, however long that takes.
        service.until_postgres_is(true).await;
        assert_eq!(service.post(&message("the first").0).await.0, 200);
        let (acked, pool) = (Instant::now(), PgPool::connect(&postgres::url(data.path())).await.unwrap());
        let rows = "select count(*) from analytics.messages";
        eventually("the first row", async || {
            sqlx::query_scalar::<_, i64>(rows)
                .fetch_one(&pool)
                .await
                .is_ok_and(|rows| rows == 1)
                .then_some(())
        })
        .await;
        in_time("the first row", acked.elapsed(), Duration::from_secs(2))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn service_and_postgres_are_back_five_seconds_after_a_kill() {
    let data = folder();
    let mut service = Process::start(data.path(), &[]);
    service.until_postgres_is(true).await;
    let ports = service.ports();
    for postgres_too in [true, false] {
        one_round_holds(async || {
            if postgres_too {
                kill(postmaster(data.path()));
            }
            service.child.kill().unwrap();
            service.child.wait().unwrap();
            let begun = Instant::now();
            service = Process::start_on(ports, data.path(), &[]);
            let opened = begun.elapsed();
            service.until_postgres_is(true).await;
            in_time("the callback endpoint", opened, Duration::from_secs(2))?;
            in_time("Postgres", begun.elapsed(), Duration::from_secs(if postgres_too { 5 } else { 4 }))
        })
        .await;
    }
    assert!(service.terminate().await.success());
}

/// Tencent waits for two seconds: what is answered while Postgres is away must not take longer than what is answered
/// while it is there.
#[tokio::test(flavor = "multi_thread")]
async fn answers_take_no_longer_without_postgres() {
    let (database, folders) = (Database::new().await, [folder(), folder()]);
    let with = Process::start(folders[0].path(), &[("DATABASE_URL", &database.url)]);
    let without =
        Process::start(folders[1].path(), &[("DATABASE_URL", "postgresql:///none?host=/nonexistent")]);
    with.until_postgres_is(true).await;
    one_round_holds(async || {
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..50 {
            for (service, times) in [&with, &without].into_iter().zip(&mut times) {
                let begun = Instant::now();
                assert_eq!(service.post(&message("timed").0).await.0, 200);
                times.push(begun.elapsed());
            }
        }
        let [calm, away] = times.map(crate::median);
        in_time("the median answer", away, 3 * calm)
    })
    .await;
}
