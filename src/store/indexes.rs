//! Indexes of large tables, built behind the migrations while rows are inserted.

use super::{Error, sqlstate};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor as _};
use std::time::Duration;

/// Table, name and columns. Partitions that are made later get those of their table at once.
const INDEXES: [(&str, &str, &str); 4] = [
    // A span of time; a message by its time, from a revocation or a second arrival.
    ("messages", "messages_sent_at", "(sent_at, identity)"),
    // A sender's last hours.
    ("messages", "messages_sender", "(sender, sent_at)"),
    // What was revoked lately.
    ("revocations", "revocations_revoked_at", "(revoked_at)"),
    // What has grown old.
    ("callback_digests", "callback_digests_first_seen", "(first_seen)"),
];

/// The wait before another try, behind another process that builds or somebody's long query.
const PAUSE: Duration = Duration::from_secs(1);

/// What is to be built of an index: on which table or partition, under which name, and whether it is there, unfinished.
type Missing = (String, String, bool);

/// Builds the indexes that are missing, without blocking inserts, one process at a time. What was broken off is built
/// anew. Fills in what another, older imhook has left out, too.
pub(super) async fn build(connection: &mut PgConnection) -> Result<(), Error> {
    connection.execute("set statement_timeout = 0").await?;
    // A build waits for every statement that began before it. So nobody may wait for the lock inside of a statement.
    let lock = "select pg_try_advisory_lock(hashtext('imhook'), hashtext('indexes'))";
    while !sqlx::query_scalar::<_, bool>(lock).fetch_one(&mut *connection).await? {
        tokio::time::sleep(PAUSE).await;
    }
    for (table, index, columns) in INDEXES {
        let only = format!("create index if not exists {index} on only imhook.{table} {columns}");
        let is_partitioned: bool =
            sqlx::query_scalar("select relkind = 'p' from pg_class where oid = $1::regclass")
                .bind(format!("imhook.{table}"))
                .fetch_one(&mut *connection)
                .await?;
        if is_partitioned {
            patiently(connection, &only).await?;
        }
        for (on, name, unfinished) in missing(connection, table, index).await? {
            tracing::info!(table = on, index, "building an index");
            connection.execute("set lock_timeout = 0").await?;
            if unfinished {
                connection.execute(AssertSqlSafe(format!("drop index concurrently imhook.{name}"))).await?;
            }
            let build = format!("create index concurrently if not exists {name} on imhook.{on} {columns}");
            connection.execute(AssertSqlSafe(build)).await?;
            if is_partitioned {
                patiently(connection, &format!("alter index imhook.{index} attach partition imhook.{name}"))
                    .await?;
            }
        }
    }
    connection
        .execute(
            "update imhook.revocations r set sent_at = i.sent_at from imhook.message_identities i
             where r.sent_at is null and i.identity = r.identity",
        )
        .await?;
    Ok(())
}

/// The tables below `table`, or itself, that lack a valid index of `index`.
async fn missing(connection: &mut PgConnection, table: &str, index: &str) -> Result<Vec<Missing>, Error> {
    let query = sqlx::query_as(
        "select t.relname::text, n.name, found.indexrelid is not null
         from pg_class t
         cross join lateral (select case when t.relname = $1 then $2 else t.relname || '_' || $2 end as name) n
         left join pg_index found on found.indexrelid = to_regclass('imhook.' || n.name) and not found.indisvalid
         where (t.oid in (select relid from pg_partition_tree('imhook.' || $1) where isleaf)
                 or t.oid = to_regclass('imhook.' || $1) and t.relkind = 'r')
             and not exists (
             select from pg_index i where i.indrelid = t.oid and i.indisvalid and (i.indexrelid = to_regclass('imhook.' || $2)
                 or i.indexrelid in (select inhrelid from pg_inherits where inhparent = to_regclass('imhook.' || $2))))
         order by t.relname desc",
    );
    Ok(query.bind(table).bind(index).fetch_all(connection).await?)
}

/// Executes a statement that needs a strong lock for a moment, as soon as nobody is in the way: whoever waits for such
/// a lock holds up all who come after.
async fn patiently(connection: &mut PgConnection, statement: &str) -> Result<(), Error> {
    connection.execute("set lock_timeout = '100ms'").await?;
    loop {
        match connection.execute(AssertSqlSafe(statement.to_owned())).await {
            Ok(_) => return Ok(()),
            Err(error) if sqlstate(&error).as_deref() == Some("55P03") => tokio::time::sleep(PAUSE).await,
            Err(error) => return Err(error.into()),
        }
    }
}
