//! Space that is kept for a full disk: a file beside the journal, whose blocks are given back when they are needed.
//!
//! Trimming writes before it frees. On a disk without a free byte it would fail, and the journal would stay full for
//! good, though all of its records are in Postgres.

use rustix::fs::{FallocateFlags, fallocate, statvfs};
use rustix::io::Errno;
use std::fs::{File, remove_file};
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

/// What a WAL of the usual size needs when it moves into the file.
const BYTES: u64 = 16 << 20;

/// The reserve of one journal. Appends are refused while it is not held.
pub(super) struct Reserve {
    path: PathBuf,
    bytes: u64,
    held: bool,
}

impl Reserve {
    /// The reserve in this folder, not taken yet. On a small disk it is half of it: what is not yet in the file, and
    /// has to find room there, lies in the other half.
    pub(super) fn new(folder: &Path) -> Self {
        let disk = statvfs(folder).map_or(u64::MAX, |disk| disk.f_blocks.saturating_mul(disk.f_frsize));
        Self { path: folder.join("reserve"), bytes: BYTES.min(disk / 2), held: false }
    }

    pub(super) fn is_held(&self) -> bool {
        self.held
    }

    /// Takes the reserve where the disk has room for it, and for some records more: else they would fill the disk
    /// at once again.
    pub(super) fn take(&mut self) -> Result<()> {
        if !self.held {
            self.allocate().inspect_err(|_| self.release())?;
            self.held = true;
        }
        Ok(())
    }

    fn allocate(&self) -> Result<()> {
        let file = File::options().create(true).truncate(false).write(true).open(&self.path)?;
        match fallocate(&file, FallocateFlags::empty(), 0, self.bytes) {
            // The file system cannot promise blocks: only the free space counts.
            Ok(()) | Err(Errno::OPNOTSUPP | Errno::NOSYS) => {}
            Err(error) => return Err(error.into()),
        }
        let disk = statvfs(&self.path)?;
        if disk.f_bavail.saturating_mul(disk.f_frsize) < self.bytes / 4 {
            return Err(Error::from(ErrorKind::StorageFull));
        }
        Ok(())
    }

    /// Gives the space back.
    pub(super) fn release(&mut self) {
        self.held = false;
        let _ = remove_file(&self.path);
    }
}
