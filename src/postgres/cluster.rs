//! The cluster on disk and the folders around it.

use super::account::owner_name;
use super::binaries::Binaries;
use super::error::Error;
use super::launcher::Launcher;
use super::layout::{Layout, NAME};
use std::fs::{DirBuilder, File, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, lchown};
use std::path::{Path, PathBuf};

/// How folders of clusters in the making begin: never taken for a cluster, and removed by the next start.
const UNFINISHED: &str = "data.new";

/// The major version in the cluster's `PG_VERSION`; `None` where there is no cluster yet.
pub(super) fn version(layout: &Layout) -> Result<Option<String>, Error> {
    let cluster = layout.cluster();
    let file = cluster.join("PG_VERSION");
    match std::fs::read_to_string(&file) {
        Ok(text) => Ok(Some(text.trim().to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let is_empty = std::fs::read_dir(&cluster).is_ok_and(|mut entries| entries.next().is_none());
            if cluster.exists() && !is_empty { Err(Error::NotACluster { path: cluster }) } else { Ok(None) }
        }
        Err(error) => Err(Error::file("read", file)(error)),
    }
}

/// Makes the folder around the cluster. It belongs to the user of imhook, so that the lower user cannot put anything
/// in the way there.
pub(super) fn make_folder(layout: &Layout, lower: bool) -> Result<(), Error> {
    let folder = layout.folder();
    if folder.is_dir() {
        return Ok(());
    }
    let mode = if lower { 0o755 } else { 0o700 };
    DirBuilder::new().mode(mode).create(&folder).map_err(Error::file("create", &folder))?;
    // A strict umask takes away what the lower user needs: set the mode once more.
    std::fs::set_permissions(&folder, Permissions::from_mode(mode)).map_err(Error::file("open up", &folder))
}

/// Makes the folder of the socket, or checks who owns the present one: its owner could answer in the server's place.
pub(super) fn make_socket_dir(layout: &Layout, launcher: &Launcher) -> Result<(), Error> {
    let folder = layout.socket_dir();
    match make_private(folder, launcher) {
        Err(Error::File { source, .. }) if source.kind() == ErrorKind::AlreadyExists => {}
        other => return other,
    }
    let there = folder.symlink_metadata().map_err(Error::file("look at", folder))?;
    let untrusted = |owner: String| Err(Error::SocketFolder { path: folder.to_owned(), owner });
    if !there.is_dir() {
        return untrusted("it is not a folder".to_owned());
    }
    if there.uid() != launcher.account.uid && there.uid() != rustix::process::geteuid().as_raw() {
        return untrusted(owner_name(there.uid()));
    }
    own(folder, launcher)
}

fn make_private(folder: &Path, launcher: &Launcher) -> Result<(), Error> {
    DirBuilder::new().mode(0o700).create(folder).map_err(Error::file("create", folder))?;
    own(folder, launcher)
}

fn own(folder: &Path, launcher: &Launcher) -> Result<(), Error> {
    std::fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(Error::file("close", folder))?;
    if launcher.account.lower {
        let account = &launcher.account;
        lchown(folder, Some(account.uid), Some(account.gid)).map_err(Error::file("hand over", folder))?;
    }
    Ok(())
}

/// Makes the cluster if there is none. The cluster gets its name when it is whole and on disk, so that a killed
/// `initdb` leaves nothing that looks like a cluster.
pub(super) fn ensure(
    layout: &Layout,
    launcher: &Launcher,
    binaries: &Binaries,
    durable: bool,
) -> Result<(), Error> {
    remove_unfinished(layout)?;
    if version(layout)?.is_some() {
        return Ok(());
    }
    tracing::info!(path = %layout.cluster().display(), "making the database");
    // The pid in the name tells it from that of an earlier process, whose killed `initdb` may still be clearing up.
    let fresh = layout.folder().join(format!("{UNFINISHED}-{}", std::process::id()));
    make_private(&fresh, launcher)?;
    initdb(&fresh, launcher, binaries, durable)?;
    std::fs::rename(&fresh, layout.cluster()).map_err(Error::file("rename", &fresh))?;
    let folder = layout.folder();
    File::open(&folder).and_then(|folder| folder.sync_all()).map_err(Error::file("sync", &folder))
}

fn initdb(folder: &Path, launcher: &Launcher, binaries: &Binaries, durable: bool) -> Result<(), Error> {
    let program = binaries.program("initdb");
    let mut command = launcher.bound(&program);
    command.arg("-D").arg(folder).arg(format!("--username={NAME}"));
    command.args(["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions"]);
    if !durable {
        command.arg("--no-sync");
    }
    let output = command.output().map_err(launcher.failed(&program))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    let output = format!("{}\n{}", output.status, String::from_utf8_lossy(&said).trim());
    Err(Error::Initdb { path: folder.to_owned(), output })
}

fn remove_unfinished(layout: &Layout) -> Result<(), Error> {
    let folder = layout.folder();
    let entries = std::fs::read_dir(&folder).map_err(Error::file("read", &folder))?;
    let leftover = |path: &PathBuf| {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(UNFINISHED))
    };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())).filter(leftover) {
        tracing::warn!(path = %path.display(), "removing an unfinished database");
        remove_all(&path)?;
    }
    Ok(())
}

/// Removes a folder in several tries: a dying `initdb` may be writing or removing in it at the same time.
fn remove_all(path: &Path) -> Result<(), Error> {
    let mut result = Ok(());
    for _ in 0..20 {
        result = std::fs::remove_dir_all(path);
        match &result {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            _ => return Ok(()),
        }
    }
    result.map_err(Error::file("remove", path))
}
