//! The cursors of the journals, and the gaps found in them.

use crate::store::rows::signed;
use crate::store::{Error, Store};
use sqlx::postgres::PgConnection;
use uuid::Uuid;

/// How far a journal is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The journal's number in Postgres.
    pub journal_id: i32,
    /// The offset of the last record that is in Postgres.
    pub recorded: u64,
    /// Which opening of the journal wrote that record.
    pub opening: Option<Uuid>,
}

impl Store {
    /// The cursor of a journal, if Postgres knows it.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn cursor(&self, journal: Uuid) -> Result<Option<Cursor>, Error> {
        let row: Option<(i32, i64, Option<Uuid>)> =
            sqlx::query_as("select id, recorded, opening from imhook.journals where uuid = $1")
                .bind(journal)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(|(journal_id, recorded, opening)| Cursor {
            journal_id,
            recorded: recorded.unsigned_abs(),
            opening,
        }))
    }

    /// Makes a journal known, with everything up to `trimmed` as recorded.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn adopt(&self, journal: Uuid, home: &str, trimmed: u64) -> Result<Cursor, Error> {
        let journal_id: i32 = sqlx::query_scalar(
            "insert into imhook.journals (uuid, home, recorded) values ($1, $2, $3)
             on conflict (uuid) do update set home = excluded.home
             returning id",
        )
        .bind(journal)
        .bind(home)
        .bind(signed(trimmed))
        .fetch_one(&self.pool)
        .await?;
        Ok(Cursor { journal_id, recorded: trimmed, opening: None })
    }

    /// The journal that lived in this place before another one did: the newest, and how far it was recorded.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn predecessor(&self, home: &str) -> Result<Option<(i32, u64)>, Error> {
        let row: Option<(i32, i64)> = sqlx::query_as(
            "select id, recorded from imhook.journals where home = $1 order by id desc limit 1",
        )
        .bind(home)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|(id, recorded)| (id, recorded.unsigned_abs())))
    }

    /// Notes offsets that will never be in Postgres; `to` is `None` where nobody knows how many they are.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn note_gap(
        &self,
        journal_id: i32,
        from: u64,
        to: Option<u64>,
        reason: &str,
    ) -> Result<(), Error> {
        sqlx::query(
            "insert into imhook.gaps (journal_id, from_offset, to_offset, reason) values ($1, $2, $3, $4)",
        )
        .bind(journal_id)
        .bind(signed(from))
        .bind(to.map(signed))
        .bind(reason)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Moves a cursor over a gap, without records.
    ///
    /// # Errors
    /// When Postgres is away, or another process has moved it.
    pub async fn skip(&self, from: Cursor, to: Cursor) -> Result<(), Error> {
        move_cursor(&mut *self.pool.acquire().await?, from, to).await
    }
}

/// Compare-and-set; locks the journal's row until the transaction ends.
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
    .bind(to.opening)
    .execute(connection)
    .await?;
    if moved.rows_affected() == 1 { Ok(()) } else { Err(Error::CursorMoved) }
}
