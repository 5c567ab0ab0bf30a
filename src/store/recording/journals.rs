//! The journals that Postgres knows: their cursors, and the gaps found in them.

use super::Recording;
use super::cursor::{Cursor, move_cursor};
use crate::store::Error;
use crate::store::database::PING;
use crate::store::rows::signed;
use uuid::Uuid;

impl Recording {
    /// The cursor of a journal, if Postgres knows it.
    pub(crate) async fn cursor(&self, journal: Uuid) -> Result<Option<Cursor>, Error> {
        let query =
            sqlx::query_as("select id, recorded, opening from imhook.journals where uuid = $1").bind(journal);
        let row: Option<(i32, i64, Option<Uuid>)> = self.database.optional(query).await?;
        Ok(row.map(|(journal_id, recorded, generation)| Cursor {
            journal_id,
            recorded: recorded.unsigned_abs(),
            generation,
        }))
    }

    /// Whether batches can be recorded: Postgres answers, may be written to, and has the cursor where this process left
    /// it.
    pub(crate) async fn check(&self, cursor: Cursor) -> Result<(), Error> {
        let query = sqlx::query_as(
            "select recorded, current_setting('transaction_read_only') = 'on' from imhook.journals where id = $1",
        )
        .bind(cursor.journal_id);
        let row: Option<(i64, bool)> = self.database.within(PING).optional(query).await?;
        match row {
            Some((_, true)) => {
                self.database.distrust();
                Err(Error::ReadOnly)
            }
            Some((recorded, _)) if recorded == signed(cursor.recorded) => Ok(()),
            _ => Err(Error::CursorMoved),
        }
    }

    /// Makes a journal known, with everything up to `trimmed` as recorded, or lost for this `reason`.
    pub(crate) async fn adopt(
        &self,
        journal: Uuid,
        location: &str,
        trimmed: u64,
        reason: Option<&str>,
    ) -> Result<Cursor, Error> {
        let insert = sqlx::query_as(
            "with journal as (
                 insert into imhook.journals (uuid, home, recorded) values ($1, $2, $3)
                 on conflict (uuid) do update set home = excluded.home
                 returning id
             ), gap as (
                 insert into imhook.gaps (journal_id, from_offset, to_offset, reason)
                 select id, 1, $3, $4 from journal where $4 is not null
             )
             select id from journal",
        )
        .bind(journal)
        .bind(location)
        .bind(signed(trimmed))
        .bind(reason);
        let (journal_id,) = self.database.one(insert).await?;
        self.forget_silent().await?;
        Ok(Cursor { journal_id, recorded: trimmed, generation: None })
    }

    /// Forgets the journals that said nothing for a month and of which nothing is kept, else each data folder that ever
    /// was would leave a row.
    async fn forget_silent(&self) -> Result<(), Error> {
        let delete = sqlx::query(
            "with silent as (
                 select id from imhook.journals j
                 where coalesce(last_recorded, first_seen) < now() - interval '30 days'
                     and not exists (select from imhook.callbacks where journal_id = j.id)
                     and not exists (select from imhook.gaps where journal_id = j.id)
                     and not exists (select from imhook.dead_letters where journal_id = j.id)
             ), cursors as (delete from imhook.cursors where journal_id in (select id from silent))
             delete from imhook.journals where id in (select id from silent)",
        );
        self.database.execute(delete).await.map(drop)
    }

    /// The newest of the journals that lived in this place before, how far it was recorded, and whether the loss of what
    /// came after that is noted: then this journal was about to take its place when the process ended.
    pub(crate) async fn predecessor(&self, location: &str) -> Result<Option<(i32, u64, bool)>, Error> {
        let query = sqlx::query_as(
            "select id, recorded, exists (
                 select from imhook.gaps where journal_id = j.id and from_offset = j.recorded + 1 and to_offset is null
             )
             from imhook.journals j where home = $1 order by id desc limit 1",
        )
        .bind(location);
        let row: Option<(i32, i64, bool)> = self.database.optional(query).await?;
        Ok(row.map(|(id, recorded, noted)| (id, recorded.unsigned_abs(), noted)))
    }

    /// Notes offsets that will never be in Postgres; `to` is `None` where nobody knows how many they are.
    pub(crate) async fn note_gap(
        &self,
        journal_id: i32,
        from: u64,
        to: Option<u64>,
        reason: &str,
    ) -> Result<(), Error> {
        let insert = sqlx::query(
            "insert into imhook.gaps (journal_id, from_offset, to_offset, reason) values ($1, $2, $3, $4)",
        )
        .bind(journal_id)
        .bind(signed(from))
        .bind(to.map(signed))
        .bind(reason);
        self.database.execute(insert).await.map(drop)
    }

    /// Moves a cursor over a gap, without records; another process may have moved it.
    pub(crate) async fn skip(&self, from: Cursor, to: Cursor) -> Result<(), Error> {
        self.database
            .transaction(async |mut transaction| {
                move_cursor(transaction.connection()?, from, to, None).await?;
                transaction.commit().await
            })
            .await
    }
}
