//! A database's server and schema, found out without changing anything.

use crate::store::database::options;
use crate::store::migrations::{self, MIGRATOR};
use crate::store::{Error, timely};
use sqlx::ConnectOptions as _;
use std::collections::BTreeMap;
use std::time::Duration;

/// The longest time that connecting and asking may take.
const TIME: Duration = Duration::from_secs(10);

/// A database as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Survey {
    /// The server's version, for people.
    pub version: String,
    /// The server's version as a number: 150004 is 15.4.
    pub version_number: i32,
    /// Whether nothing can be written there: a standby, or set to read only.
    pub read_only: bool,
    /// Migrations that are applied.
    pub applied: usize,
    /// Migrations of this imhook that are not applied.
    pub missing: Vec<i64>,
    /// Migrations that this imhook does not know.
    pub unknown: Vec<i64>,
    /// Migrations that were broken off, or applied in another form than this imhook has them.
    pub broken: Vec<i64>,
}

impl Survey {
    /// Looks at the database at `url`.
    pub(crate) async fn of(url: &str) -> Result<Self, Error> {
        let options = options(url, "imhook doctor")?;
        let ((version, version_number, read_only), applied) = timely(TIME, async {
            let mut connection = options.connect().await?;
            let server: (String, i32, bool) = sqlx::query_as(
                "select current_setting('server_version'), current_setting('server_version_num')::int,
                        pg_is_in_recovery() or current_setting('default_transaction_read_only')::bool",
            )
            .fetch_one(&mut connection)
            .await?;
            Ok((server, migrations::applied(&mut connection).await?))
        })
        .await?;
        let known: BTreeMap<i64, &[u8]> =
            MIGRATOR.iter().map(|migration| (migration.version, &*migration.checksum)).collect();
        let found: BTreeMap<i64, (bool, &[u8])> =
            applied.iter().map(|(version, success, checksum)| (*version, (*success, &**checksum))).collect();
        let is_broken = |version: &i64| {
            let ours = known.get(version);
            found
                .get(version)
                .is_some_and(|(success, theirs)| !success || ours.is_some_and(|ours| ours != theirs))
        };
        Ok(Self {
            version,
            version_number,
            read_only,
            applied: applied.len(),
            missing: known.keys().filter(|version| !found.contains_key(version)).copied().collect(),
            unknown: found.keys().filter(|version| !known.contains_key(version)).copied().collect(),
            broken: found.keys().filter(|version| is_broken(version)).copied().collect(),
        })
    }
}
