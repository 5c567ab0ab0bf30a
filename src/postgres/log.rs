//! The server's log file: opened for it, and quoted when it fails.

use super::error::Error;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Bytes of the log file from which on a start empties it.
const LONGEST: u64 = 10 * 1024 * 1024;
const QUOTED_BYTES: u64 = 16 * 1024;
const QUOTED_LINES: usize = 12;

/// Opens the log file for appending; returns its length, which is where this run begins.
pub(super) fn open(path: &Path) -> Result<(File, u64), Error> {
    let file = File::options().append(true).create(true).mode(0o600).open(path);
    let file = file.map_err(Error::file("open", path))?;
    let length = file.metadata().map_err(Error::file("look at", path))?.len();
    if length <= LONGEST {
        return Ok((file, length));
    }
    file.set_len(0).map_err(Error::file("shorten", path))?;
    Ok((file, 0))
}

/// The last lines behind an offset of the file; empty when it cannot be read.
pub(super) fn quote(path: &Path, since: u64) -> String {
    let text = tail(path, since).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<_> = text.lines().collect();
    lines.get(lines.len().saturating_sub(QUOTED_LINES)..).unwrap_or_default().join("\n")
}

fn tail(path: &Path, since: u64) -> std::io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(since.max(length.saturating_sub(QUOTED_BYTES))))?;
    let mut text = Vec::new();
    file.take(QUOTED_BYTES).read_to_end(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn only_this_run_is_quoted() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("log");
        writeln!(open(&path).unwrap().0, "before").unwrap();
        let (mut file, since) = open(&path).unwrap();
        (0..20).for_each(|n| writeln!(file, "line {n}").unwrap());
        let quote = quote(&path, since);
        assert!(quote.starts_with("line 8\n") && quote.ends_with("line 19"), "{quote}");
    }

    #[test]
    fn a_long_file_begins_anew() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("log");
        open(&path).unwrap().0.set_len(LONGEST + 1).unwrap();
        assert_eq!(open(&path).unwrap().1, 0);
        assert_eq!(path.metadata().unwrap().len(), 0);
    }
}
