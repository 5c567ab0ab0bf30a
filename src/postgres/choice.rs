//! The choice between the operator's Postgres (`DATABASE_URL`) and the private one.

use super::{Settings, url};
use crate::config::{DatabaseOptions, search_path};
use secrecy::ExposeSecret as _;
use std::path::Path;

/// The URL of the database that a configuration uses, where its data folder is `data_dir`.
pub fn database_url(options: &DatabaseOptions, data_dir: &Path) -> String {
    options.url.as_ref().map_or_else(|| url(data_dir), |url| url.expose_secret().to_owned())
}

/// The settings of the private Postgres; `None` where the operator gives a database.
pub fn private(options: &DatabaseOptions) -> Option<Settings> {
    let settings = Settings { bin_dir: options.pg_bin.clone(), path: search_path(), durable: true };
    options.url.is_none().then_some(settings)
}
