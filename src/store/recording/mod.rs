//! Writing a batch of records: one transaction, with the journal's cursor.

mod copy;
mod cursor;
pub(super) mod messages;

pub use cursor::Cursor;

use crate::store::after::RECORDED;
use crate::store::rows::signed;
use crate::store::{CallbackRow, DeadLetter, Error, Flag, Message, ReadMark, Receipt, Revocation, Store};
use chrono::{DateTime, Datelike as _, Months, NaiveDate, Utc};
use copy::Rows;
use cursor::move_cursor;
use sqlx::postgres::PgConnection;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use uuid::Uuid;

/// What a run of records says, table by table.
#[derive(Debug, Default)]
pub struct Batch {
    /// Every record, in order.
    pub callbacks: Vec<CallbackRow>,
    /// The messages among them, in order.
    pub messages: Vec<Message>,
    /// Recalls.
    pub revocations: Vec<Revocation>,
    /// One-to-one read reports.
    pub read_marks: Vec<ReadMark>,
    /// Group read receipts.
    pub receipts: Vec<Receipt>,
    /// Records that Postgres would not take.
    pub dead_letters: Vec<DeadLetter>,
}

impl Batch {
    /// How many of the callbacks had come before, as far as it was [recorded](Store::record).
    #[must_use]
    pub fn redelivered(&self) -> usize {
        self.callbacks.iter().filter(|callback| callback.flags.contains(&Flag::Redelivered)).count()
    }
}

impl Store {
    /// Writes `batch` and moves the cursor from `from` to `to`, or does neither.
    ///
    /// # Errors
    /// [`Error::Refused`] when one of the values will never be taken, [`Error::CursorMoved`] when another
    /// process was faster, [`Error::Unavailable`] when Postgres is away.
    pub async fn record(&self, batch: &mut Batch, from: Cursor, to: Cursor) -> Result<(), Error> {
        self.ensure_months(batch).await?;
        let Batch { callbacks, messages, .. } = batch;
        let mut transaction = self.pool.begin().await?;
        let connection = &mut *transaction;
        move_cursor(connection, from, to).await?;

        let (new, again) = claim_identities(connection, messages, true).await?;
        let pulled = first_told(connection, &again).await?;
        let unseen = new.iter().map(|message| message.identity).chain(pulled).collect();
        flag_redelivered(callbacks, |callback| callback.identity, unseen);
        claim_digests(connection, callbacks).await?;
        copy_callbacks(connection, from.journal_id, callbacks).await?;
        messages::copy(connection, &new).await?;
        messages::merge(connection, &again).await?;
        insert_revocations(connection, &batch.revocations, "callback").await?;
        insert_read_marks(connection, &batch.read_marks).await?;
        insert_receipts(connection, &batch.receipts).await?;
        for letter in &batch.dead_letters {
            insert_dead_letter(connection, from.journal_id, letter).await?;
        }
        // Wakes the handlers, behind the commit.
        sqlx::query("select pg_notify($1, '')").bind(RECORDED).execute(&mut *connection).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Partitions appear ahead: with the first callback of a month comes the next month's, too.
    pub(in crate::store) async fn ensure_months(&self, batch: &Batch) -> Result<(), Error> {
        let arrivals = batch.callbacks.iter().map(|row| row.received_at);
        let ahead: BTreeSet<_> =
            arrivals.flat_map(|time| [month(time), month(time + Months::new(1))]).flatten().collect();
        let regular = batch.messages.iter().filter(|message| message.regular_time);
        let sent: BTreeSet<_> = regular.filter_map(|message| month(message.row.sent_at)).collect();
        for month in &ahead {
            self.ensure_month("callbacks", *month).await?;
        }
        for month in ahead.union(&sent) {
            self.ensure_month("messages", *month).await?;
        }
        Ok(())
    }
}

fn month(time: DateTime<Utc>) -> Option<NaiveDate> {
    time.date_naive().with_day(1)
}

/// Which messages are new, and which came again. `told` is whether callbacks tell of them, not a pull.
pub(in crate::store) async fn claim_identities<'b>(
    connection: &mut PgConnection,
    messages: &'b [Message],
    told: bool,
) -> Result<(Vec<&'b Message>, Vec<&'b Message>), Error> {
    // In order, so that two recorders cannot wait for each other.
    let mut wanted = BTreeMap::new();
    for message in messages {
        wanted.entry(message.identity).or_insert(message.row.sent_at);
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
    .bind(told)
    .fetch_all(connection)
    .await?;
    let mut unseen: HashSet<Uuid> = claimed.into_iter().collect();
    Ok(messages.iter().partition(|message| unseen.remove(&message.identity)))
}

/// Those of these messages that only a pull had brought until now.
async fn first_told(connection: &mut PgConnection, again: &[&Message]) -> Result<Vec<Uuid>, Error> {
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
    let claimed: Vec<Uuid> = sqlx::query_scalar(
        "insert into imhook.callback_digests (digest) select * from unnest($1::uuid[])
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

async fn copy_callbacks(
    connection: &mut PgConnection,
    journal_id: i32,
    callbacks: &[CallbackRow],
) -> Result<(), Error> {
    let mut rows = Rows::into(
        "imhook.callbacks",
        &[
            "journal_id",
            "journal_offset",
            "app_id",
            "command",
            "received_at",
            "event_time",
            "client_ip",
            "platform",
            "query",
            "body",
            "raw",
            "verdict_code",
            "decided_by",
            "took_ms",
            "flags",
            "identity",
        ],
    );
    for row in callbacks {
        rows.row()
            .value(journal_id)?
            .value(signed(row.offset))?
            .value(signed(row.app_id.0))?
            .value(row.command.as_deref())?
            .value(row.received_at)?
            .value(row.event_time)?
            .value(row.client_ip.as_deref())?
            .value(row.platform.as_deref())?
            .value(row.query.as_str())?
            .value(row.body.as_deref())?
            .value(row.raw.as_deref())?
            .value(row.verdict_code)?
            .value(row.decided_by.as_deref())?
            .value(row.took_ms)?
            .value(row.flags.iter().map(Into::into).collect::<Vec<&str>>())?
            .value(row.identity)?;
    }
    Ok(rows.send(connection).await?)
}

/// `source` says how we know: `callback`, `rest` (we did it), `roaming` (a pull told).
pub(in crate::store) async fn insert_revocations(
    connection: &mut PgConnection,
    rows: &[Revocation],
    source: &str,
) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into imhook.revocations (identity, app_id, revoked_at, revoked_by, source)
         select *, $5 from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::text[])
         on conflict do nothing",
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
    letter: &DeadLetter,
) -> Result<(), Error> {
    sqlx::query(
        "insert into imhook.dead_letters
             (journal_id, journal_offset, app_id, command, query, raw, received_at, error)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(journal_id)
    .bind(signed(letter.offset))
    .bind(signed(letter.app_id.0))
    .bind(&letter.command)
    .bind(&letter.query)
    .bind(&letter.raw)
    .bind(letter.received_at)
    .bind(&letter.error)
    .execute(connection)
    .await?;
    Ok(())
}

fn column<R, T>(rows: &[R], value: impl Fn(&R) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}
