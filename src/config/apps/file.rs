//! The apps file: a TOML file of `[[app]]` tables.

use super::error::Error;
use crate::config::policy::Rule;
use crate::config::rest::Region;
use secrecy::SecretString;
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    app: Vec<Entry>,
}

/// One app as the file has it; what is absent is taken from flags and variables.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) sdk_app_id: u64,
    #[serde(default)]
    pub(super) callback_tokens: Vec<SecretString>,
    pub(super) secret_key: Option<SecretString>,
    pub(super) before_policy: Option<Vec<Rule>>,
    pub(super) admin: Option<String>,
    pub(super) region: Option<Region>,
    pub(super) rest_host: Option<String>,
}

/// The apps of the file at `path`.
pub(super) fn read(path: &Path) -> Result<Vec<Entry>, Error> {
    let text =
        std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let file: File = toml::from_str(&text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        Error::Parse { path: path.to_owned(), line: before.matches('\n').count() + 1 }
    })?;
    if file.app.is_empty() {
        return Err(Error::NoAppInFile { path: path.to_owned() });
    }
    Ok(file.app)
}
