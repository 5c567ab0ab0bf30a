//! Where everything of the private Postgres lies, derived from the data folder alone.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// The database and the superuser in the cluster.
pub(super) const NAME: &str = "imhook";
const SOCKET: &str = ".s.PGSQL.5432";
/// The longest path of a socket: the system takes 108 bytes on Linux and 104 elsewhere.
const LONGEST_SOCKET: usize = 100;
/// Characters that are encoded in a URL's query: all but those that are harmless and easier to read as they are.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.');

/// The paths of one private Postgres.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    root: PathBuf,
    socket_dir: PathBuf,
}

impl Layout {
    pub(super) fn of(data_dir: &Path) -> Self {
        let root = data_dir
            .canonicalize()
            .or_else(|_| std::path::absolute(data_dir))
            .unwrap_or_else(|_| data_dir.to_owned());
        let socket_dir = socket_dir(&root);
        Self { root, socket_dir }
    }

    /// The folder of cluster, log and fetched binaries, owned by the user of imhook.
    pub(super) fn folder(&self) -> PathBuf {
        self.root.join("postgres")
    }

    /// The cluster, owned by the user that Postgres runs as.
    pub(super) fn cluster(&self) -> PathBuf {
        self.folder().join("data")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.folder().join("log")
    }

    pub(super) fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    pub(super) fn socket(&self) -> PathBuf {
        self.socket_dir.join(SOCKET)
    }

    pub(super) fn socket_lock(&self) -> PathBuf {
        self.socket_dir.join(format!("{SOCKET}.lock"))
    }

    pub(super) fn url(&self, database: &str) -> String {
        let folder = self.socket_dir.to_string_lossy();
        let folder = utf8_percent_encode(&folder, ENCODED);
        format!("postgresql:///{database}?host={folder}&user={NAME}&port=5432&sslmode=disable")
    }
}

fn socket_dir(root: &Path) -> PathBuf {
    let near = root.join("run");
    let fits = near.join(SOCKET).as_os_str().len() < LONGEST_SOCKET;
    // libpq and Postgres read a comma as the end of a name, Postgres a quotation mark as the start of one.
    let plain = near.to_str().is_some_and(|path| !path.chars().any(|c| c.is_control() || ",\"".contains(c)));
    if fits && plain {
        return near;
    }
    let digest = hex::encode(Sha256::digest(root.as_os_str().as_bytes()));
    PathBuf::from(format!("/tmp/imhook-{}", digest.get(..16).unwrap_or(&digest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_encodes_what_it_must() {
        let layout = Layout::of(Path::new("/no such/a+b"));
        assert_eq!(
            layout.url(NAME),
            "postgresql:///imhook?host=/no%20such/a%2Bb/run&user=imhook&port=5432&sslmode=disable"
        );
    }

    #[test]
    fn odd_paths_move_the_socket_to_tmp() {
        let long = format!("/{}", "x".repeat(90));
        for path in [long.as_str(), "/with,comma", "/with\"quote"] {
            let folder = Layout::of(Path::new(path)).socket_dir().to_owned();
            let name = folder.to_str().unwrap().strip_prefix("/tmp/imhook-").unwrap();
            assert_eq!(name.len(), 16, "{path}");
            assert_eq!(folder, Layout::of(Path::new(path)).socket_dir());
        }
        assert_eq!(Layout::of(Path::new("/short")).socket_dir(), Path::new("/short/run"));
    }
}
