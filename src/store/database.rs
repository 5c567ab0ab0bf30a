//! The connections to one database, and the deadline that every call of it has.

use super::migrations::{self, MIGRATOR};
use super::{Error, timely};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgListener, PgPoolOptions, PgRow};
use sqlx::query::{Query, QueryAs};
use sqlx::{Executor as _, FromRow, PgPool, Postgres};
use std::str::FromStr as _;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// The longest time that a call may take, for the capabilities that do not ask for less.
const LONGEST: Duration = Duration::from_mins(1);

/// The time behind its own in which a call can still hear that Postgres has cancelled its statement.
const GRACE: Duration = Duration::from_millis(500);

/// The longest wait for a connection, new or free.
const CONNECT: Duration = Duration::from_secs(5);

/// The longest wait for the answer to a ping.
const PING: Duration = Duration::from_secs(2);

/// A query with its arguments.
pub(super) type Rows<'q, T> = QueryAs<'q, Postgres, T, PgArguments>;

/// A statement with its arguments.
pub(super) type Statement<'q> = Query<'q, Postgres, PgArguments>;

/// What a row can be read as.
pub(super) trait Row: for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T: for<'r> FromRow<'r, PgRow> + Send + Unpin> Row for T {}

/// The connections to one database. Capabilities such as [`Recording`](super::Recording) are made from it.
#[derive(Debug, Clone)]
pub struct Database {
    pool: PgPool,
    time: Duration,
}

/// A connection of the pool, lent to one call.
pub(super) struct Lent {
    connection: Option<PoolConnection<Postgres>>,
    deadline: Instant,
    /// The statement that ends a call which fails or is dropped half way.
    end: &'static str,
}

impl Lent {
    /// The connection, for the statements of the call.
    pub(super) fn connection(&mut self) -> Result<&mut PgConnection, Error> {
        self.connection.as_deref_mut().ok_or(Error::TimedOut)
    }

    /// Commits the transaction.
    pub(super) async fn commit(mut self) -> Result<(), Error> {
        self.connection()?.execute("commit").await?;
        self.give_back();
        Ok(())
    }

    /// Gives the connection back: its last statement has been answered.
    pub(super) fn give_back(mut self) {
        drop(self.connection.take());
    }
}

/// A connection goes back to the pool once its call is over at Postgres, too. After the deadline it is closed instead:
/// its host may be gone.
impl Drop for Lent {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        let (deadline, end) = (self.deadline, self.end);
        match Handle::try_current() {
            Ok(runtime) if Instant::now() < deadline => drop(runtime.spawn(async move {
                if !matches!(timeout_at(deadline, connection.execute(end)).await, Ok(Ok(_))) {
                    connection.close_on_drop();
                }
            })),
            _ => connection.close_on_drop(),
        }
    }
}

impl Database {
    /// Prepares for the database at `url`; connects when it is first needed.
    ///
    /// # Errors
    /// When `url` is not a Postgres URL.
    pub fn new(url: &str) -> Result<Self, Error> {
        Self::with_time(url, "imhook", LONGEST)
    }

    /// A pool of its own, whose calls may take `time`. Postgres itself cancels longer statements: one that waits for a
    /// lock would outlive its closed connection.
    pub(super) fn with_time(url: &str, application: &str, time: Duration) -> Result<Self, Error> {
        Ok(Self::over(options(url, application)?, time))
    }

    pub(super) fn over(options: PgConnectOptions, time: Duration) -> Self {
        let limit = format!("set statement_timeout = {}", time.as_millis());
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(time.min(CONNECT))
            .after_connect(move |connection, _| {
                let limit = sqlx::AssertSqlSafe(limit.clone());
                Box::pin(async move { sqlx::query(limit).execute(connection).await.map(drop) })
            })
            .connect_lazy_with(options);
        Self { pool, time }
    }

    /// The same connections for calls that may take `time`.
    pub(super) fn within(&self, time: Duration) -> Self {
        Self { time, ..self.clone() }
    }

    /// Does `work` on a connection, within the deadline.
    pub(super) async fn call<T>(&self, work: impl AsyncFnOnce(Lent) -> Result<T, Error>) -> Result<T, Error> {
        let time = self.time + GRACE;
        let deadline = Instant::now() + time;
        timely(time, async {
            let connection = Some(self.pool.acquire().await?);
            work(Lent { connection, deadline, end: "select 1" }).await
        })
        .await
    }

    /// Does `work` in a transaction, within the deadline: all of it, or nothing where `work` does not commit.
    pub(super) async fn transaction<T>(
        &self,
        work: impl AsyncFnOnce(Lent) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.call(async |mut lent| {
            lent.end = "rollback";
            lent.connection()?.execute("begin").await?;
            work(lent).await
        })
        .await
    }

    /// The rows of one query.
    pub(super) async fn all<T: Row>(&self, query: Rows<'_, T>) -> Result<Vec<T>, Error> {
        self.call(async |mut lent| {
            let rows = query.fetch_all(lent.connection()?).await;
            lent.give_back();
            Ok(rows?)
        })
        .await
    }

    /// The row of one query, if there is one.
    pub(super) async fn optional<T: Row>(&self, query: Rows<'_, T>) -> Result<Option<T>, Error> {
        Ok(self.all(query).await?.pop())
    }

    /// The row of a query that always has one.
    pub(super) async fn one<T: Row>(&self, query: Rows<'_, T>) -> Result<T, Error> {
        self.optional(query).await?.ok_or_else(|| Error::Unavailable(sqlx::Error::RowNotFound))
    }

    /// Executes one statement; how many rows it has changed.
    pub(super) async fn execute(&self, statement: Statement<'_>) -> Result<u64, Error> {
        self.call(async |mut lent| {
            let done = statement.execute(lent.connection()?).await;
            lent.give_back();
            Ok(done?.rows_affected())
        })
        .await
    }

    /// Applies the migrations that are missing, under an advisory lock. They may take as long as they need while
    /// Postgres answers pings.
    ///
    /// # Errors
    /// When Postgres is away, or holds a schema of another imhook.
    pub async fn migrate(&self) -> Result<(), Error> {
        if self.call(async |mut lent| migrations::are_current(lent.connection()?).await).await? {
            return Ok(());
        }
        // Outside of the pool, statements have no time limit.
        let single = self.single();
        let answer = async || {
            while self.ping().await.is_err() {
                sleep(PING).await;
            }
        };
        let silence = async {
            while timeout(self.time, answer()).await.is_ok() {
                sleep(PING).await;
            }
        };
        tokio::select! {
            migrated = MIGRATOR.run(&single) => Ok(migrated?),
            () = silence => Err(Error::TimedOut),
        }
    }

    /// Whether Postgres answers, within 2 s.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), Error> {
        self.within(PING).execute(sqlx::query("select 1")).await.map(drop)
    }

    /// Closes all connections.
    pub async fn close(&self) {
        // A connection to a host that is gone cannot be closed politely.
        let _ = timeout(CONNECT, self.pool.close()).await;
    }

    /// Listens on a channel, over a connection outside of the pool.
    pub(super) async fn listen(&self, channel: &str) -> Result<PgListener, Error> {
        let single = self.single();
        timely(self.time, async {
            let mut listener = PgListener::connect_with(&single).await?;
            listener.listen(channel).await?;
            Ok(listener)
        })
        .await
    }

    /// A connection outside of the pool; made again when it is lost.
    fn single(&self) -> PgPool {
        let options = (*self.pool.connect_options()).clone();
        PgPoolOptions::new().max_connections(1).acquire_timeout(CONNECT).connect_lazy_with(options)
    }
}

/// How the database at `url` is connected to.
pub(super) fn options(url: &str, application: &str) -> Result<PgConnectOptions, Error> {
    if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
        return Err(Error::Url);
    }
    let options = PgConnectOptions::from_str(url).map_err(|_| Error::Url)?;
    Ok(options.application_name(application))
}
