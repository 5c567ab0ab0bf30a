//! Handlers as the command line sees them. What it changes, it changes under the lock of the handler's row, as those
//! do who run it.

use super::RECORDED;
use crate::store::{Error, Store};
use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::FromRow;
use sqlx::postgres::PgConnection;

/// How a handler stands.
#[derive(Debug, Clone, PartialEq, Serialize, FromRow)]
pub struct HandlerState {
    /// Its name.
    pub name: String,
    /// The command it is for.
    pub command: String,
    /// Recorded callbacks of any command that it has not passed yet.
    pub lag_rows: i64,
    /// How long ago the first of those arrived, in seconds.
    pub lag_seconds: f64,
    /// Callbacks that wait for another try, or behind such a one.
    pub parked: i64,
    /// Callbacks that it has given up.
    pub dead_letters: i64,
    /// Host and data folder of the process that runs it, if one does.
    pub run_by: Option<String>,
    /// When it was first run.
    pub first_seen: DateTime<Utc>,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It was made; so many callbacks are concerned, if any.
    Made(u64),
    /// There is no handler of that name.
    Unknown,
    /// This process runs it.
    Running(String),
    /// The new name is taken.
    Taken,
}

impl Store {
    /// All handlers that ever ran, by name.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn handlers(&self) -> Result<Vec<HandlerState>, Error> {
        let found = sqlx::query_as(
            "select h.name, h.command, h.first_seen, r.home as run_by,
                 coalesce(lag.rows, 0)::bigint as lag_rows,
                 coalesce(greatest(extract(epoch from now() - lag.oldest), 0), 0)::float8 as lag_seconds,
                 (select count(*) from imhook.retries p where p.handler_id = h.id) as parked,
                 (select count(*) from imhook.handler_dead_letters d where d.handler_id = h.id) as dead_letters
             from imhook.handlers h
             left join imhook.reactors r on r.id = h.owner and r.expires_at > now()
             cross join lateral (
                 select sum(j.recorded - coalesce(c.handled, 0)) as rows, min(next.received_at) as oldest
                 from imhook.journals j
                 left join imhook.cursors c on c.journal_id = j.id and c.handler_id = h.id
                 left join lateral (
                     select received_at from imhook.callbacks b
                     where b.journal_id = j.id and b.journal_offset > coalesce(c.handled, 0)
                     order by b.journal_offset limit 1
                 ) next on true
             ) lag
             order by h.name",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(found)
    }

    /// Gives a handler that nobody runs another name.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn rename_handler(&self, old: &str, new: &str) -> Result<Change, Error> {
        let mut transaction = self.pool.begin().await?;
        let id = match idle(&mut transaction, old).await? {
            Ok(id) => id,
            Err(change) => return Ok(change),
        };
        let renamed = sqlx::query(
            "update imhook.handlers set name = $2, owner = null
             where id = $1 and not exists (select from imhook.handlers where name = $2)",
        )
        .bind(id)
        .bind(new)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(if renamed.rows_affected() == 1 { Change::Made(0) } else { Change::Taken })
    }

    /// Forgets a handler that nobody runs, with what it has parked and given up.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn forget_handler(&self, name: &str) -> Result<Change, Error> {
        let mut transaction = self.pool.begin().await?;
        let id = match idle(&mut transaction, name).await? {
            Ok(id) => id,
            Err(change) => return Ok(change),
        };
        sqlx::query("delete from imhook.handlers where id = $1").bind(id).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(Change::Made(0))
    }

    /// Sets a handler back to what arrived at `time`: that, and all behind it, is handled again, also what was parked
    /// or given up. How many callbacks, of any command, it will pass again.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn rewind_handler(&self, name: &str, time: DateTime<Utc>) -> Result<Change, Error> {
        let mut transaction = self.pool.begin().await?;
        let id: Option<i32> = sqlx::query_scalar("select id from imhook.handlers where name = $1 for update")
            .bind(name)
            .fetch_optional(&mut *transaction)
            .await?;
        let Some(id) = id else { return Ok(Change::Unknown) };
        let rows: i64 = sqlx::query_scalar(
            "with target as (
                 select c.journal_id, c.handled, (
                     select min(b.journal_offset) - 1 from imhook.callbacks b
                     where b.journal_id = c.journal_id and b.received_at >= $2
                 ) as first
                 from imhook.cursors c where c.handler_id = $1
             ), back as (
                 update imhook.cursors c set handled = t.first from target t
                 where c.handler_id = $1 and c.journal_id = t.journal_id and t.first < c.handled
                 returning t.handled - t.first as rows
             )
             select coalesce(sum(rows), 0)::bigint from back",
        )
        .bind(id)
        .bind(time)
        .fetch_one(&mut *transaction)
        .await?;
        for table in [
            "delete from imhook.retries where handler_id = $1 and received_at >= $2",
            "delete from imhook.handler_dead_letters where handler_id = $1 and received_at >= $2",
        ] {
            sqlx::query(table).bind(id).bind(time).execute(&mut *transaction).await?;
        }
        advance_all(&mut transaction, &[id]).await?;
        transaction.commit().await?;
        Ok(Change::Made(rows.unsigned_abs()))
    }
}

/// Makes the first of every lane due that waited for one that is gone, and wakes who runs the handlers.
pub(super) async fn advance_all(connection: &mut PgConnection, handlers: &[i32]) -> Result<(), Error> {
    sqlx::query(
        "select imhook.advance(h.id, array(select distinct lane from imhook.retries where handler_id = h.id))
         from unnest($1::int[]) as h (id)",
    )
    .bind(handlers)
    .execute(&mut *connection)
    .await?;
    sqlx::query("select pg_notify($1, '')").bind(RECORDED).execute(connection).await?;
    Ok(())
}

/// Locks a handler that nobody runs.
async fn idle(connection: &mut PgConnection, name: &str) -> Result<Result<i32, Change>, Error> {
    let found: Option<(i32, Option<String>)> = sqlx::query_as(
        "select h.id, (select r.home from imhook.reactors r where r.id = h.owner and r.expires_at > now())
         from imhook.handlers h where h.name = $1 for update",
    )
    .bind(name)
    .fetch_optional(connection)
    .await?;
    Ok(match found {
        None => Err(Change::Unknown),
        Some((_, Some(home))) => Err(Change::Running(home)),
        Some((id, None)) => Ok(id),
    })
}
