//! Reading callbacks behind the recorder, out of the service's way.
//!
//! A recorder moves its journal's cursor in the transaction that writes the rows. So what lies between two values
//! of a cursor is complete, and no row appears there later.

use crate::store::rows::signed;
use crate::store::{Error, options};
use chrono::{DateTime, Utc};
use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgRow};
use sqlx::query::QueryAs;
use sqlx::{ConnectOptions as _, FromRow, Postgres};
use std::time::Duration;
use uuid::Uuid;

/// For connecting, and for each statement, where Postgres itself does not give up (its host may be gone).
const PATIENCE: Duration = Duration::from_secs(15);

/// A reader must not write, wait for long, or take the service's processors.
const MODEST: &str = "set default_transaction_read_only = on; set statement_timeout = '10s'; \
     set lock_timeout = '1s'; set max_parallel_workers_per_gather = 0; set jit = off";

/// How far a journal is recorded.
#[expect(clippy::struct_field_names, reason = "the column's name")]
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Recorded {
    /// The journal's number in this database.
    pub id: i32,
    /// The journal itself, whatever database it feeds.
    pub uuid: Uuid,
    /// The offset of the last record that is here.
    pub recorded: i64,
}

/// A recorded callback: a row of `imhook.callbacks`, see there.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Arrived {
    pub journal_id: i32,
    pub journal_offset: i64,
    pub app_id: i64,
    pub command: Option<String>,
    pub received_at: DateTime<Utc>,
    pub event_time: Option<DateTime<Utc>>,
    pub client_ip: Option<String>,
    pub platform: Option<String>,
    pub body: Option<String>,
    pub raw: Option<Vec<u8>>,
    pub verdict_code: Option<i64>,
    pub decided_by: Option<String>,
    pub took_ms: f64,
    pub flags: Vec<String>,
}

macro_rules! callbacks {
    ($rest:literal) => {
        concat!(
            "select journal_id, journal_offset, app_id, command, received_at, event_time, client_ip, platform,
                 body::text as body, raw, verdict_code, decided_by, took_ms, flags
             from imhook.callbacks ",
            $rest
        )
    };
}

/// A reader with one connection, which is made again after an error.
#[derive(Debug)]
pub struct Tail {
    options: PgConnectOptions,
    connection: Option<PgConnection>,
}

impl Tail {
    /// Prepares for the database at `url`; connects when it is first asked.
    ///
    /// # Errors
    /// When `url` is not a Postgres URL.
    pub fn new(url: &str) -> Result<Self, Error> {
        Ok(Self { options: options(url)?.application_name("imhook tail"), connection: None })
    }

    /// How far each journal is recorded, the oldest journal first.
    ///
    /// # Errors
    /// When Postgres is away or has no such table yet.
    pub async fn recorded(&mut self) -> Result<Vec<Recorded>, Error> {
        self.rows(sqlx::query_as("select id, uuid, recorded from imhook.journals order by id")).await
    }

    /// The first callbacks of a journal beyond `after` and up to `end`, in order, `limit` at most.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn after(
        &mut self,
        journal_id: i32,
        after: i64,
        end: i64,
        limit: usize,
    ) -> Result<Vec<Arrived>, Error> {
        let query = callbacks!(
            "where journal_id = $1 and journal_offset > $2 and journal_offset <= $3 order by journal_offset limit $4"
        );
        self.rows(sqlx::query_as(query).bind(journal_id).bind(after).bind(end).bind(signed(limit as u64)))
            .await
    }

    /// The last callbacks of a journal up to `end`, backwards, `limit` at most.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn before(&mut self, journal_id: i32, end: i64, limit: usize) -> Result<Vec<Arrived>, Error> {
        let query = callbacks!(
            "where journal_id = $1 and journal_offset <= $2 order by journal_offset desc limit $3"
        );
        self.rows(sqlx::query_as(query).bind(journal_id).bind(end).bind(signed(limit as u64))).await
    }

    /// Offset and arrival of the first callback of a journal at `offset` or beyond.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn first_from(
        &mut self,
        journal_id: i32,
        offset: i64,
    ) -> Result<Option<(i64, DateTime<Utc>)>, Error> {
        let query = "select journal_offset, received_at from imhook.callbacks
                     where journal_id = $1 and journal_offset >= $2 order by journal_offset limit 1";
        Ok(self.rows(sqlx::query_as(query).bind(journal_id).bind(offset)).await?.pop())
    }

    /// Only a connection that has answered is used again.
    async fn rows<T>(&mut self, query: QueryAs<'_, Postgres, T, PgArguments>) -> Result<Vec<T>, Error>
    where
        T: for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let kept = self.connection.take();
        let asked = async {
            let mut connection = if let Some(connection) = kept {
                connection
            } else {
                let mut fresh = self.options.connect().await?;
                sqlx::raw_sql(MODEST).execute(&mut fresh).await?;
                fresh
            };
            let rows = query.fetch_all(&mut connection).await?;
            Ok::<_, sqlx::Error>((rows, connection))
        };
        let silent = |_| sqlx::Error::Io(std::io::ErrorKind::TimedOut.into());
        let (rows, connection) = tokio::time::timeout(PATIENCE, asked).await.map_err(silent)??;
        self.connection = Some(connection);
        Ok(rows)
    }
}
