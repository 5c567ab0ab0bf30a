//! In place of fetching, where the feature `fetch-postgres` is off.

use super::binaries::Binaries;
use super::launcher::Launcher;
use std::path::Path;

/// Finds nothing, at once.
pub(super) fn fetch(_home: &Path, _launcher: &Launcher) -> impl Future<Output = Result<Binaries, String>> {
    std::future::ready(Err("this imhook was built without fetching it".to_owned()))
}
