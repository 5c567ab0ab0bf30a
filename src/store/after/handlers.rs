//! After-handlers as operators see and change them. Each change is made under the lock of the handler's row, as the
//! process that runs the handler makes its own.

use super::{AfterHandlers, RECORDED};
use crate::store::Error;
use crate::store::rows::from_row;
use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::postgres::PgConnection;

/// An after-handler that has run on this database.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct HandlerState {
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

from_row!(HandlerState: name, command, lag_rows, lag_seconds, parked, dead_letters, run_by, first_seen);

/// The outcome of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// The change was made; it concerns so many callbacks.
    Made(u64),
    /// There is no handler of that name.
    Unknown,
    /// The process at this location runs the handler.
    Running(String),
    /// The new name is taken.
    Taken,
}

impl AfterHandlers {
    /// All handlers that ever ran, by name.
    pub(crate) async fn handlers(&self) -> Result<Vec<HandlerState>, Error> {
        let query = sqlx::query_as(
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
        );
        self.0.all(query).await
    }

    /// Gives a handler that no process runs another name.
    pub(crate) async fn rename_handler(&self, old: &str, new: &str) -> Result<Change, Error> {
        self.0
            .transaction(async |mut transaction| {
                let connection = transaction.connection()?;
                let id = match idle(connection, old).await? {
                    Ok(id) => id,
                    Err(change) => return Ok(change),
                };
                let renamed = sqlx::query(
                    "update imhook.handlers set name = $2, owner = null
                     where id = $1 and not exists (select from imhook.handlers where name = $2)",
                )
                .bind(id)
                .bind(new)
                .execute(connection)
                .await?;
                transaction.commit().await?;
                Ok(if renamed.rows_affected() == 1 { Change::Made(0) } else { Change::Taken })
            })
            .await
    }

    /// Forgets a handler that no process runs, with what it has parked and given up.
    pub(crate) async fn forget_handler(&self, name: &str) -> Result<Change, Error> {
        self.0
            .transaction(async |mut transaction| {
                let connection = transaction.connection()?;
                let id = match idle(connection, name).await? {
                    Ok(id) => id,
                    Err(change) => return Ok(change),
                };
                sqlx::query("delete from imhook.handlers where id = $1").bind(id).execute(connection).await?;
                transaction.commit().await?;
                Ok(Change::Made(0))
            })
            .await
    }

    /// Sets a handler back to what arrived at `time`: that, and all behind it, is handled again, also what was parked
    /// or given up. How many callbacks, of any command, it will pass again.
    pub(crate) async fn rewind_handler(&self, name: &str, time: DateTime<Utc>) -> Result<Change, Error> {
        self.0
            .transaction(async |mut transaction| {
                let connection = transaction.connection()?;
                let id: Option<i32> =
                    sqlx::query_scalar("select id from imhook.handlers where name = $1 for update")
                        .bind(name)
                        .fetch_optional(&mut *connection)
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
                .fetch_one(&mut *connection)
                .await?;
                for table in [
                    "delete from imhook.retries where handler_id = $1 and received_at >= $2",
                    "delete from imhook.handler_dead_letters where handler_id = $1 and received_at >= $2",
                ] {
                    sqlx::query(table).bind(id).bind(time).execute(&mut *connection).await?;
                }
                advance_all(connection, &[id]).await?;
                transaction.commit().await?;
                Ok(Change::Made(rows.unsigned_abs()))
            })
            .await
    }
}

/// Makes the first of every lane due that waited for one that is gone, and wakes the processes that run the handlers.
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

/// Locks a handler that no process runs.
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
        Some((_, Some(location))) => Err(Change::Running(location)),
        Some((id, None)) => Ok(id),
    })
}
