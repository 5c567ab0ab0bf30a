//! The data folder that a configuration names.

use super::DatabaseOptions;
use super::data_dir::{Error, default_path};
use std::path::PathBuf;

/// The data folder: `IMHOOK_DATA_DIR`, or the default of this user.
pub fn data_path(database: &DatabaseOptions) -> Result<PathBuf, Error> {
    let path = match &database.data_dir {
        Some(path) => {
            std::path::absolute(path).map_err(|source| Error::Unusable { path: path.to_owned(), source })?
        }
        None => default_path()?,
    };
    // Without symbolic links, where the folder exists, so that all processes derive the same socket folder from it.
    Ok(path.canonicalize().unwrap_or(path))
}
