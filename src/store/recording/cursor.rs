//! Cursors of journals, moved by compare-and-set.

use crate::store::Error;
use crate::store::rows::signed;
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

/// Moves a cursor by compare-and-set, which locks the journal's row until the transaction ends.
pub(super) async fn move_cursor(
    connection: &mut PgConnection,
    from: Cursor,
    to: Cursor,
) -> Result<(), Error> {
    let moved = sqlx::query(
        "update imhook.journals set recorded = $3, opening = $4, last_recorded = now() where id = $1 and recorded = $2",
    )
    .bind(from.journal_id)
    .bind(signed(from.recorded))
    .bind(signed(to.recorded))
    .bind(to.generation)
    .execute(connection)
    .await?;
    if moved.rows_affected() == 1 { Ok(()) } else { Err(Error::CursorMoved) }
}
