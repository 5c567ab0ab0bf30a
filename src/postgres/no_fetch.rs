//! Stands in for `fetch.rs` where the feature `fetch-postgres` is off.

use super::binaries::Binaries;
use super::launcher::Launcher;
use std::path::Path;

/// Fails at once: this build cannot fetch.
pub(super) fn fetch(_home: &Path, _launcher: &Launcher) -> impl Future<Output = Result<Binaries, String>> {
    std::future::ready(Err("this imhook was built without fetching it".to_owned()))
}
