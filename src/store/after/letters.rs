//! Dead letters: what handlers have given up, and what the recorder could not write.

use super::handlers::advance_all;
use crate::store::rows::signed;
use crate::store::{Error, Store};
use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{FromRow, Row as _};

/// Which dead letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Of handlers, by number.
    Given(Vec<i64>),
    /// Of one handler, by name.
    Of(String),
    /// Of all handlers.
    All,
}

impl Which {
    fn parts(&self) -> (Option<&[i64]>, Option<&str>) {
        match self {
            Self::Given(ids) => (Some(ids), None),
            Self::Of(handler) => (None, Some(handler)),
            Self::All => (None, None),
        }
    }
}

/// A callback that a handler has given up.
#[derive(Debug, Clone, PartialEq, Serialize, FromRow)]
pub struct Letter {
    /// Its number.
    pub id: i64,
    /// The handler's name.
    pub handler: String,
    /// The command.
    pub command: String,
    /// The conversation, or where there is none something of its own.
    pub conversation: String,
    /// How often the handler failed.
    pub tries: i32,
    /// Why it failed last.
    pub error: String,
    /// When the callback arrived.
    pub received_at: DateTime<Utc>,
    /// When it was given up.
    pub died_at: DateTime<Utc>,
}

/// A record that Postgres refused.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RefusedRecord {
    /// The journal's number in Postgres.
    pub journal_id: i32,
    /// Its offset in the journal.
    pub offset: u64,
    /// SDKAppID.
    pub app_id: i64,
    /// The command, as far as it is text.
    pub command: Option<String>,
    /// Why it was refused.
    pub error: String,
    /// When it arrived.
    pub received_at: DateTime<Utc>,
    /// When it was refused.
    pub died_at: DateTime<Utc>,
}

/// A callback as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Content {
    /// The query without its Sign.
    pub query: String,
    /// The body, as far as it is text.
    pub body: String,
}

impl Store {
    /// The newest dead letters of handlers, at most `limit`.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn letters(&self, which: &Which, limit: u32) -> Result<Vec<Letter>, Error> {
        let (ids, handler) = which.parts();
        let found = sqlx::query_as(
            "select d.id, h.name as handler, h.command, d.lane as conversation, d.tries, d.error, d.received_at, d.died_at
             from imhook.handler_dead_letters d join imhook.handlers h on h.id = d.handler_id
             where ($1::bigint[] is null or d.id = any($1)) and ($2::text is null or h.name = $2)
             order by d.id desc limit $3",
        )
        .bind(ids)
        .bind(handler)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        Ok(found)
    }

    /// The callback of a handler's dead letter; `None` where it is gone.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn letter_content(&self, id: i64) -> Result<Option<Content>, Error> {
        let found: Option<(String, Option<String>, Option<Vec<u8>>)> = sqlx::query_as(
            "select c.query, c.body::text, c.raw
             from imhook.handler_dead_letters d join imhook.callbacks c on c.journal_id = d.journal_id
                 and c.journal_offset = d.journal_offset and c.received_at = d.received_at
             where d.id = $1",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?;
        Ok(found.map(|(query, body, raw)| {
            let body = body.unwrap_or_else(|| String::from_utf8_lossy(&raw.unwrap_or_default()).into_owned());
            Content { query, body }
        }))
    }

    /// Hands dead letters to their handlers again, as if they had never failed; how many.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn replay_letters(&self, which: &Which) -> Result<u64, Error> {
        let (ids, handler) = which.parts();
        let mut transaction = self.pool.begin().await?;
        let handlers: Vec<i32> = sqlx::query_scalar(
            "select h.id from imhook.handlers h
             where ($2::text is null or h.name = $2) and exists (
                 select from imhook.handler_dead_letters d
                 where d.handler_id = h.id and ($1::bigint[] is null or d.id = any($1)))
             order by h.id for update",
        )
        .bind(ids)
        .bind(handler)
        .fetch_all(&mut *transaction)
        .await?;
        let replayed: i64 = sqlx::query_scalar(
            "with gone as (
                 delete from imhook.handler_dead_letters
                 where handler_id = any($2) and ($1::bigint[] is null or id = any($1)) returning *
             ), parked as (
                 insert into imhook.retries (handler_id, journal_id, journal_offset, received_at, lane)
                 select handler_id, journal_id, journal_offset, received_at, lane from gone
                 order by journal_id, journal_offset
                 on conflict do nothing
             )
             select count(*) from gone",
        )
        .bind(ids)
        .bind(&handlers)
        .fetch_one(&mut *transaction)
        .await?;
        advance_all(&mut transaction, &handlers).await?;
        transaction.commit().await?;
        Ok(replayed.unsigned_abs())
    }

    /// Forgets dead letters of handlers; how many.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn drop_letters(&self, which: &Which) -> Result<u64, Error> {
        let (ids, handler) = which.parts();
        let dropped = sqlx::query(
            "delete from imhook.handler_dead_letters d using imhook.handlers h
             where h.id = d.handler_id and ($1::bigint[] is null or d.id = any($1)) and ($2::text is null or h.name = $2)",
        )
        .bind(ids)
        .bind(handler)
        .execute(&self.pool)
        .await?;
        Ok(dropped.rows_affected())
    }

    /// The newest records that Postgres refused, or the one at this journal and offset; at most `limit`.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn refused_records(
        &self,
        of: Option<(i32, u64)>,
        limit: u32,
    ) -> Result<Vec<RefusedRecord>, Error> {
        let rows = sqlx::query(
            "select journal_id, journal_offset, app_id, command, error, received_at, noticed_at
             from imhook.dead_letters where $1::int is null or (journal_id = $1 and journal_offset = $2)
             order by noticed_at desc limit $3",
        )
        .bind(of.map(|(journal_id, _)| journal_id))
        .bind(of.map(|(_, offset)| signed(offset)))
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        let record = |row: sqlx::postgres::PgRow| {
            let command: Option<Vec<u8>> = row.try_get("command")?;
            Ok(RefusedRecord {
                journal_id: row.try_get("journal_id")?,
                offset: row.try_get::<i64, _>("journal_offset")?.unsigned_abs(),
                app_id: row.try_get("app_id")?,
                command: command.map(|command| String::from_utf8_lossy(&command).into_owned()),
                error: row.try_get("error")?,
                received_at: row.try_get("received_at")?,
                died_at: row.try_get("noticed_at")?,
            })
        };
        Ok(rows.into_iter().map(record).collect::<sqlx::Result<_>>()?)
    }

    /// A record that Postgres refused, as it came.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn refused_content(&self, journal_id: i32, offset: u64) -> Result<Option<Content>, Error> {
        let found: Option<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
            "select query, raw from imhook.dead_letters where journal_id = $1 and journal_offset = $2",
        )
        .bind(journal_id)
        .bind(signed(offset))
        .fetch_optional(&self.pool)
        .await?;
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ok(found.map(|(query, raw)| Content { query: text(query), body: text(raw) }))
    }

    /// Forgets a record that Postgres refused; whether it was there.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn drop_refused(&self, journal_id: i32, offset: u64) -> Result<bool, Error> {
        let dropped =
            sqlx::query("delete from imhook.dead_letters where journal_id = $1 and journal_offset = $2")
                .bind(journal_id)
                .bind(signed(offset))
                .execute(&self.pool)
                .await?;
        Ok(dropped.rows_affected() == 1)
    }
}
