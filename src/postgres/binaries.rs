//! Finding `postgres` and `initdb`: the operator's folder, PATH, the usual places, and what was fetched before.

use super::error::Error;
use super::launcher::Launcher;
use super::layout::Layout;
use super::search_path::SearchPath;
use std::fmt;
use std::path::{Path, PathBuf};

/// The oldest major version that our SQL and options work with.
pub(super) const LEAST: u32 = 15;

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

/// A version of Postgres. For one that is not released yet (`19beta1`, `19devel`) the second number is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    major: u32,
    minor: u32,
}

impl Version {
    /// Reads the output of `postgres --version`.
    pub(super) fn parse(output: &str) -> Option<Self> {
        let (_, text) = output.split_once("(PostgreSQL) ")?;
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
        let major = digits(text);
        let minor = text.get(major.len()..)?.strip_prefix('.').map(digits).unwrap_or_default();
        Some(Self { major: major.parse().ok()?, minor: minor.parse().unwrap_or(0) })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// A folder with programs that will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binaries {
    folder: PathBuf,
    version: Version,
}

impl Binaries {
    /// Takes a folder if this user can run a Postgres there that is new enough; else says why not.
    pub(super) fn inspect(folder: &Path, launcher: &Launcher) -> Result<Self, String> {
        if !has_programs(folder) {
            return Err("it has no `postgres` and `initdb`".to_owned());
        }
        // As the lower user: it must be able to, and a folder of others is not run from as root.
        let output = launcher.command(&folder.join("postgres")).arg("--version").output();
        let output = output.map_err(|error| format!("{} cannot run it: {error}", launcher.account.name))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let version = Version::parse(&text)
            .ok_or_else(|| format!("`postgres --version` fails ({}): {}", output.status, said(&output)))?;
        if version.major < LEAST {
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

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned()
}

fn has_programs(folder: &Path) -> bool {
    ["postgres", "initdb"].iter().all(|name| folder.join(name).is_file())
}

/// What a search came by, best first.
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

    /// The best ones for a cluster of this major version, or for a new cluster. None when there is nothing at all and
    /// nothing that binds us.
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
    let mut folders = entries(&layout.home(), "bin-", "bin");
    // A fetch that was killed half-way.
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
    fn versions_are_read() {
        let read = |text| Version::parse(text).map(|version| version.to_string());
        assert_eq!(read("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n").as_deref(), Some("15.18"));
        assert_eq!(read("postgres (PostgreSQL) 18beta1\n").as_deref(), Some("18.0"));
        assert_eq!(read("postgres (PostgreSQL) 9.6.24").as_deref(), Some("9.6"));
        assert_eq!(read("postgres (PostgreSQL) devel"), None);
        assert_eq!(read("bash: postgres: not found"), None);
        assert!(Version::parse("x (PostgreSQL) 16.10") > Version::parse("x (PostgreSQL) 16.9"));
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
