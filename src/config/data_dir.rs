//! The data folder of the journal and the private Postgres, used by one process at a time.

use backon::{BlockingRetryable as _, ConstantBuilder};
use std::fs::{DirBuilder, File, Permissions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// An open data folder. While this value lives, no other process can open the same folder.
#[derive(Debug)]
pub struct DataDir {
    path: PathBuf,
    _lock: File,
}

/// Why a data folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder cannot be made or read.
    #[error(
        "cannot use {path} as the data folder: {source}; set IMHOOK_DATA_DIR to a folder that this user may write"
    )]
    Unusable {
        /// The folder or file in question.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process has the folder.
    #[error(
        "the data folder {path} is in use by {holder}; stop that one first, or set IMHOOK_DATA_DIR to another folder"
    )]
    Busy {
        /// The folder.
        path: PathBuf,
        /// The process that holds it, as far as it is known.
        holder: String,
    },
    /// The file of the development mode's secret holds something else.
    #[error(
        "{path} does not hold the secret of development mode; remove it, and the next start makes a new one"
    )]
    Secret {
        /// The file.
        path: PathBuf,
    },
    /// The user has no home folder for a default below it.
    #[error("no home folder is known for this user; set IMHOOK_DATA_DIR")]
    NoHome,
}

/// A lock is tried again for 300 ms: `imhook doctor` holds one for an instant, and so does a forked child between fork
/// and exec.
const TRIES: usize = 15;
const PAUSE: Duration = Duration::from_millis(20);

/// The longest path that SQLite opens, and the longest name in the data folder that it makes a path of.
const LONGEST_PATH: usize = 512;
const LONGEST_NAME: &str = "journal/journal.db-journal";

impl DataDir {
    /// Makes the folder if it does not exist, and locks it.
    ///
    /// # Errors
    /// When the folder cannot be made or written, or when another process holds it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let unusable = |source| Error::Unusable { path: path.to_owned(), source };
        let path = std::path::absolute(path).map_err(unusable)?;
        make(&path).map_err(unusable)?;
        // Canonical, so that every process derives the same socket folder from the path.
        let path = path.canonicalize().map_err(unusable)?;
        if path.join(LONGEST_NAME).as_os_str().len() > LONGEST_PATH {
            let most = LONGEST_PATH - LONGEST_NAME.len() - 1;
            return Err(unusable(io::Error::other(format!(
                "its path has {} bytes, and SQLite takes {most} at most",
                path.as_os_str().len()
            ))));
        }
        let lock = lock(&path)?;
        close(&path.join("journal")).map_err(unusable)?;
        Ok(Self { path, _lock: lock })
    }

    /// The folder itself, absolute and without symbolic links.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder of the journal.
    #[must_use]
    pub fn journal(&self) -> PathBuf {
        self.path.join("journal")
    }
}

/// The process that holds the data folder `path`; `None` while none does. Nothing is made or changed.
///
/// # Errors
/// When the lock cannot be looked at.
pub fn holder_of(path: &Path) -> Result<Option<String>, Error> {
    let lock = path.join("lock");
    let mut file = match File::open(&lock) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(|source| Error::Unusable { path: lock.clone(), source })?,
    };
    // The shared lock ends with this function.
    match file.try_lock_shared() {
        Ok(()) => Ok(None),
        Err(TryLockError::WouldBlock) => Ok(Some(holder(&mut file))),
        Err(TryLockError::Error(source)) => Err(Error::Unusable { path: lock, source }),
    }
}

/// The default data folder: `/var/lib/imhook` for root, else `imhook` in the XDG data folder.
///
/// # Errors
/// When this user has no home folder.
pub fn default_path() -> Result<PathBuf, Error> {
    use etcetera::BaseStrategy;
    if is_root() {
        return Ok(PathBuf::from("/var/lib/imhook"));
    }
    let base = etcetera::choose_base_strategy().map_err(|_| Error::NoHome)?;
    Ok(base.data_dir().join("imhook"))
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Makes the folder and its parents. As root they get mode 755, because the private Postgres runs as another user in
/// them; private files inside have modes of their own.
fn make(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Ok(target) = path.read_link() {
        return Err(io::Error::other(format!(
            "it is a symbolic link to {}, which is no folder",
            target.display()
        )));
    }
    if !is_root() {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        return make_one(path, 0o700);
    }
    let missing: Vec<_> = path.ancestors().take_while(|folder| !folder.exists()).collect();
    missing.into_iter().rev().try_for_each(|folder| make_one(folder, 0o755))
}

/// Takes a folder that was there before from everybody else: callbacks are in it.
fn close(folder: &Path) -> io::Result<()> {
    match folder.metadata() {
        Ok(found) if found.permissions().mode() & 0o077 != 0 => {
            tracing::warn!(folder = %folder.display(), "others could read the journal: the folder is closed to them now");
            std::fs::set_permissions(folder, Permissions::from_mode(0o700))
        }
        _ => Ok(()),
    }
}

fn make_one(path: &Path, mode: u32) -> io::Result<()> {
    match DirBuilder::new().mode(mode).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(error) => Err(error),
        // Set once more, because a strict umask takes away what Postgres's user needs.
        Ok(()) => std::fs::set_permissions(path, Permissions::from_mode(mode)),
    }
}

fn lock(folder: &Path) -> Result<File, Error> {
    let path = folder.join("lock");
    let unusable = |source| Error::Unusable { path: path.clone(), source };
    let mut file =
        File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(unusable)?;
    let tries = ConstantBuilder::new().with_delay(PAUSE).with_max_times(TRIES);
    let is_held = |error: &TryLockError| matches!(error, TryLockError::WouldBlock);
    let locked = (|| file.try_lock()).retry(tries).when(is_held).call();
    match locked {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(Error::Busy { path: folder.to_owned(), holder: holder(&mut file) });
        }
        Err(TryLockError::Error(source)) => return Err(unusable(source)),
    }
    // The process id is for people; the lock itself ends with the process.
    file.set_len(0).map_err(unusable)?;
    writeln!(file, "{}", std::process::id()).map_err(unusable)?;
    Ok(file)
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    match file.read_to_string(&mut text).ok().and_then(|_| text.trim().parse::<u32>().ok()) {
        Some(pid) => format!("process {pid}"),
        None => "another process".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_at_a_time() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a/b");
        let first = DataDir::open(&path).unwrap();
        let refusal = DataDir::open(&path).unwrap_err().to_string();
        assert!(refusal.contains(&format!("process {}", std::process::id())), "{refusal}");
        drop(first);
        DataDir::open(&path).unwrap();
    }

    #[test]
    fn folder_has_the_right_mode() {
        let home = tempfile::tempdir().unwrap();
        let dir = DataDir::open(&home.path().join("data")).unwrap();
        let mode = dir.path().metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, if is_root() { 0o755 } else { 0o700 });
        assert_eq!(dir.journal(), dir.path().join("journal"));
    }

    #[test]
    fn a_file_in_the_way_is_a_clear_error() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = DataDir::open(&file.path().join("data")).unwrap_err().to_string();
        assert!(error.contains("IMHOOK_DATA_DIR"), "{error}");
    }

    #[test]
    fn a_path_too_long_for_sqlite_and_a_link_to_nowhere_are_clear_errors() {
        let home = tempfile::tempdir().unwrap();
        let long = home.path().join("x".repeat(250)).join("y".repeat(240));
        let error = DataDir::open(&long).unwrap_err().to_string();
        assert!(error.contains("SQLite takes 485 at most") && error.contains("IMHOOK_DATA_DIR"), "{error}");
        let link = home.path().join("link");
        std::os::unix::fs::symlink("/nonexistent/data", &link).unwrap();
        let error = DataDir::open(&link).unwrap_err().to_string();
        assert!(error.contains("a symbolic link to /nonexistent/data"), "{error}");
    }

    #[test]
    fn a_journal_that_others_may_read_is_closed() {
        let home = tempfile::tempdir().unwrap();
        let journal = home.path().join("journal");
        std::fs::create_dir(&journal).unwrap();
        std::fs::set_permissions(&journal, Permissions::from_mode(0o755)).unwrap();
        DataDir::open(home.path()).unwrap();
        assert_eq!(journal.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn the_default_is_absolute() {
        assert!(default_path().unwrap().is_absolute());
    }
}
