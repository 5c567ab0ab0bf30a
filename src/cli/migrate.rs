//! `imhook migrate`: brings the schema up to date.

use super::connect::Connection;
use crate::config::Config;

pub(super) const EXAMPLES: &str = "\
Examples:
  DATABASE_URL=postgresql://imhook:…@db/imhook imhook migrate
  imhook migrate --data-dir /var/lib/imhook        the private Postgres there, also where none is running";

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let connection = Connection::open(config).await?;
    let built = connection.database.build_indexes().await;
    connection.close().await;
    built?;
    anstream::eprintln!("the schema is up to date");
    Ok(())
}
