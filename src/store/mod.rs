//! Postgres, the system of record. This room alone imports sqlx; one method is one statement.

pub mod after;
mod archive;
mod history;
mod inspection;
mod recording;
mod rows;

pub use archive::{Found, Pull};
pub use history::Sent;
pub use inspection::{Arrived, Recorded, Survey, Tail};
pub use recording::{Batch, Cursor};
pub use rows::{CallbackRow, DeadLetter, Kind, Message, MessageRow, ReadMark, Receipt, Revocation};

use chrono::NaiveDate;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::collections::HashMap;
use std::str::FromStr as _;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The migrations, compiled in; applied ones are never edited. Which ones are applied stands in our own schema:
/// without it, the table would be looked for wherever the search path leads.
static MIGRATOR: LazyLock<Migrator> = LazyLock::new(|| {
    let mut migrator = sqlx::migrate!();
    migrator.dangerous_set_table_name("imhook.migrations");
    migrator.create_schema("imhook");
    migrator
});

/// What Postgres answered, sorted by what can be done about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It may go well later: Postgres is away, restarting, full, or in a deadlock.
    #[error("Postgres: {0}")]
    Unavailable(sqlx::Error),
    /// A value that Postgres will never take.
    #[error("Postgres refuses the data: {0}")]
    Refused(sqlx::Error),
    /// Another recorder has moved the journal's cursor.
    #[error("another process has moved the cursor of this journal")]
    CursorMoved,
    /// Another process runs the handler now.
    #[error("another process has taken over this handler")]
    LeaseLost,
    /// The schema is not what this imhook needs.
    #[error("cannot migrate the database: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The URL cannot be read. (The URL itself is not shown: it may hold a password.)
    #[error("DATABASE_URL is not a Postgres URL such as postgresql://user:password@host:5432/imhook")]
    Url,
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error().and_then(sqlx::error::DatabaseError::code) {
            // Data exception, integrity violation, a value over a limit (an index entry, say).
            Some(code) if ["22", "23", "54"].iter().any(|class| code.starts_with(class)) => {
                Self::Refused(error)
            }
            _ => Self::Unavailable(error),
        }
    }
}

/// A partition that could not be made because of somebody's lock is tried again after this time.
const LOCKED_MONTH: Duration = Duration::from_mins(1);

/// `lock_not_available`: `imhook.ensure_month` waits half a second for its locks.
fn is_lock_timeout(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(sqlx::error::DatabaseError::code).is_some_and(|code| code == "55P03")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How the database at `url` is connected to.
fn options(url: &str) -> Result<PgConnectOptions, Error> {
    if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
        return Err(Error::Url);
    }
    PgConnectOptions::from_str(url).map_err(|_| Error::Url)
}

/// The connection pool, and what is known of the schema.
#[derive(Debug)]
pub struct Store {
    pool: sqlx::PgPool,
    /// Partitions that exist, or when to try again to make them.
    months: Mutex<HashMap<(&'static str, NaiveDate), Option<Instant>>>,
}

impl Store {
    /// Prepares for the database at `url`; connects when it is first needed.
    ///
    /// # Errors
    /// When `url` is not a Postgres URL.
    pub fn new(url: &str) -> Result<Self, Error> {
        let options = options(url)?.application_name("imhook");
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(5))
            .connect_lazy_with(options);
        Ok(Self::over(pool))
    }

    fn over(pool: sqlx::PgPool) -> Self {
        Self { pool, months: Mutex::default() }
    }

    /// Applies the migrations that are missing, under an advisory lock.
    ///
    /// # Errors
    /// When Postgres is away, or holds a schema of another imhook.
    pub async fn migrate(&self) -> Result<(), Error> {
        Ok(MIGRATOR.run(&self.pool).await?)
    }

    /// Makes the partition for the month that begins at `month`, unless it is there. Where somebody's long query
    /// is in the way, the month's rows lie in the default partition until it is made.
    async fn ensure_month(&self, parent: &'static str, month: NaiveDate) -> Result<(), Error> {
        let known = lock(&self.months).get(&(parent, month)).copied();
        if known.is_some_and(|next_try| next_try.is_none_or(|next_try| Instant::now() < next_try)) {
            return Ok(());
        }
        let made = sqlx::query("select imhook.ensure_month($1, $2)")
            .bind(parent)
            .bind(month)
            .execute(&self.pool)
            .await;
        let next_try = match made {
            Ok(_) => None,
            Err(error) if is_lock_timeout(&error) => Some(Instant::now() + LOCKED_MONTH),
            Err(error) => return Err(error.into()),
        };
        lock(&self.months).insert((parent, month), next_try);
        Ok(())
    }

    /// Whether Postgres answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), Error> {
        sqlx::query("select 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
