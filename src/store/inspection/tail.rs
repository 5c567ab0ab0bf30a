//! Reading callbacks behind the recorder, out of the service's way.
//!
//! A recorder moves its journal's cursor in the transaction that writes the rows. So what lies between two values
//! of a cursor is complete, and no row appears there later.

use crate::store::database::{Row, Rows, options};
use crate::store::rows::{from_row, signed};
use crate::store::{Error, timely};
use chrono::{DateTime, Utc};
use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use std::time::Duration;
use uuid::Uuid;

/// The time for a query, with connecting where that is necessary.
const TIME: Duration = Duration::from_secs(15);

/// A reader must not write, wait for long, or take the service's processors.
const MODEST: &str = "set default_transaction_read_only = on; set statement_timeout = '10s'; \
     set lock_timeout = '1s'; set max_parallel_workers_per_gather = 0; set jit = off";

/// How far a journal is recorded, for readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JournalCursor {
    /// The journal's number in this database.
    pub id: i32,
    /// The journal itself, whatever database it feeds.
    pub uuid: Uuid,
    /// The offset of the last record that is here.
    pub recorded: i64,
}

/// A row of `imhook.callbacks`, whose columns are documented in the migrations.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Arrived {
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

from_row!(JournalCursor: id, uuid, recorded);
from_row!(
    Arrived: journal_id, journal_offset, app_id, command, received_at, event_time, client_ip, platform, body, raw,
    verdict_code, decided_by, took_ms, flags
);

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
pub(crate) struct Tail {
    options: PgConnectOptions,
    connection: Option<PgConnection>,
}

impl Tail {
    /// Prepares for the database at `url`; connects when it is first asked.
    pub(crate) fn new(url: &str) -> Result<Self, Error> {
        Ok(Self { options: options(url, "imhook tail")?, connection: None })
    }

    /// How far each journal is recorded, the oldest journal first.
    pub(crate) async fn journals(&mut self) -> Result<Vec<JournalCursor>, Error> {
        self.rows(sqlx::query_as("select id, uuid, recorded from imhook.journals order by id")).await
    }

    /// The first callbacks of a journal beyond `after` and up to `end`, in order, `limit` at most.
    pub(crate) async fn after(
        &mut self,
        journal_id: i32,
        after: i64,
        end: i64,
        limit: usize,
    ) -> Result<Vec<Arrived>, Error> {
        let query = callbacks!(
            "where journal_id = $1 and journal_offset > $2 and journal_offset <= $3
                 and received_at >= coalesce(
                     (select since from imhook.journals where id = $1 and since_offset <= $2), '-infinity')
             order by journal_offset limit $4"
        );
        self.rows(sqlx::query_as(query).bind(journal_id).bind(after).bind(end).bind(signed(limit as u64)))
            .await
    }

    /// The last callbacks of a journal up to `end`, backwards, `limit` at most.
    pub(crate) async fn before(
        &mut self,
        journal_id: i32,
        end: i64,
        limit: usize,
    ) -> Result<Vec<Arrived>, Error> {
        let query = callbacks!(
            "where journal_id = $1 and journal_offset <= $2 order by journal_offset desc limit $3"
        );
        self.rows(sqlx::query_as(query).bind(journal_id).bind(end).bind(signed(limit as u64))).await
    }

    /// Offset and arrival of the first callback of a journal at `offset` or beyond.
    pub(crate) async fn first_from(
        &mut self,
        journal_id: i32,
        offset: i64,
    ) -> Result<Option<(i64, DateTime<Utc>)>, Error> {
        let query = "select journal_offset, received_at from imhook.callbacks
                     where journal_id = $1 and journal_offset >= $2 order by journal_offset limit 1";
        Ok(self.rows(sqlx::query_as(query).bind(journal_id).bind(offset)).await?.pop())
    }

    /// The rows of a query. Only a connection that has answered is used again.
    async fn rows<T: Row>(&mut self, query: Rows<'_, T>) -> Result<Vec<T>, Error> {
        let kept = self.connection.take();
        let (rows, connection) = timely(TIME, async {
            let mut connection = if let Some(connection) = kept {
                connection
            } else {
                let mut fresh = self.options.connect().await?;
                sqlx::raw_sql(MODEST).execute(&mut fresh).await?;
                fresh
            };
            let rows = query.fetch_all(&mut connection).await?;
            Ok((rows, connection))
        })
        .await?;
        self.connection = Some(connection);
        Ok(rows)
    }
}
