//! What handlers ask of Postgres. What they are told is what is recorded: a message is there some milliseconds
//! after its after-callback was answered.

use super::rows::signed;
use super::{Error, Store, options};
use crate::model::{Conversation, Element, SdkAppId, UserId};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::time::Duration;

/// For a connection, and then for a statement: nothing that a handler asks outlives Tencent's two seconds by much.
const PATIENCE: Duration = Duration::from_secs(2);

/// A message that was sent, as it is kept.
#[derive(Debug, Clone)]
pub struct Sent {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; the account itself for official accounts.
    pub sender: Option<UserId>,
    /// The texts of its text elements, joined by line feeds; `None` where it has none.
    pub text: Option<String>,
    /// What it says; empty where the body could not be kept as JSON.
    pub body: Vec<Element>,
    /// Whether it was recalled.
    pub revoked: bool,
}

#[derive(FromRow)]
struct SentRow {
    sent_at: DateTime<Utc>,
    sender: Option<String>,
    text: Option<String>,
    body: Option<String>,
    revoked: bool,
}

impl Store {
    /// A store for handlers, over connections of its own. A statement that takes longer than 2 s is cancelled.
    ///
    /// # Errors
    /// When `url` is not a Postgres URL.
    pub fn for_handlers(url: &str) -> Result<Self, Error> {
        let options = options(url)?.application_name("imhook handlers");
        let limit = format!("set statement_timeout = {}", PATIENCE.as_millis());
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(PATIENCE)
            .after_connect(move |connection, _| {
                let limit = sqlx::AssertSqlSafe(limit.clone());
                Box::pin(async move { sqlx::query(limit).execute(connection).await.map(drop) })
            })
            .connect_lazy_with(options);
        Ok(Self::over(pool))
    }

    /// A store without a database, for tests of handlers: all queries fail.
    pub(crate) fn unreachable() -> Self {
        let options = PgConnectOptions::new_without_pgpass().host("0.0.0.0").port(0);
        Self::over(PgPoolOptions::new().acquire_timeout(PATIENCE).connect_lazy_with(options))
    }

    /// How many messages of a conversation were sent at `since` or later: by `sender`, or by anybody. Times of
    /// messages are whole seconds. Recalled ones count.
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
        let count: i64 = sqlx::query_scalar(
            "select count(*) from imhook.messages
             where conversation = $1 and sent_at >= $2 and app_id = $3 and ($4::text is null or sender = $4)",
        )
        .bind(conversation.as_str())
        .bind(since)
        .bind(signed(app.0))
        .bind(sender.map(UserId::as_str))
        .fetch_one(&self.pool)
        .await?;
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
        let rows: Vec<SentRow> = sqlx::query_as(
            "select m.sent_at, m.sender, m.text, m.body::text as body, r.identity is not null as revoked
             from imhook.messages m left join imhook.revocations r using (identity)
             where m.conversation = $1 and m.app_id = $2
             order by m.sent_at desc, m.msg_seq desc
             limit $3",
        )
        .bind(conversation.as_str())
        .bind(signed(app.0))
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(Sent::from).collect())
    }
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
