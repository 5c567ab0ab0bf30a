//! The folders in which programs are looked for.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The folders of a PATH, in its order.
#[derive(Clone, Debug)]
pub(super) struct SearchPath(Vec<PathBuf>);

impl SearchPath {
    /// Splits a PATH and drops its relative entries: nobody means root to run a program of the current folder.
    pub(super) fn new(path: Option<&OsStr>) -> Self {
        Self(
            path.map(|path| std::env::split_paths(path).filter(|f| f.is_absolute()).collect())
                .unwrap_or_default(),
        )
    }

    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.0
    }

    /// Finds a tool of the system, also where PATH is short or empty.
    pub(super) fn tool(&self, name: &str) -> Option<PathBuf> {
        let usual = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/opt/homebrew/bin", "/usr/local/bin"];
        let folders = self.0.iter().map(PathBuf::as_path).chain(usual.iter().map(Path::new));
        folders.map(|folder| folder.join(name)).find(|file| file.is_file())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_entries_are_left_out() {
        let path = SearchPath::new(Some(OsStr::new("/a:.:b:/c")));
        assert_eq!(path.folders(), [PathBuf::from("/a"), PathBuf::from("/c")]);
    }

    #[test]
    fn tools_are_found_without_a_path() {
        assert!(SearchPath::new(None).tool("sh").is_some());
        assert!(SearchPath::new(None).tool("no-such-tool").is_none());
    }
}
