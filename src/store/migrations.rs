//! The migrations, compiled in; applied ones are never edited.

use super::Error;
use sqlx::migrate::{Migrate as _, Migration, MigrationType, Migrator};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Executor as _, SqlStr};
use std::sync::LazyLock;
use std::time::Duration;

/// Version, description and text of a migration: the folder's files, in order.
const MIGRATIONS: [(i64, &str, &str); 11] = [
    (1, "callbacks", include_str!("../../migrations/0001_callbacks.sql")),
    (2, "messages", include_str!("../../migrations/0002_messages.sql")),
    (3, "analytics", include_str!("../../migrations/0003_analytics.sql")),
    (4, "reactors", include_str!("../../migrations/0004_reactors.sql")),
    (5, "pulls", include_str!("../../migrations/0005_pulls.sql")),
    (6, "comments", include_str!("../../migrations/0006_comments.sql")),
    (7, "pulled", include_str!("../../migrations/0007_pulled.sql")),
    (8, "same json", include_str!("../../migrations/0008_same_json.sql")),
    (9, "pruning", include_str!("../../migrations/0009_pruning.sql")),
    (12, "revocations", include_str!("../../migrations/0012_revocations.sql")),
    (13, "told", include_str!("../../migrations/0013_told.sql")),
];

/// The number of the schema that this imhook makes: that of its last migration.
#[cfg(feature = "cli")]
pub(crate) fn schema() -> i64 {
    MIGRATIONS.iter().map(|(version, ..)| *version).max().unwrap_or_default()
}

/// The list of applied migrations stands in our own schema: without that, the search path would decide where.
pub(super) static MIGRATOR: LazyLock<Migrator> = LazyLock::new(|| {
    let migrations = MIGRATIONS.map(|(version, description, sql)| {
        Migration::new(version, description.into(), MigrationType::Simple, SqlStr::from_static(sql), false)
    });
    let mut migrator = Migrator::with_migrations(migrations.into());
    migrator.dangerous_set_table_name("imhook.migrations");
    migrator.create_schema("imhook");
    // `run` takes the lock.
    migrator.set_locking(false);
    migrator
});

/// Applies the migrations that are missing, on a connection that is closed afterwards: only so is the lock given back
/// after an error. Another process may hold that lock, or somebody's long query a table: then a later try has to do it,
/// for whoever waits for a table's strongest lock holds up all who come after.
///
/// A session that is left behind with the lock ends when it was idle for `time`.
pub(super) async fn run(connection: &mut PgConnection, time: Duration) -> Result<(), Error> {
    let idle = format!("set statement_timeout = 0; set idle_session_timeout = {}", time.as_millis());
    connection.execute(AssertSqlSafe(idle)).await?;
    connection.lock().await?;
    connection.execute("set lock_timeout = '1s'").await?;
    Ok(MIGRATOR.run_direct(None, connection, false).await?)
}

/// A migration in the database: its version, whether it came to its end, and its checksum.
pub(super) type Applied = (i64, bool, Vec<u8>);

/// The migrations that the database has, in order.
pub(super) async fn applied(connection: &mut PgConnection) -> Result<Vec<Applied>, Error> {
    let exists: bool = sqlx::query_scalar("select to_regclass('imhook.migrations') is not null")
        .fetch_one(&mut *connection)
        .await?;
    if !exists {
        return Ok(Vec::new());
    }
    let applied = "select version, success, checksum from imhook.migrations order by version";
    Ok(sqlx::query_as(applied).fetch_all(connection).await?)
}

/// Whether the database has exactly these migrations.
pub(super) async fn are_current(connection: &mut PgConnection) -> Result<bool, Error> {
    let applied = applied(connection).await?;
    let ours = MIGRATOR.iter().map(|migration| (migration.version, true, &*migration.checksum));
    Ok(ours.eq(applied.iter().map(|(version, success, checksum)| (*version, *success, &**checksum))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// The folder as `sqlx::migrate!` read it: that wrote the checksums of the databases that exist.
    #[tokio::test]
    async fn the_table_lacks_or_changes_no_migration_of_the_folder() {
        let folder = Migrator::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations")).await.unwrap();
        let facts = |migrator: &Migrator| {
            let facts =
                |m: &Migration| (m.version, m.description.clone(), m.migration_type, m.checksum.clone());
            migrator.iter().map(facts).collect::<Vec<_>>()
        };
        assert_eq!(facts(&MIGRATOR), facts(&folder));
    }
}
