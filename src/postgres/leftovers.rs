//! The remains of a crash: an orphaned server, processes of a dead one, and files that name processes long gone.
//!
//! All of them may be cleared, because the lock on the data folder proves that no other imhook uses it.

use super::error::Error;
use super::layout::Layout;
use super::process::{self, ORPHAN_STEPS, SERVER_STEPS};
use std::io::ErrorKind;
use std::path::Path;

/// Ends and removes what would keep a new server from starting.
pub(super) fn clear(layout: &Layout) -> Result<(), Error> {
    let cluster = layout.cluster();
    // The canonical path, as `/proc/<pid>/cwd` names the folder of a process.
    let cluster = cluster.canonicalize().map_err(Error::file("find", &cluster))?;
    let pid_file = cluster.join("postmaster.pid");
    if let Some(pid) = pid_in(&pid_file) {
        end_server(pid, &cluster)?;
    }
    end_orphans(&cluster);
    // Postgres would take any living process of that number for a server.
    remove(&pid_file)?;
    remove(&layout.socket_lock())
}

fn pid_in(pid_file: &Path) -> Option<i32> {
    std::fs::read_to_string(pid_file).ok()?.lines().next()?.trim().parse().ok()
}

/// Ends an orphaned server. Mostly the parent-death signal is ending it already; a second SIGINT does no harm.
fn end_server(pid: i32, cluster: &Path) -> Result<(), Error> {
    if !process::serves(pid, cluster) {
        return Ok(());
    }
    tracing::info!(pid, "waiting for an earlier Postgres to end");
    if process::end(&SERVER_STEPS, |signal| process::send(pid, signal), || !process::serves(pid, cluster)) {
        return Ok(());
    }
    Err(Error::Lingers { pid, path: cluster.to_owned() })
}

/// Ends the children of a killed server: they hold its shared memory, and one amid a long query does not notice that
/// the server is gone. Where one survives even this, the new server's start reports it.
fn end_orphans(cluster: &Path) {
    let send = |signal| process::servers(cluster).into_iter().for_each(|pid| process::send(pid, signal));
    process::end(&ORPHAN_STEPS, send, || process::servers(cluster).is_empty());
}

fn remove(file: &Path) -> Result<(), Error> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::file("remove", file)(error)),
        _ => Ok(()),
    }
}
