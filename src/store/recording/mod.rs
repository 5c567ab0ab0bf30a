//! What the recorder writes: a batch of records in one transaction with the journal's cursor; gaps.

mod copy;
mod cursor;
mod journals;
pub(super) mod messages;

pub(crate) use cursor::Cursor;

use crate::store::after::RECORDED;
use crate::store::batch::Batch;
use crate::store::partitions::Partitions;
use crate::store::rows::{column, signed};
use crate::store::{CallbackRow, Database, DeadLetter, Error, Flag, Message, ReadMark, Receipt, Revocation};
use copy::{Column, copy};
use cursor::move_cursor;
use sqlx::postgres::PgConnection;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use uuid::Uuid;

/// What the recorder does in Postgres.
#[derive(Debug)]
pub struct Recording {
    database: Database,
    partitions: Partitions,
}

impl Recording {
    /// Records into this database. Whether a batch that took too long was committed, the cursor tells.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self { database: database.clone(), partitions: Partitions::default() }
    }

    /// The database, for what is no recording: migrations, pings.
    pub(crate) const fn database(&self) -> &Database {
        &self.database
    }

    /// Writes `batch` and moves the cursor from `from` to `to`, or does neither.
    ///
    /// [`Error::Refused`] says that one of the values will never be taken, [`Error::CursorMoved`] that another process
    /// was faster.
    pub(crate) async fn record(&self, batch: &mut Batch, from: Cursor, to: Cursor) -> Result<(), Error> {
        self.partitions.ensure(&self.database, batch).await?;
        let Batch { callbacks, messages, revocations, .. } = batch;
        let arrived = callbacks.iter().map(|row| row.received_at).min();
        self.database
            .transaction(async |mut transaction| {
                let connection = transaction.connection()?;
                move_cursor(connection, from, to, arrived).await?;
                let (new, again) = claim_identities(connection, messages, revocations, true).await?;
                let pulled = first_by_callback(connection, &again).await?;
                let unseen = new.iter().map(|message| message.identity).chain(pulled).collect();
                flag_redelivered(callbacks, |callback| callback.identity, unseen);
                claim_digests(connection, callbacks).await?;
                let rows = callbacks.iter().map(|row| (from.journal_id, row));
                copy(connection, "imhook.callbacks", &columns(), rows).await?;
                messages::insert(connection, &new).await?;
                messages::merge(connection, &again).await?;
                insert_revocations(connection, revocations, "callback").await?;
                date_revocations(connection, messages).await?;
                insert_read_marks(connection, &batch.read_marks).await?;
                insert_receipts(connection, &batch.receipts).await?;
                for refused in &batch.dead_letters {
                    insert_dead_letter(connection, from.journal_id, refused).await?;
                }
                // Wakes the after-handlers, behind the commit.
                sqlx::query("select pg_notify($1, '')").bind(RECORDED).execute(connection).await?;
                transaction.commit().await
            })
            .await
    }
}

/// Which messages are new, and which came again. They come `by_callback`, or by a pull.
///
/// Revoked messages that are not known are claimed and let go: from then on, no other transaction makes them known
/// until this one has ended, so that either it sees the revocation or this one the message.
pub(in crate::store) async fn claim_identities<'b>(
    connection: &mut PgConnection,
    messages: &'b [Message],
    revocations: &[Revocation],
    by_callback: bool,
) -> Result<(Vec<&'b Message>, Vec<&'b Message>), Error> {
    // In order, so that two recorders cannot wait for each other.
    let mut wanted = BTreeMap::new();
    for message in messages {
        wanted.entry(message.identity).or_insert(message.row.sent_at);
    }
    for revocation in revocations {
        wanted.entry(revocation.identity).or_insert(revocation.revoked_at.unwrap_or_default());
    }
    if wanted.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let (identities, times): (Vec<_>, Vec<_>) = wanted.into_iter().unzip();
    let claimed: Vec<Uuid> = sqlx::query_scalar(
        "insert into imhook.message_identities (identity, sent_at, told)
         select *, $3 from unnest($1::uuid[], $2::timestamptz[])
         on conflict do nothing returning identity",
    )
    .bind(identities)
    .bind(times)
    .bind(by_callback)
    .fetch_all(&mut *connection)
    .await?;
    let mut unseen: HashSet<Uuid> = claimed.into_iter().collect();
    let sorted = messages.iter().partition(|message| unseen.remove(&message.identity));
    if !unseen.is_empty() {
        sqlx::query("delete from imhook.message_identities where identity = any($1)")
            .bind(unseen.into_iter().collect::<Vec<_>>())
            .execute(connection)
            .await?;
    }
    Ok(sorted)
}

/// Notes when these messages were sent in the revocations that came before them, or before their time was known.
pub(in crate::store) async fn date_revocations(
    connection: &mut PgConnection,
    messages: &[Message],
) -> Result<(), Error> {
    if messages.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "update imhook.revocations r set sent_at = i.sent_at from imhook.message_identities i
         where r.identity = any($1) and i.identity = r.identity and r.sent_at is distinct from i.sent_at",
    )
    .bind(messages.iter().map(|message| message.identity).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

/// Those of these messages that only a pull had brought until now.
async fn first_by_callback(connection: &mut PgConnection, again: &[&Message]) -> Result<Vec<Uuid>, Error> {
    if again.is_empty() {
        return Ok(Vec::new());
    }
    let pulled = sqlx::query_scalar(
        "update imhook.message_identities set told = true where identity = any($1) and not told returning identity",
    )
    .bind(column(again, |message| message.identity))
    .fetch_all(connection)
    .await?;
    Ok(pulled)
}

/// Flags those of the callbacks that carry no message and had come before.
async fn claim_digests(connection: &mut PgConnection, callbacks: &mut [CallbackRow]) -> Result<(), Error> {
    let wanted: BTreeSet<Uuid> = callbacks.iter().filter_map(|row| row.digest).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    // For each that comes, two old ones go: so there are never many more than a week brings. Without the index, which is
    // built behind the migrations, none goes: all would be read.
    let claimed: Vec<Uuid> = sqlx::query_scalar(
        "with expired as (
             delete from imhook.callback_digests where digest in (
                 select digest from imhook.callback_digests
                 where first_seen < now() - interval '7 days' and (select indisvalid from pg_index
                     where indexrelid = to_regclass('imhook.callback_digests_first_seen'))
                 order by first_seen limit 2 * cardinality($1) for update skip locked)
         )
         insert into imhook.callback_digests (digest) select * from unnest($1::uuid[])
         on conflict do nothing returning digest",
    )
    .bind(wanted.into_iter().collect::<Vec<_>>())
    .fetch_all(connection)
    .await?;
    flag_redelivered(callbacks, |callback| callback.digest, claimed.into_iter().collect());
    Ok(())
}

/// Only the first callback of each key that was `unseen` is no redelivery.
fn flag_redelivered(
    callbacks: &mut [CallbackRow],
    key: impl Fn(&CallbackRow) -> Option<Uuid>,
    mut unseen: HashSet<Uuid>,
) {
    for callback in callbacks {
        if key(callback).is_some_and(|key| !unseen.remove(&key)) {
            callback.flags.push(Flag::Redelivered);
        }
    }
}

/// The columns of `callbacks`, of a row with its journal's number.
fn columns<'c>() -> [Column<(i32, &'c CallbackRow)>; 16] {
    [
        ("journal_id", |(journal_id, _), values| values.add(*journal_id)),
        ("journal_offset", |(_, row), values| values.add(signed(row.offset))),
        ("app_id", |(_, row), values| values.add(signed(row.app_id.0))),
        ("command", |(_, row), values| values.add(row.command.as_deref())),
        ("received_at", |(_, row), values| values.add(row.received_at)),
        ("event_time", |(_, row), values| values.add(row.event_time)),
        ("client_ip", |(_, row), values| values.add(row.client_ip.as_deref())),
        ("platform", |(_, row), values| values.add(row.platform.as_deref())),
        ("query", |(_, row), values| values.add(row.query.as_str())),
        ("body", |(_, row), values| values.add(row.body.as_deref())),
        ("raw", |(_, row), values| values.add(row.raw.as_deref())),
        ("verdict_code", |(_, row), values| values.add(row.verdict_code)),
        ("decided_by", |(_, row), values| values.add(row.decided_by.as_deref())),
        ("took_ms", |(_, row), values| values.add(row.took_ms)),
        ("flags", |(_, row), values| values.add(row.flags.iter().map(Into::into).collect::<Vec<&str>>())),
        ("identity", |(_, row), values| values.add(row.identity)),
    ]
}

/// Notes messages that are revoked, with the time of those that are known. `source` is how that is known: `callback`, `rest` (done by us) or `roaming` (pulled).
pub(in crate::store) async fn insert_revocations(
    connection: &mut PgConnection,
    rows: &[Revocation],
    source: &str,
) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into imhook.revocations (identity, app_id, revoked_at, revoked_by, source, sent_at)
         select distinct on (r.identity) r.identity, r.app_id, r.at, r.by, $5, (select i.sent_at from imhook.message_identities i where i.identity = r.identity for share)
         from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::text[]) with ordinality as r (identity, app_id, at, by, number)
         order by r.identity, r.number
         on conflict (identity) do update
         set revoked_at = excluded.revoked_at, revoked_by = excluded.revoked_by, source = excluded.source
         where revocations.revoked_at is null and excluded.revoked_at is not null",
    )
    .bind(column(rows, |row| row.identity))
    .bind(column(rows, |row| signed(row.app_id.0)))
    .bind(column(rows, |row| row.revoked_at))
    .bind(column(rows, |row| row.revoked_by.clone()))
    .bind(source)
    .execute(connection)
    .await?;
    Ok(())
}

async fn insert_read_marks(connection: &mut PgConnection, rows: &[ReadMark]) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into imhook.read_marks (app_id, reader, peer, last_read_time, reported_at)
         select * from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
         on conflict do nothing",
    )
    .bind(column(rows, |row| signed(row.app_id.0)))
    .bind(column(rows, |row| row.reader.clone()))
    .bind(column(rows, |row| row.peer.clone()))
    .bind(column(rows, |row| row.last_read_time))
    .bind(column(rows, |row| row.reported_at))
    .execute(connection)
    .await?;
    Ok(())
}

async fn insert_receipts(connection: &mut PgConnection, rows: &[Receipt]) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    // The members go as JSON: `unnest` would flatten arrays of arrays.
    sqlx::query(
        "insert into imhook.receipts
             (identity, app_id, group_id, msg_seq, read_num, unread_num, members, reported_at)
         select identity, app_id, group_id, msg_seq, read_num, unread_num,
             array(select jsonb_array_elements_text(members)), reported_at
         from unnest($1::uuid[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::jsonb[],
             $8::timestamptz[])
             as r (identity, app_id, group_id, msg_seq, read_num, unread_num, members, reported_at)
         on conflict do nothing",
    )
    .bind(column(rows, |row| row.identity))
    .bind(column(rows, |row| signed(row.app_id.0)))
    .bind(column(rows, |row| row.group_id.clone()))
    .bind(column(rows, |row| row.msg_seq))
    .bind(column(rows, |row| row.read_num))
    .bind(column(rows, |row| row.unread_num))
    .bind(column(rows, |row| sqlx::types::Json(row.members.clone())))
    .bind(column(rows, |row| row.reported_at))
    .execute(connection)
    .await?;
    Ok(())
}

async fn insert_dead_letter(
    connection: &mut PgConnection,
    journal_id: i32,
    refused: &DeadLetter,
) -> Result<(), Error> {
    sqlx::query(
        "insert into imhook.dead_letters
             (journal_id, journal_offset, app_id, command, query, raw, received_at, error)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(journal_id)
    .bind(signed(refused.offset))
    .bind(signed(refused.app_id.0))
    .bind(&refused.command)
    .bind(&refused.query)
    .bind(&refused.raw)
    .bind(refused.received_at)
    .bind(&refused.error)
    .execute(connection)
    .await?;
    Ok(())
}
