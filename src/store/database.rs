//! The connections to one database, and the deadline that every call of it has.

use super::{Error, timely};
use super::{indexes, migrations};
use parking_lot::Mutex;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgListener, PgPoolOptions, PgRow};
use sqlx::query::{Query, QueryAs};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, FromRow, PgPool, Postgres, Row as _};
use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// The longest time that a call of a subcommand may take. In a running service it is `IMHOOK_DATABASE_TIMEOUT`.
const LONGEST: Duration = Duration::from_mins(1);

/// The time behind its own in which a call can still hear that Postgres has cancelled its statement.
const GRACE: Duration = Duration::from_millis(500);

/// The longest wait for a connection, new or free.
const CONNECT: Duration = Duration::from_secs(5);

/// The longest wait for the answer to a ping.
pub(super) const PING: Duration = Duration::from_secs(2);

/// The life of a connection. A name may lead to another server by then, and the old one may still answer.
const LIFE: Duration = Duration::from_mins(1);

/// The longest wait for the end of all connections: a host that is gone does not say goodbye.
const GOODBYE: Duration = Duration::from_secs(1);

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
    /// When a call last failed because of its server or the way there. Older connections are not used again: they may
    /// lead to a host that is gone, or to one that may no longer be written to.
    distrust: Arc<Mutex<Option<Instant>>>,
    /// Backends whose transactions were left without an answer. They may hold locks for as long as they live, and one
    /// that waits for the rows of a `COPY` has no time limit.
    left: Arc<Mutex<Vec<i32>>>,
}

/// A connection of the pool, lent to one call.
pub(super) struct Lent {
    connection: Option<PoolConnection<Postgres>>,
    deadline: Instant,
    /// The statement that ends a call which fails or is dropped half way.
    end: &'static str,
    /// The backend of a transaction, and where to note it if it is left.
    backend: Option<(i32, Arc<Mutex<Vec<i32>>>)>,
    /// Whether the call has come to its end, with an error or without.
    over: Arc<AtomicBool>,
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

/// The connection of a call that failed goes back to the pool once Postgres has ended it, too; that of an abandoned call
/// is closed then. Until then it counts as lent: calls that are given up early would open ever more connections
/// otherwise. After the deadline it is closed at once: its host may be gone.
impl Drop for Lent {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        let (deadline, end, over) = (self.deadline, self.end, Arc::clone(&self.over));
        match (Handle::try_current(), self.backend.take()) {
            (Ok(runtime), _) if Instant::now() < deadline => drop(runtime.spawn(async move {
                let ended = matches!(timeout_at(deadline, connection.execute(end)).await, Ok(Ok(_)));
                if !(ended && over.load(Ordering::Relaxed)) {
                    connection.close_on_drop();
                }
            })),
            (_, backend) => {
                connection.close_on_drop();
                if let Some((backend, left)) = backend {
                    left.lock().push(backend);
                }
            }
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

    /// The same for a running service, which notices within `time` that Postgres is gone.
    ///
    /// # Errors
    /// When `url` is not a Postgres URL.
    pub(crate) fn of_service(url: &str, time: Duration) -> Result<Self, Error> {
        Self::with_time(url, "imhook", time)
    }

    /// A pool of its own, whose calls may take `time`. Postgres itself cancels longer statements: one that waits for a
    /// lock would outlive its closed connection.
    pub(super) fn with_time(url: &str, application: &str, time: Duration) -> Result<Self, Error> {
        Ok(Self::over(options(url, application)?, time))
    }

    pub(super) fn over(options: PgConnectOptions, time: Duration) -> Self {
        let distrust = Arc::new(Mutex::new(None::<Instant>));
        let (distrusted, ping) = (Arc::clone(&distrust), time.min(PING));
        let pool = pool(time, 8)
            // Instead of the pool's own ping, which waits for a host that is gone.
            .test_before_acquire(false)
            .before_acquire(move |connection, meta| {
                let distrust = Arc::clone(&distrusted);
                Box::pin(async move {
                    if distrust.lock().is_some_and(|since| meta.age >= since.elapsed()) {
                        return Ok(false);
                    }
                    let answers = matches!(timeout(ping, connection.ping()).await, Ok(Ok(())));
                    if !answers {
                        *distrust.lock() = Some(Instant::now());
                    }
                    Ok(answers)
                })
            })
            .connect_lazy_with(options);
        Self { pool, time, distrust, left: Arc::default() }
    }

    /// The same connections for calls that may take `time`, where that is less.
    pub(super) fn within(&self, time: Duration) -> Self {
        Self { time: time.min(self.time), ..self.clone() }
    }

    /// The longest time that a call can take.
    pub(crate) fn patience(&self) -> Duration {
        self.time + GRACE
    }

    /// Has all connections of now closed instead of used again.
    pub(super) fn distrust(&self) {
        *self.distrust.lock() = Some(Instant::now());
    }

    /// Does `work` on a connection, within the deadline.
    pub(super) async fn call<T>(&self, work: impl AsyncFnOnce(Lent) -> Result<T, Error>) -> Result<T, Error> {
        let deadline = Instant::now() + self.patience();
        let over = Arc::new(AtomicBool::new(false));
        let call = async {
            let connection = Some(self.pool.acquire().await?);
            work(Lent { connection, deadline, end: "select 1", backend: None, over: Arc::clone(&over) }).await
        };
        let outcome = timeout_at(deadline, Box::pin(call)).await;
        over.store(outcome.is_ok(), Ordering::Relaxed);
        let distrusted = match &outcome {
            Ok(Err(Error::Unavailable(error))) => !matches!(error, sqlx::Error::PoolTimedOut),
            Ok(outcome) => matches!(outcome, Err(Error::ReadOnly)),
            Err(_) => true,
        };
        if distrusted {
            self.distrust();
        }
        outcome.unwrap_or(Err(Error::TimedOut))
    }

    /// Does `work` in a transaction, within the deadline: all of it, or nothing where `work` does not commit.
    pub(super) async fn transaction<T>(
        &self,
        work: impl AsyncFnOnce(Lent) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.call(async |mut lent| {
            let left = std::mem::take(&mut *self.left.lock());
            if !left.is_empty() {
                sqlx::query(
                    "select pg_terminate_backend(pid) from pg_stat_activity where pid = any($1)
                         and application_name = current_setting('application_name') and usename = current_user",
                )
                .bind(left)
                .execute(lent.connection()?)
                .await?;
            }
            lent.end = "rollback";
            let begin = sqlx::raw_sql("begin; select pg_backend_pid()");
            let backend = begin.fetch_one(lent.connection()?).await?.try_get(0)?;
            lent.backend = Some((backend, Arc::clone(&self.left)));
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

    /// Applies the migrations that are missing, one process at a time. They may take as long as they need while Postgres
    /// works on them.
    ///
    /// # Errors
    /// When Postgres is away, when another process is migrating or holds a table, or when the schema is of another imhook.
    pub async fn migrate(&self) -> Result<(), Error> {
        if self.call(async |mut lent| migrations::are_current(lent.connection()?).await).await? {
            return Ok(());
        }
        self.alone(async |connection| migrations::run(connection, self.time).await).await
    }

    /// Builds the indexes that are missing, behind the migrations, one process at a time. On large tables that takes
    /// hours, in which everything else goes on.
    ///
    /// # Errors
    /// When Postgres is away, or a build fails: a later call goes on with the next one.
    pub async fn build_indexes(&self) -> Result<(), Error> {
        self.alone(indexes::build).await
    }

    /// Does `work` that takes as long as Postgres needs for it, on a connection of its own. That is closed whatever comes:
    /// with it go its locks.
    async fn alone(
        &self,
        work: impl AsyncFnOnce(&mut PgConnection) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let (mut connection, backend) = timely(self.time, async {
            let mut connection = PgConnection::connect_with(&self.pool.connect_options()).await?;
            connection.execute(AssertSqlSafe(settings(self.time))).await?;
            let backend = sqlx::query_scalar("select pg_backend_pid()").fetch_one(&mut connection).await?;
            Ok((connection, backend))
        })
        .await?;
        tokio::select! {
            done = work(&mut connection) => done,
            () = self.silence(backend) => Err(Error::TimedOut),
        }
    }

    /// Returns when a backend has not worked between two looks at it, or cannot be looked at: the way there is gone, for
    /// better or worse.
    async fn silence(&self, backend: i32) {
        let (mut before, looking) = (None, self.within(PING));
        loop {
            sleep(looking.time).await;
            let look = sqlx::query_as(
                "select case when state in ('active', 'disabled') then 'works' else state_change::text end
                 from pg_stat_activity where pid = $1",
            );
            let found: Option<(String,)> = looking.optional(look.bind(backend)).await.ok().flatten();
            let works = matches!(&found, Some((state,)) if state == "works");
            if !works && before.as_ref() == Some(&found) {
                return;
            }
            before = (!works).then_some(found);
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
        let _ = timeout(GOODBYE, self.pool.close()).await;
    }

    /// Listens on a channel, over a connection outside of the pool.
    pub(super) async fn listen(&self, channel: &str) -> Result<PgListener, Error> {
        let single = pool(self.time, 1).connect_lazy_with((*self.pool.connect_options()).clone());
        timely(self.time, async {
            let mut listener = PgListener::connect_with(&single).await?;
            listener.listen(channel).await?;
            Ok(listener)
        })
        .await
    }
}

/// Connections whose calls may take `time`.
fn pool(time: Duration, connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(time.min(CONNECT))
        .max_lifetime(LIFE)
        .after_connect(move |connection, _| {
            let settings = AssertSqlSafe(settings(time));
            Box::pin(async move { connection.execute(settings).await.map(drop) })
        })
}

/// The settings of a session: what this process may leave behind at Postgres, with a row locked say, ends by itself.
/// They are set by a statement, since poolers refuse them among the parameters of a new connection.
fn settings(time: Duration) -> String {
    let (time, lock) = (time.as_millis(), (time / 2).max(PING).as_millis());
    format!(
        "set statement_timeout = {time}; set lock_timeout = {lock}; set idle_in_transaction_session_timeout = {time};
         set tcp_user_timeout = {time}; set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2;
         set tcp_keepalives_count = 3"
    )
}

/// How the database at `url` is connected to.
pub(super) fn options(url: &str, application: &str) -> Result<PgConnectOptions, Error> {
    if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
        return Err(Error::Url);
    }
    let options = PgConnectOptions::from_str(url).map_err(|_| Error::Url)?;
    Ok(options.application_name(application))
}
