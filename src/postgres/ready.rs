//! Waiting until the server takes connections, and creating the database `imhook` in it.

use super::layout::{Layout, NAME};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};
use std::str::FromStr;
use std::time::{Duration, Instant};

/// How long a server may stay silent: neither a connection nor "starting up".
const SILENCE: Duration = Duration::from_mins(1);
const ANSWER: Duration = Duration::from_secs(10);
const SHORTEST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(100);
/// `cannot_connect_now`: it is starting, or repairing itself after a crash.
const STARTING: &str = "57P03";

/// Returns when the database exists and takes connections.
pub(super) async fn open(layout: &Layout) -> Result<(), sqlx::Error> {
    let options = PgConnectOptions::from_str(&layout.url("postgres"))?;
    let mut connection = connect(&options).await?;
    let there: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(NAME)
        .fetch_one(&mut connection)
        .await?;
    if !there {
        sqlx::query("create database imhook").execute(&mut connection).await?;
    }
    connection.close().await
}

async fn connect(options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
    let mut last_heard = Instant::now();
    let mut last_logged = Instant::now();
    let mut pause = SHORTEST_PAUSE;
    loop {
        let error = match tokio::time::timeout(ANSWER, options.connect()).await {
            Ok(Ok(connection)) => return Ok(connection),
            Ok(Err(error)) => error,
            Err(_) => sqlx::Error::PoolTimedOut,
        };
        if is_starting(&error) {
            // A recovery may take as long as it takes: ending it would only make the next one start over.
            last_heard = Instant::now();
            if last_logged.elapsed() > Duration::from_secs(10) {
                tracing::info!("the private Postgres is still starting: it repairs itself after a crash");
                last_logged = Instant::now();
            }
        }
        if last_heard.elapsed() > SILENCE {
            return Err(error);
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

fn is_starting(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(error) if error.code().is_some_and(|code| code == STARTING))
}
