//! What the archive asks of Postgres, and what it puts there.

use super::recording::{Batch, claim_identities, insert_revocations};
use super::rows::signed;
use super::{Error, Kind, Revocation, Store};
use crate::model::SdkAppId;
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// A message, as far as a recall needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What makes it one message.
    pub identity: Uuid,
    /// The app.
    pub app_id: SdkAppId,
    /// One-to-one, or of an official account: only those have keys.
    pub kind: Kind,
    /// Who sent it; the account itself for official accounts.
    pub sender: Option<String>,
    /// To whom, one-to-one.
    pub recipient: Option<String>,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// When it was recalled, if it was.
    pub revoked_at: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct FoundRow {
    identity: Uuid,
    app_id: i64,
    kind: String,
    sender: Option<String>,
    recipient: Option<String>,
    sent_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
}

/// Which pull: one that was broken off goes on where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pull {
    /// The app.
    pub app_id: SdkAppId,
    /// Whose history, and of which time, as text.
    pub what: String,
}

/// What became of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// Messages that were not known.
    pub new: usize,
    /// Messages that were.
    pub known: usize,
}

impl Store {
    /// The messages that have this key: the sender chooses it, so there may be several.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn messages_by_key(&self, app: Option<SdkAppId>, key: &str) -> Result<Vec<Found>, Error> {
        let rows: Vec<FoundRow> = sqlx::query_as(
            "select m.identity, m.app_id, m.kind, m.sender, m.recipient, m.sent_at, r.revoked_at
             from imhook.messages m left join imhook.revocations r using (identity)
             where m.msg_key = $1 and ($2::bigint is null or m.app_id = $2)
             order by m.sent_at, m.identity",
        )
        .bind(key)
        .bind(app.map(|app| signed(app.0)))
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(Found::from).collect())
    }

    /// Writes down that a message was recalled, unless that is known.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn revoke(&self, revocation: Revocation) -> Result<(), Error> {
        let mut connection = self.pool.acquire().await?;
        insert_revocations(&mut connection, &[revocation], "rest").await
    }

    /// Where a pull goes on: the request for its next page as JSON, and how many messages it has kept.
    ///
    /// # Errors
    /// When Postgres is away.
    pub async fn pull(&self, pull: &Pull) -> Result<Option<(String, u64)>, Error> {
        let row: Option<(String, i64)> =
            sqlx::query_as("select next, kept from imhook.pulls where app_id = $1 and what = $2")
                .bind(signed(pull.app_id.0))
                .bind(&pull.what)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(|(next, kept)| (next, kept.unsigned_abs())))
    }

    /// Keeps a page of history and where its pull goes on (`None`: it has come to its end), or neither.
    ///
    /// # Errors
    /// As for [`record`](Self::record).
    pub async fn keep(&self, pull: &Pull, page: &Batch, next: Option<&str>) -> Result<Kept, Error> {
        self.ensure_months(page).await?;
        let mut transaction = self.pool.begin().await?;
        let connection = &mut *transaction;
        let (new, known) = claim_identities(connection, &page.messages, false).await?;
        super::recording::messages::copy(connection, &new).await?;
        super::recording::messages::merge(connection, &known).await?;
        insert_revocations(connection, &page.revocations, "roaming").await?;
        let kept = Kept { new: new.len(), known: known.len() };
        match next {
            Some(next) => {
                sqlx::query(
                    "insert into imhook.pulls (app_id, what, next, kept) values ($1, $2, $3, $4)
                     on conflict (app_id, what) do update
                     set next = excluded.next, kept = pulls.kept + excluded.kept, updated_at = now()",
                )
                .bind(signed(pull.app_id.0))
                .bind(&pull.what)
                .bind(next)
                .bind(i64::try_from(kept.new).unwrap_or(i64::MAX))
                .execute(&mut *connection)
                .await?;
            }
            None => {
                sqlx::query("delete from imhook.pulls where app_id = $1 and what = $2")
                    .bind(signed(pull.app_id.0))
                    .bind(&pull.what)
                    .execute(&mut *connection)
                    .await?;
            }
        }
        transaction.commit().await?;
        Ok(kept)
    }
}

impl From<FoundRow> for Found {
    fn from(row: FoundRow) -> Self {
        Self {
            identity: row.identity,
            app_id: SdkAppId(row.app_id.unsigned_abs()),
            kind: Kind::from_name(&row.kind),
            sender: row.sender,
            recipient: row.recipient,
            sent_at: row.sent_at,
            revoked_at: row.revoked_at,
        }
    }
}
