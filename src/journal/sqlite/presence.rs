//! Whether the files of the open journal are still those at its path.
//!
//! A deleted file that is open takes writes as before, but all of them are lost with the process. That goes for the
//! WAL, too, which holds what was acked last.

use rusqlite::{Error, Result};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// The files that were opened: the database, its WAL, and the WAL's index.
pub(super) struct Presence([OpenFile; 3]);

struct OpenFile {
    path: PathBuf,
    device: u64,
    inode: u64,
}

impl Presence {
    /// The files at `path` as they are now, just opened.
    pub(super) fn of(path: &Path) -> Result<Self> {
        let open = |extension| -> Result<OpenFile> {
            let path = path.with_extension(extension);
            let file = metadata(&path)?;
            Ok(OpenFile { path, device: file.dev(), inode: file.ino() })
        };
        Ok(Self([open("db")?, open("db-wal")?, open("db-shm")?]))
    }

    /// The size of the WAL, or an error that names the file that is gone or another one.
    pub(super) fn check(&self) -> Result<u64> {
        let mut wal = 0;
        for (index, open) in self.0.iter().enumerate() {
            let found = metadata(&open.path)?;
            if (found.dev(), found.ino()) != (open.device, open.inode) {
                return Err(Error::InvalidPath(open.path.clone()));
            }
            if index == 1 {
                wal = found.len();
            }
        }
        Ok(wal)
    }
}

fn metadata(path: &Path) -> Result<std::fs::Metadata> {
    std::fs::metadata(path).map_err(|_| Error::InvalidPath(path.to_owned()))
}
