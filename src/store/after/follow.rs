//! Reading the callbacks that a handler is to handle next.

use super::AfterHandlers;
use crate::model::SdkAppId;
use crate::store::Error;
use crate::store::rows::signed;
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt as _;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row as _};
use std::time::Duration;

/// The place of a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Position {
    /// The journal's number in Postgres.
    pub journal_id: i32,
    /// The offset in it.
    pub offset: u64,
    /// When the callback's headers had been read: it says in which partition the row is.
    pub received_at: DateTime<Utc>,
}

/// How far a handler is.
#[derive(Debug, Clone, Default)]
pub(crate) struct HandlerProgress {
    /// By journal: its number, the offset up to which the handler is done, and the one that is recorded.
    pub cursors: Vec<(i32, u64, u64)>,
    /// Callbacks are parked.
    pub parked: bool,
    /// When the next of them is due; zero if it is by now.
    pub due_in: Option<Duration>,
}

/// A recorded callback.
#[derive(Debug, Clone)]
pub(crate) struct RecordedCallback {
    /// Its place.
    pub position: Position,
    /// SDKAppID.
    pub app_id: SdkAppId,
    /// The query without its Sign.
    pub query: String,
    /// Its JSON; `None` where Postgres could not take it.
    pub body: Option<String>,
    /// The exact bytes, where `body` is not the text as received.
    pub raw: Option<Vec<u8>>,
    /// Where it was parked: its lane, and how often it has failed.
    pub parked: Option<(String, u32)>,
}

impl RecordedCallback {
    fn size(&self) -> usize {
        self.body.as_ref().map_or(0, String::len) + self.raw.as_ref().map_or(0, Vec::len) + self.query.len()
    }
}

impl FromRow<'_, PgRow> for Position {
    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        Ok(Self {
            journal_id: row.try_get("journal_id")?,
            offset: row.try_get::<i64, _>("journal_offset")?.unsigned_abs(),
            received_at: row.try_get("received_at")?,
        })
    }
}

impl FromRow<'_, PgRow> for RecordedCallback {
    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        let lane: Option<String> = row.try_get("lane")?;
        Ok(Self {
            position: Position::from_row(row)?,
            app_id: SdkAppId(row.try_get::<Option<i64>, _>("app_id")?.unwrap_or_default().unsigned_abs()),
            query: row.try_get::<Option<String>, _>("query")?.unwrap_or_default(),
            body: row.try_get("body")?,
            raw: row.try_get("raw")?,
            parked: lane.map(|lane| Ok::<_, sqlx::Error>((lane, count(row, "tries")?))).transpose()?,
        })
    }
}

/// A column that counts.
pub(super) fn count(row: &PgRow, column: &str) -> sqlx::Result<u32> {
    Ok(u32::try_from(row.try_get::<i32, _>(column)?).unwrap_or_default())
}

impl AfterHandlers {
    /// Makes what ran under another process, or before a crash, due again.
    pub(crate) async fn resume(&self, handler_id: i32) -> Result<(), Error> {
        let update = sqlx::query(
            "update imhook.retries set due_at = now() where handler_id = $1 and due_at = 'infinity'",
        );
        self.0.execute(update.bind(handler_id)).await.map(drop)
    }

    /// How far a handler is.
    pub(crate) async fn progress(&self, handler_id: i32) -> Result<HandlerProgress, Error> {
        let cursors = sqlx::query_as(
            "select j.id, coalesce(c.handled, 0), j.recorded
             from imhook.journals j left join imhook.cursors c on c.journal_id = j.id and c.handler_id = $1
             order by j.id",
        )
        .bind(handler_id);
        let parked = sqlx::query_as(
            "select exists (select from imhook.retries where handler_id = $1),
                 (select extract(epoch from min(due_at) - now())::float8 from imhook.retries
                  where handler_id = $1 and due_at < 'infinity')",
        )
        .bind(handler_id);
        let cursors: Vec<(i32, i64, i64)> = self.0.all(cursors).await?;
        let (parked, due_in): (bool, Option<f64>) = self.0.one(parked).await?;
        let cursors = cursors.into_iter().map(|(id, at, end)| (id, at.unsigned_abs(), end.unsigned_abs()));
        let due_in = due_in.map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or_default());
        Ok(HandlerProgress { cursors: cursors.collect(), parked, due_in })
    }

    /// Callbacks of `command` between two offsets of a journal, the second one included, in order; redelivered ones
    /// are left out. At most `rows`, and no more than `bytes` but for one; and up to which offset these are all.
    pub(crate) async fn recorded(
        &self,
        command: &str,
        (journal_id, from, to): (i32, u64, u64),
        rows: usize,
        bytes: usize,
    ) -> Result<(Vec<RecordedCallback>, u64), Error> {
        let query = sqlx::query_as(
            "select journal_id, journal_offset, received_at, app_id, query, body::text, raw, null as lane
             from imhook.callbacks
             where journal_id = $1 and journal_offset > $2 and journal_offset <= $3 and command = $4
                 and not 'redelivered' = any(flags)
                 and received_at >= coalesce(
                     (select since from imhook.journals where id = $1 and since_offset <= $2), '-infinity')
             order by journal_offset limit $5",
        )
        .bind(journal_id)
        .bind(signed(from))
        .bind(signed(to))
        .bind(command)
        .bind(signed(rows as u64));
        self.0
            .call(async |mut lent| {
                let mut found = query.fetch(lent.connection()?);
                let (mut taken, mut size) = (Vec::new(), 0);
                while let Some(row) = found.try_next().await? {
                    let row: RecordedCallback = row;
                    size += row.size();
                    taken.push(row);
                    if size >= bytes {
                        break;
                    }
                }
                drop(found);
                let is_part = size >= bytes || taken.len() == rows;
                if size < bytes {
                    lent.give_back();
                }
                let last = taken.last().filter(|_| is_part).map_or(to, |row| row.position.offset);
                Ok((taken, last))
            })
            .await
    }

    /// Parked callbacks that are due, each with those behind it: `lanes` at most, so many of each.
    pub(crate) async fn due(
        &self,
        handler_id: i32,
        lanes: usize,
        of_each: usize,
    ) -> Result<Vec<RecordedCallback>, Error> {
        let query = sqlx::query_as(
            "select r.journal_id, r.journal_offset, r.received_at, c.app_id, c.query, c.body::text, c.raw, r.lane, r.tries
             from (select distinct lane from (select lane from imhook.retries
                   where handler_id = $1 and due_at <= now() order by due_at limit $2) longest) first
             cross join lateral (select * from imhook.retries r
                   where r.handler_id = $1 and r.lane = first.lane order by r.seq limit $3) r
             left join imhook.callbacks c on c.journal_id = r.journal_id and c.journal_offset = r.journal_offset
                 and c.received_at = r.received_at
             order by r.seq",
        )
        .bind(handler_id)
        .bind(signed(lanes as u64))
        .bind(signed(of_each as u64));
        self.0.all(query).await
    }

    /// The lanes, of these, that have something parked.
    pub(crate) async fn parked(&self, handler_id: i32, lanes: &[&str]) -> Result<Vec<String>, Error> {
        let query = sqlx::query_as(
            "select lane from unnest($2::text[]) as lane
             where exists (select from imhook.retries r where r.handler_id = $1 and r.lane = lane.lane)",
        )
        .bind(handler_id)
        .bind(lanes);
        let found: Vec<(String,)> = self.0.all(query).await?;
        Ok(found.into_iter().map(|(lane,)| lane).collect())
    }
}
