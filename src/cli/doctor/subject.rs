//! What the checks look at.

use crate::config::Config;
use crate::config::apps::Apps;
use std::path::PathBuf;

/// The configuration and the data folder that are checked.
pub(super) struct Subject {
    pub(super) config: Config,
    pub(super) apps: Option<Apps>,
    /// The data folder.
    pub(super) data: PathBuf,
    /// The process that serves in the data folder.
    pub(super) service: Option<String>,
}
