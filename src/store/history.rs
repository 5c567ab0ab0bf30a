//! What handlers ask of Postgres: what is recorded. A message is there some milliseconds after its after-callback was
//! answered.

use super::rows::{from_row, signed};
use super::{Database, Error, Kind};
use crate::model::{Conversation, Element, MsgKey, SdkAppId, UserId};
use chrono::{DateTime, Utc};
use sqlx::postgres::{PgConnectOptions, PgRow};
use sqlx::{FromRow, Row as _};
use std::time::Duration;
use uuid::Uuid;

/// The messages that are recorded, over connections of the handlers' own.
#[derive(Debug)]
pub struct History(Database);

/// A message that was sent, as it is kept.
#[derive(Debug, Clone)]
pub struct Sent {
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// Its sender; the account itself for official accounts.
    pub sender: Option<UserId>,
    /// The texts of its text elements, joined by line feeds; `None` where it has none.
    pub text: Option<String>,
    /// Its elements; empty where the body could not be kept as JSON.
    pub body: Vec<Element>,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// A message, as far as revoking it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What makes it one message.
    pub identity: Uuid,
    /// The app.
    pub app_id: SdkAppId,
    /// One-to-one, or of an official account: only those have keys.
    pub kind: Kind,
    /// The sender; the account itself for official accounts.
    pub sender: Option<String>,
    /// The recipient of a one-to-one message.
    pub recipient: Option<String>,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<DateTime<Utc>>,
}

struct SentRow {
    sent_at: DateTime<Utc>,
    sender: Option<String>,
    text: Option<String>,
    body: Option<String>,
    revoked: bool,
}

from_row!(SentRow: sent_at, sender, text, body, revoked);

impl History {
    /// Nothing that a handler asks outlives Tencent's two seconds by much.
    const TIME: Duration = Duration::from_secs(2);

    /// The history in the database at `url`; connects when it is first asked.
    ///
    /// # Errors
    /// When `url` is not a Postgres URL.
    pub fn new(url: &str) -> Result<Self, Error> {
        Database::with_time(url, "imhook handlers", Self::TIME).map(Self)
    }

    /// A history without a database, whose every call times out at once: for tests of handlers.
    pub(crate) fn unreachable() -> Self {
        Self(Database::over(PgConnectOptions::new_without_pgpass(), Duration::ZERO))
    }

    /// How many messages of a conversation were sent at `since` or later: by `sender`, or by anybody. Times of
    /// messages are whole seconds. Revoked ones count.
    ///
    /// # Errors
    /// When Postgres is away, or takes longer than 2 s.
    pub async fn messages_since(
        &self,
        app: SdkAppId,
        conversation: &Conversation,
        since: DateTime<Utc>,
        sender: Option<&UserId>,
    ) -> Result<u64, Error> {
        let query = sqlx::query_as(
            "select count(*) from imhook.messages
             where conversation = $1 and sent_at >= $2 and app_id = $3 and ($4::text is null or sender = $4)",
        )
        .bind(conversation.as_str())
        .bind(since)
        .bind(signed(app.0))
        .bind(sender.map(UserId::as_str));
        let (count,): (i64,) = self.0.one(query).await?;
        Ok(count.unsigned_abs())
    }

    /// The last messages of a conversation, `limit` at most, the newest first.
    ///
    /// # Errors
    /// When Postgres is away, or takes longer than 2 s.
    pub async fn recent_messages(
        &self,
        app: SdkAppId,
        conversation: &Conversation,
        limit: u32,
    ) -> Result<Vec<Sent>, Error> {
        let query = sqlx::query_as(
            "select m.sent_at, m.sender, m.text, m.body::text as body, r.identity is not null as revoked
             from imhook.messages m left join imhook.revocations r using (identity)
             where m.conversation = $1 and m.app_id = $2
             order by m.sent_at desc, m.msg_seq desc
             limit $3",
        )
        .bind(conversation.as_str())
        .bind(signed(app.0))
        .bind(i64::from(limit));
        let rows: Vec<SentRow> = self.0.all(query).await?;
        Ok(rows.into_iter().map(Sent::from).collect())
    }

    /// The messages that have this key: the sender chooses it, so there may be several.
    ///
    /// # Errors
    /// When Postgres is away, or takes longer than 2 s.
    pub async fn messages_by_key(&self, app: Option<SdkAppId>, key: &str) -> Result<Vec<Found>, Error> {
        messages_by_key(&self.0, app, key).await
    }
}

/// The messages that have this key, of one app or of all. They were sent at the second in it, or thereabouts: one that
/// was not is only found where no other has the key.
pub(super) async fn messages_by_key(
    database: &Database,
    app: Option<SdkAppId>,
    key: &str,
) -> Result<Vec<Found>, Error> {
    let second = MsgKey::from(key).time().and_then(|second| DateTime::from_timestamp(second, 0));
    let found = messages_by_key_at(database, app, key, second).await?;
    if found.is_empty() && second.is_some() {
        return messages_by_key_at(database, app, key, None).await;
    }
    Ok(found)
}

async fn messages_by_key_at(
    database: &Database,
    app: Option<SdkAppId>,
    key: &str,
    second: Option<DateTime<Utc>>,
) -> Result<Vec<Found>, Error> {
    let query = sqlx::query_as(
        "select m.identity, m.app_id, m.kind, m.sender, m.recipient, m.sent_at, r.revoked_at
         from imhook.messages m left join imhook.revocations r using (identity)
         where m.msg_key = $1 and ($2::bigint is null or m.app_id = $2)
             and m.sent_at >= coalesce($3 - interval '1 day', '-infinity')
             and m.sent_at <= coalesce($3 + interval '1 day', 'infinity')
         order by m.sent_at, m.identity",
    )
    .bind(key)
    .bind(app.map(|app| signed(app.0)))
    .bind(second);
    database.all(query).await
}

impl From<SentRow> for Sent {
    fn from(row: SentRow) -> Self {
        Self {
            at: row.sent_at,
            sender: row.sender.map(UserId::from),
            text: row.text,
            body: row.body.and_then(|body| serde_json::from_str(&body).ok()).unwrap_or_default(),
            revoked: row.revoked,
        }
    }
}

impl FromRow<'_, PgRow> for Found {
    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        let kind: &str = row.try_get("kind")?;
        Ok(Self {
            identity: row.try_get("identity")?,
            app_id: SdkAppId(row.try_get::<i64, _>("app_id")?.unsigned_abs()),
            kind: kind
                .parse()
                .map_err(|_| sqlx::Error::Decode(format!("{kind:?} is no kind of message").into()))?,
            sender: row.try_get("sender")?,
            recipient: row.try_get("recipient")?,
            sent_at: row.try_get("sent_at")?,
            revoked_at: row.try_get("revoked_at")?,
        })
    }
}
