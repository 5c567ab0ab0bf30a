//! Writing the outcome of a run of callbacks.

use super::{AfterHandlers, Position};
use crate::store::Error;
use crate::store::rows::{column, signed};
use sqlx::postgres::PgConnection;
use std::collections::BTreeSet;
use std::time::Duration;
use uuid::Uuid;

/// A callback of a handler, and how the tries of it went.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Attempt {
    /// The callback's place.
    pub position: Position,
    /// The callback's conversation, or something of its own.
    pub lane: String,
    /// How often it has failed.
    pub tries: u32,
    /// Why it failed last.
    pub error: Option<String>,
}

/// A dead letter as it was written: the number that `imhook dead-letters` takes, journal and offset of the callback, how
/// often the handler failed, and why at last.
pub(crate) type Buried = (i64, i32, i64, i32, String);

/// The outcome of a run of callbacks.
#[derive(Debug, Default)]
pub(crate) struct Settlement {
    /// The cursors that move: the journal's number, from where and to where.
    pub cursors: Vec<(i32, u64, u64)>,
    /// Parked callbacks that are done with.
    pub done: Vec<Attempt>,
    /// Callbacks to try again, and after which time; `None` for those that still run.
    pub again: Vec<(Attempt, Option<Duration>)>,
    /// Callbacks behind others of their lane.
    pub behind: Vec<Attempt>,
    /// Callbacks that are given up.
    pub dead: Vec<Attempt>,
}

impl Settlement {
    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        let Self { cursors, done, again, behind, dead } = self;
        cursors.is_empty() && done.is_empty() && again.is_empty() && behind.is_empty() && dead.is_empty()
    }
}

impl AfterHandlers {
    /// Writes the outcome of a run, or nothing of it. Returns the dead letters.
    ///
    /// [`Error::LeaseLost`] says that another process runs the handler now, [`Error::CursorMoved`] that a cursor is not
    /// where it was.
    pub(crate) async fn settle(
        &self,
        handler_id: i32,
        owner: Uuid,
        settlement: &Settlement,
    ) -> Result<Vec<Buried>, Error> {
        self.0
            .transaction(async |mut transaction| {
                let connection = transaction.connection()?;
                // A crash of Postgres may take this back: then it is handled again, which is allowed. So the commit
                // does not wait for an fsync.
                let ours = sqlx::query(
                    "select set_config('synchronous_commit', 'off', true) from imhook.handlers
                     where id = $1 and owner = $2 for share",
                )
                .bind(handler_id)
                .bind(owner)
                .fetch_optional(&mut *connection)
                .await?;
                if ours.is_none() {
                    return Err(Error::LeaseLost);
                }
                move_cursors(connection, handler_id, &settlement.cursors).await?;
                // A dead letter leaves `retries`, too, if it was there.
                let gone: Vec<_> = settlement.done.iter().chain(&settlement.dead).collect();
                delete(connection, handler_id, &gone).await?;
                park(connection, handler_id, &settlement.again).await?;
                queue(connection, handler_id, &settlement.behind).await?;
                let buried = bury(connection, handler_id, &settlement.dead).await?;
                let touched: BTreeSet<_> =
                    gone.iter().copied().chain(&settlement.behind).map(|attempt| &*attempt.lane).collect();
                if !touched.is_empty() {
                    sqlx::query("select imhook.advance($1, $2)")
                        .bind(handler_id)
                        .bind(touched.into_iter().collect::<Vec<_>>())
                        .execute(connection)
                        .await?;
                }
                transaction.commit().await?;
                Ok(buried)
            })
            .await
    }
}

async fn move_cursors(
    connection: &mut PgConnection,
    handler_id: i32,
    cursors: &[(i32, u64, u64)],
) -> Result<(), Error> {
    if cursors.is_empty() {
        return Ok(());
    }
    let moved = sqlx::query(
        "insert into imhook.cursors as c (handler_id, journal_id, handled)
         select $1, journal_id, to_offset from unnest($2::int[], $4::bigint[]) as n (journal_id, to_offset)
         on conflict (handler_id, journal_id) do update set handled = excluded.handled
         where c.handled = ($3::bigint[])[array_position($2::int[], c.journal_id)]",
    )
    .bind(handler_id)
    .bind(column(cursors, |cursor| cursor.0))
    .bind(column(cursors, |cursor| signed(cursor.1)))
    .bind(column(cursors, |cursor| signed(cursor.2)))
    .execute(connection)
    .await?;
    if moved.rows_affected() == cursors.len() as u64 { Ok(()) } else { Err(Error::CursorMoved) }
}

async fn delete(connection: &mut PgConnection, handler_id: i32, attempts: &[&Attempt]) -> Result<(), Error> {
    if attempts.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "delete from imhook.retries r using unnest($2::int[], $3::bigint[]) as d (journal_id, journal_offset)
         where r.handler_id = $1 and r.journal_id = d.journal_id and r.journal_offset = d.journal_offset",
    )
    .bind(handler_id)
    .bind(column(attempts, |attempt| attempt.position.journal_id))
    .bind(column(attempts, |attempt| signed(attempt.position.offset)))
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts the first callbacks of their lanes into `retries`, or sets their next try.
async fn park(
    connection: &mut PgConnection,
    handler_id: i32,
    attempts: &[(Attempt, Option<Duration>)],
) -> Result<(), Error> {
    if attempts.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into imhook.retries
             (handler_id, journal_id, journal_offset, received_at, lane, tries, error, due_at)
         select $1, journal_id, journal_offset, received_at, lane, tries, error,
             coalesce(now() + make_interval(secs => wait), 'infinity')
         from unnest($2::int[], $3::bigint[], $4::timestamptz[], $5::text[], $6::int[], $7::text[], $8::float8[])
             with ordinality as n (journal_id, journal_offset, received_at, lane, tries, error, wait, position)
         order by position
         on conflict (handler_id, journal_id, journal_offset)
             do update set tries = excluded.tries, error = coalesce(excluded.error, retries.error), due_at = excluded.due_at",
    )
    .bind(handler_id)
    .bind(column(attempts, |(attempt, _)| attempt.position.journal_id))
    .bind(column(attempts, |(attempt, _)| signed(attempt.position.offset)))
    .bind(column(attempts, |(attempt, _)| attempt.position.received_at))
    .bind(column(attempts, |(attempt, _)| attempt.lane.clone()))
    .bind(column(attempts, |(attempt, _)| tries(attempt)))
    .bind(column(attempts, |(attempt, _)| attempt.error.clone()))
    .bind(column(attempts, |(_, wait)| wait.map(|wait| wait.as_secs_f64())))
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts callbacks into `retries` behind others of their lanes.
async fn queue(connection: &mut PgConnection, handler_id: i32, attempts: &[Attempt]) -> Result<(), Error> {
    if attempts.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into imhook.retries (handler_id, journal_id, journal_offset, received_at, lane)
         select $1, journal_id, journal_offset, received_at, lane
         from unnest($2::int[], $3::bigint[], $4::timestamptz[], $5::text[])
             with ordinality as n (journal_id, journal_offset, received_at, lane, position)
         order by position
         on conflict do nothing",
    )
    .bind(handler_id)
    .bind(column(attempts, |attempt| attempt.position.journal_id))
    .bind(column(attempts, |attempt| signed(attempt.position.offset)))
    .bind(column(attempts, |attempt| attempt.position.received_at))
    .bind(column(attempts, |attempt| attempt.lane.clone()))
    .execute(connection)
    .await?;
    Ok(())
}

async fn bury(
    connection: &mut PgConnection,
    handler_id: i32,
    attempts: &[Attempt],
) -> Result<Vec<Buried>, Error> {
    if attempts.is_empty() {
        return Ok(Vec::new());
    }
    let buried = sqlx::query_as(
        "insert into imhook.handler_dead_letters
             (handler_id, journal_id, journal_offset, received_at, lane, tries, error)
         select $1, * from unnest($2::int[], $3::bigint[], $4::timestamptz[], $5::text[], $6::int[], $7::text[])
         on conflict (handler_id, journal_id, journal_offset)
             do update set tries = excluded.tries, error = excluded.error, died_at = now()
         returning id, journal_id, journal_offset, tries, error",
    )
    .bind(handler_id)
    .bind(column(attempts, |attempt| attempt.position.journal_id))
    .bind(column(attempts, |attempt| signed(attempt.position.offset)))
    .bind(column(attempts, |attempt| attempt.position.received_at))
    .bind(column(attempts, |attempt| attempt.lane.clone()))
    .bind(column(attempts, tries))
    .bind(column(attempts, |attempt| attempt.error.clone().unwrap_or_default()))
    .fetch_all(connection)
    .await?;
    Ok(buried)
}

fn tries(attempt: &Attempt) -> i32 {
    i32::try_from(attempt.tries).unwrap_or(i32::MAX)
}
