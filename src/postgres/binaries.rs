//! Finding `postgres` and `initdb`: the operator's folder, PATH, the usual places, and what was fetched before.

use super::error::Error;
use super::launcher::Launcher;
use super::layout::Layout;
use super::search_path::SearchPath;
use super::version::{OLDEST_MAJOR, Version};
use std::path::{Path, PathBuf};

/// Where systems put Postgres outside of PATH: a folder, how its entries begin, and what follows below them.
const USUAL: [(&str, &str, &str); 7] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/usr/libexec", "postgresql", ""),
    ("/opt/homebrew/opt", "postgresql", "bin"),
    ("/usr/local/opt", "postgresql", "bin"),
    ("/usr/local", "pgsql", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
];

/// A folder whose `postgres` and `initdb` can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binaries {
    folder: PathBuf,
    version: Version,
}

impl Binaries {
    /// Checks that the user of the private Postgres can run a new enough `postgres` in a folder; the error says why not.
    pub(super) fn inspect(folder: &Path, launcher: &Launcher) -> Result<Self, String> {
        if !has_programs(folder) {
            return Err("it has no `postgres` and `initdb`".to_owned());
        }
        // Run as the lower user: that user must be able to, and root runs no program out of a folder of others.
        let output = launcher.command(&folder.join("postgres")).arg("--version").output();
        let output = output.map_err(|error| format!("{} cannot run it: {error}", launcher.account.name))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let version = Version::parse(&text).ok_or_else(|| {
            format!("`postgres --version` fails ({}): {}", output.status, first_line(&output))
        })?;
        if version.major < OLDEST_MAJOR {
            return Err(format!("its version {version} is too old"));
        }
        Ok(Self { folder: folder.to_owned(), version })
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn is_for(&self, cluster: &str) -> bool {
        cluster == self.version.major.to_string()
    }
}

fn first_line(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned()
}

fn has_programs(folder: &Path) -> bool {
    ["postgres", "initdb"].iter().all(|name| folder.join(name).is_file())
}

/// Folders that a search came by: usable ones, best first, and the reasons against the others.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) fit: Vec<Binaries>,
    pub(super) rejected: Vec<String>,
}

impl Found {
    /// Looks through PATH, the usual places and what was fetched before.
    pub(super) fn search(layout: &Layout, path: &SearchPath, launcher: &Launcher) -> Self {
        let mut found = Self::default();
        found.add(path.folders().to_vec(), launcher);
        let usual =
            USUAL.iter().flat_map(|(parent, prefix, below)| entries(Path::new(parent), prefix, below));
        found.add_newest_first(usual.collect(), launcher);
        found.add_newest_first(fetched(layout), launcher);
        found
    }

    fn add(&mut self, folders: Vec<PathBuf>, launcher: &Launcher) {
        for folder in folders.into_iter().filter(|folder| has_programs(folder)) {
            match Binaries::inspect(&folder, launcher) {
                Ok(binaries) => self.fit.push(binaries),
                Err(reason) => self.rejected.push(format!("{}: {reason}", folder.display())),
            }
        }
    }

    fn add_newest_first(&mut self, folders: Vec<PathBuf>, launcher: &Launcher) {
        let mut here = Self::default();
        here.add(folders, launcher);
        here.fit.sort_by_key(|binaries| std::cmp::Reverse(binaries.version));
        self.fit.append(&mut here.fit);
        self.rejected.append(&mut here.rejected);
    }

    /// The best binaries for a cluster of this major version, or for a new cluster; `None` where there are no binaries
    /// and no cluster either, so that any version may be fetched.
    pub(super) fn pick(&self, cluster: Option<&str>, folder: &Path) -> Result<Option<Binaries>, Error> {
        let Some(cluster) = cluster else { return Ok(self.fit.first().cloned()) };
        if let Some(binaries) = self.fit.iter().find(|binaries| binaries.is_for(cluster)) {
            return Ok(Some(binaries.clone()));
        }
        let there: Vec<_> =
            self.fit.iter().map(|fit| format!("{} ({})", fit.version, fit.folder.display())).collect();
        let found = if there.is_empty() {
            format!("no PostgreSQL is installed that will do{}", self.rejections())
        } else {
            format!("there is only PostgreSQL {}{}", there.join(", "), self.rejections())
        };
        Err(Error::WrongMajor { path: folder.to_owned(), cluster: cluster.to_owned(), found })
    }

    pub(super) fn rejections(&self) -> String {
        if self.rejected.is_empty() { String::new() } else { format!(" ({})", self.rejected.join("; ")) }
    }
}

/// The folders `parent/prefix*/below`.
fn entries(parent: &Path, prefix: &str, below: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(parent) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<_> = names.filter(|name| name.starts_with(prefix)).collect();
    names.sort();
    names.into_iter().map(|name| parent.join(name).join(below)).collect()
}

fn fetched(layout: &Layout) -> Vec<PathBuf> {
    let mut folders = entries(&layout.folder(), "bin-", "bin");
    // `bin-….new` is a fetch that was killed half-way.
    folders.retain(|folder| folder.parent().and_then(Path::extension).is_none_or(|end| end != "new"));
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binaries(folder: &str, major: u32, minor: u32) -> Binaries {
        Binaries { folder: folder.into(), version: Version { major, minor } }
    }

    #[test]
    fn the_first_that_fits_is_taken() {
        let found = Found { fit: vec![binaries("/a", 16, 1), binaries("/b", 17, 0)], rejected: vec![] };
        let at = Path::new("/data");
        assert_eq!(found.pick(None, at).unwrap(), Some(binaries("/a", 16, 1)));
        assert_eq!(found.pick(Some("17"), at).unwrap(), Some(binaries("/b", 17, 0)));
        assert_eq!(Found::default().pick(None, at).unwrap(), None);
    }

    #[test]
    fn another_major_version_is_an_error_that_names_both() {
        let found = Found {
            fit: vec![binaries("/a", 16, 1)],
            rejected: vec!["/old: its version 13.4 is too old".into()],
        };
        let error = found.pick(Some("15"), Path::new("/data")).unwrap_err().to_string();
        for part in ["PostgreSQL 15", "16.1 (/a)", "13.4", "IMHOOK_PG_BIN"] {
            assert!(error.contains(part), "{error}");
        }
        assert!(Found::default().pick(Some("15"), Path::new("/data")).is_err());
    }

    #[test]
    fn half_fetched_folders_are_left_out() {
        let home = tempfile::tempdir().unwrap();
        for name in ["bin-17.5.0", "bin-18.1.0.new"] {
            std::fs::create_dir_all(home.path().join("postgres").join(name).join("bin")).unwrap();
        }
        let folders = fetched(&Layout::of(home.path()));
        assert_eq!(folders, [home.path().canonicalize().unwrap().join("postgres/bin-17.5.0/bin")]);
    }
}
