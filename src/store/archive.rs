//! What the archive does in Postgres: pages of history, and messages that it has revoked.

use super::batch::Batch;
use super::history::{Found, messages_by_key};
use super::partitions::Partitions;
use super::recording::{claim_identities, date_revocations, insert_revocations, messages};
use super::rows::signed;
use super::{Database, Error, Revocation};
use crate::model::SdkAppId;

/// What the archive does in Postgres.
#[derive(Debug)]
pub struct Archiving {
    database: Database,
    partitions: Partitions,
}

/// A pull of history. One that was broken off goes on where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pull {
    /// The app.
    pub app_id: SdkAppId,
    /// Whose history, and of which time, as text.
    pub what: String,
}

/// How many messages of a page are kept now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct KeptMessages {
    /// Messages that were not known.
    pub new: usize,
    /// Messages that were known.
    pub known: usize,
}

impl Archiving {
    /// Archives into this database.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self { database: database.clone(), partitions: Partitions::default() }
    }

    /// The messages that have this key: the sender chooses it, so there may be several.
    pub(crate) async fn messages_by_key(
        &self,
        app: Option<SdkAppId>,
        key: &str,
    ) -> Result<Vec<Found>, Error> {
        messages_by_key(&self.database, app, key).await
    }

    /// Notes that a message was revoked, unless that is known.
    pub(crate) async fn revoke(&self, revocation: Revocation) -> Result<(), Error> {
        self.database
            .transaction(async |mut transaction| {
                insert_revocations(transaction.connection()?, &[revocation], "rest").await?;
                transaction.commit().await
            })
            .await
    }

    /// Where a pull goes on: the request for its next page as JSON, and how many messages it has kept.
    pub(crate) async fn pull(&self, pull: &Pull) -> Result<Option<(String, u64)>, Error> {
        let query = sqlx::query_as("select next, kept from imhook.pulls where app_id = $1 and what = $2")
            .bind(signed(pull.app_id.0))
            .bind(&pull.what);
        let row: Option<(String, i64)> = self.database.optional(query).await?;
        Ok(row.map(|(next, kept)| (next, kept.unsigned_abs())))
    }

    /// Keeps a page of history and where its pull goes on (`None`: it has come to its end), or neither.
    pub(crate) async fn keep(
        &self,
        pull: &Pull,
        page: &Batch,
        next: Option<&str>,
    ) -> Result<KeptMessages, Error> {
        self.partitions.ensure(&self.database, page).await?;
        self.database
            .transaction(async |mut transaction| {
                let connection = transaction.connection()?;
                let (new, known) =
                    claim_identities(connection, &page.messages, &page.revocations, false).await?;
                messages::insert(connection, &new).await?;
                messages::merge(connection, &known).await?;
                insert_revocations(connection, &page.revocations, "roaming").await?;
                date_revocations(connection, &page.messages).await?;
                let kept = KeptMessages { new: new.len(), known: known.len() };
                let progress = match next {
                    Some(next) => sqlx::query(
                        "insert into imhook.pulls (app_id, what, next, kept) values ($1, $2, $3, $4)
                         on conflict (app_id, what) do update
                         set next = excluded.next, kept = pulls.kept + excluded.kept, updated_at = now()",
                    )
                    .bind(signed(pull.app_id.0))
                    .bind(&pull.what)
                    .bind(next)
                    .bind(signed(kept.new as u64)),
                    None => sqlx::query("delete from imhook.pulls where app_id = $1 and what = $2")
                        .bind(signed(pull.app_id.0))
                        .bind(&pull.what),
                };
                progress.execute(connection).await?;
                transaction.commit().await?;
                Ok(kept)
            })
            .await
    }
}
