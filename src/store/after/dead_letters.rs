//! Dead letters: callbacks that handlers have given up, and records that Postgres refused.

use super::AfterHandlers;
use super::handlers::advance_all;
use crate::store::Error;
use crate::store::rows::signed;
use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row as _};
use std::fmt;
use std::str::FromStr;

/// A choice among the dead letters of handlers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DeadLetterFilter {
    /// Those with these numbers.
    Numbers(Vec<i64>),
    /// Those of the handler with this name.
    OfHandler(String),
    /// Those of all handlers.
    All,
}

impl DeadLetterFilter {
    fn parts(&self) -> (Option<&[i64]>, Option<&str>) {
        match self {
            Self::Numbers(ids) => (Some(ids), None),
            Self::OfHandler(handler) => (None, Some(handler)),
            Self::All => (None, None),
        }
    }
}

/// The number of a dead letter: as text `12` for one of a handler, `3-1045` for a record that Postgres refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DeadLetterId {
    /// A callback that a handler has given up.
    Handler(i64),
    /// A record that Postgres refused: its journal's number in Postgres, and its offset there.
    Refused { journal_id: i32, offset: u64 },
}

impl FromStr for DeadLetterId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let id = match text.split_once('-') {
            Some((journal, offset)) => {
                let parts = journal.parse().ok().zip(offset.parse().ok());
                parts.map(|(journal_id, offset)| Self::Refused { journal_id, offset })
            }
            None => text.parse().ok().map(Self::Handler),
        };
        id.ok_or_else(|| "a number such as 12 or 3-1045, as `imhook dead-letters list` shows it".to_owned())
    }
}

impl fmt::Display for DeadLetterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handler(id) => write!(f, "{id}"),
            Self::Refused { journal_id, offset } => write!(f, "{journal_id}-{offset}"),
        }
    }
}

impl Serialize for DeadLetterId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A dead letter of either kind.
#[derive(Debug, Serialize)]
pub(crate) struct ListedDeadLetter {
    pub id: DeadLetterId,
    /// The handler's name; `None` for a record that Postgres refused.
    pub handler: Option<String>,
    /// The command, as far as it is text.
    pub command: Option<String>,
    /// The conversation, or where there is none something of the callback's own; `None` for a refused record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<String>,
    /// How often the handler failed; `None` for a refused record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tries: Option<i32>,
    /// Why the handler failed last, or why Postgres refused the record.
    pub error: String,
    /// When the callback arrived.
    pub received_at: DateTime<Utc>,
    /// When it was given up or refused.
    pub died_at: DateTime<Utc>,
}

impl FromRow<'_, PgRow> for ListedDeadLetter {
    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        let handler: Option<String> = row.try_get("handler")?;
        let (id, command, conversation, tries) = if handler.is_some() {
            let id = DeadLetterId::Handler(row.try_get("id")?);
            (id, row.try_get("command")?, row.try_get("conversation")?, row.try_get("tries")?)
        } else {
            let offset = row.try_get::<i64, _>("journal_offset")?.unsigned_abs();
            let command: Option<&[u8]> = row.try_get("command")?;
            let id = DeadLetterId::Refused { journal_id: row.try_get("journal_id")?, offset };
            (id, command.map(text), None, None)
        };
        let (error, received_at) = (row.try_get("error")?, row.try_get("received_at")?);
        let died_at = row.try_get("died_at")?;
        Ok(Self { id, handler, command, conversation, tries, error, received_at, died_at })
    }
}

struct Refused(ListedDeadLetter, CallbackText);

impl FromRow<'_, PgRow> for Refused {
    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        let callback = CallbackText { query: text(row.try_get("query")?), body: text(row.try_get("raw")?) };
        Ok(Self(ListedDeadLetter::from_row(row)?, callback))
    }
}

/// A callback as it came, as far as it is text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CallbackText {
    /// The query without its Sign.
    pub query: String,
    /// The body.
    pub body: String,
}

impl AfterHandlers {
    /// The newest dead letters of handlers, at most `limit`.
    pub(crate) async fn dead_letters(
        &self,
        filter: &DeadLetterFilter,
        limit: u32,
    ) -> Result<Vec<ListedDeadLetter>, Error> {
        let (ids, handler) = filter.parts();
        let query = sqlx::query_as(
            "select d.id, h.name as handler, h.command, d.lane as conversation, d.tries, d.error, d.received_at, d.died_at
             from imhook.handler_dead_letters d join imhook.handlers h on h.id = d.handler_id
             where ($1::bigint[] is null or d.id = any($1)) and ($2::text is null or h.name = $2)
             order by d.id desc limit $3",
        )
        .bind(ids)
        .bind(handler)
        .bind(i64::from(limit));
        self.0.all(query).await
    }

    /// The callback of a handler's dead letter; `None` where it is gone.
    pub(crate) async fn dead_letter_text(&self, id: i64) -> Result<Option<CallbackText>, Error> {
        let query = sqlx::query_as(
            "select c.query, c.body::text, c.raw
             from imhook.handler_dead_letters d join imhook.callbacks c on c.journal_id = d.journal_id
                 and c.journal_offset = d.journal_offset and c.received_at = d.received_at
             where d.id = $1",
        )
        .bind(id);
        let found: Option<(String, Option<String>, Option<Vec<u8>>)> = self.0.optional(query).await?;
        Ok(found.map(|(query, body, raw)| {
            let body = body.unwrap_or_else(|| text(&raw.unwrap_or_default()));
            CallbackText { query, body }
        }))
    }

    /// Hands dead letters to their handlers again, as if they had never failed; how many.
    pub(crate) async fn replay_dead_letters(&self, filter: &DeadLetterFilter) -> Result<u64, Error> {
        let (ids, handler) = filter.parts();
        self.0
            .transaction(async |mut transaction| {
                let connection = transaction.connection()?;
                let handlers: Vec<i32> = sqlx::query_scalar(
                    "select h.id from imhook.handlers h
                     where ($2::text is null or h.name = $2) and exists (
                         select from imhook.handler_dead_letters d
                         where d.handler_id = h.id and ($1::bigint[] is null or d.id = any($1)))
                     order by h.id for update",
                )
                .bind(ids)
                .bind(handler)
                .fetch_all(&mut *connection)
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
                .fetch_one(&mut *connection)
                .await?;
                advance_all(connection, &handlers).await?;
                transaction.commit().await?;
                Ok(replayed.unsigned_abs())
            })
            .await
    }

    /// Forgets dead letters of handlers; how many.
    pub(crate) async fn drop_dead_letters(&self, filter: &DeadLetterFilter) -> Result<u64, Error> {
        let (ids, handler) = filter.parts();
        let delete = sqlx::query(
            "delete from imhook.handler_dead_letters d using imhook.handlers h
             where h.id = d.handler_id and ($1::bigint[] is null or d.id = any($1)) and ($2::text is null or h.name = $2)",
        )
        .bind(ids)
        .bind(handler);
        self.0.execute(delete).await
    }

    /// The newest records that Postgres refused, at most `limit`.
    pub(crate) async fn refused_records(&self, limit: u32) -> Result<Vec<ListedDeadLetter>, Error> {
        let query = sqlx::query_as(
            "select null::text as handler, journal_id, journal_offset, command, error, received_at, noticed_at as died_at
             from imhook.dead_letters order by noticed_at desc limit $1",
        );
        self.0.all(query.bind(i64::from(limit))).await
    }

    /// A record that Postgres refused, and its callback.
    pub(crate) async fn refused_record(
        &self,
        journal_id: i32,
        offset: u64,
    ) -> Result<Option<(ListedDeadLetter, CallbackText)>, Error> {
        let query = sqlx::query_as(
            "select null::text as handler, journal_id, journal_offset, command, error, received_at, noticed_at as died_at,
                 query, raw
             from imhook.dead_letters where journal_id = $1 and journal_offset = $2",
        )
        .bind(journal_id)
        .bind(signed(offset));
        let found: Option<Refused> = self.0.optional(query).await?;
        Ok(found.map(|Refused(record, callback)| (record, callback)))
    }

    /// Forgets a record that Postgres refused; whether it was there.
    pub(crate) async fn drop_refused_record(&self, journal_id: i32, offset: u64) -> Result<bool, Error> {
        let delete =
            sqlx::query("delete from imhook.dead_letters where journal_id = $1 and journal_offset = $2")
                .bind(journal_id)
                .bind(signed(offset));
        Ok(self.0.execute(delete).await? == 1)
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
