//! Cursors of journals, moved by compare-and-set.

use crate::store::Error;
use crate::store::rows::signed;
use chrono::{DateTime, Utc};
use sqlx::postgres::PgConnection;
use uuid::Uuid;

/// How far a journal is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The journal's number in Postgres.
    pub journal_id: i32,
    /// The offset of the last record that is in Postgres.
    pub recorded: u64,
    /// The generation of the journal that wrote that record.
    pub generation: Option<Uuid>,
}

/// Moves a cursor by compare-and-set, which locks the journal's row until the transaction ends. `arrived` is when the
/// first of the records between arrived: it says since when all that come later have, by month.
pub(super) async fn move_cursor(
    connection: &mut PgConnection,
    from: Cursor,
    to: Cursor,
    arrived: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    let moved = sqlx::query(
        "update imhook.journals set recorded = $3, opening = $4, last_recorded = now(),
             since = coalesce(date_trunc('month', $5, 'UTC'), since),
             since_offset = case when since >= date_trunc('month', $5, 'UTC') or $5 is null then since_offset else $2 end
         where id = $1 and recorded = $2",
    )
    .bind(from.journal_id)
    .bind(signed(from.recorded))
    .bind(signed(to.recorded))
    .bind(to.generation)
    .bind(arrived)
    .execute(connection)
    .await?;
    if moved.rows_affected() == 1 { Ok(()) } else { Err(Error::CursorMoved) }
}
