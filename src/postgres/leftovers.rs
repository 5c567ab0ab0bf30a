//! What a crash left behind: an orphaned server, processes of a dead one, and files that name processes long gone.
//!
//! All of it may be cleared, because our lock on the data folder says that no other imhook owns it.

use super::error::Error;
use super::layout::Layout;
use super::process::{self, REST_STEPS, SERVER_STEPS};
use std::io::ErrorKind;
use std::path::Path;

/// Makes the way free for a new server.
pub(super) fn clear(layout: &Layout) -> Result<(), Error> {
    let cluster = layout.cluster();
    // As the kernel names a process's folder.
    let cluster = cluster.canonicalize().map_err(Error::file("find", &cluster))?;
    let pid_file = cluster.join("postmaster.pid");
    if let Some(pid) = recorded(&pid_file) {
        end_server(pid, &cluster)?;
    }
    end_rest(&cluster);
    // Postgres would take any living process of that number for a server.
    remove(&pid_file)?;
    remove(&layout.socket_lock())
}

fn recorded(pid_file: &Path) -> Option<i32> {
    std::fs::read_to_string(pid_file).ok()?.lines().next()?.trim().parse().ok()
}

/// An orphan is usually ending already, by the death signal; asking twice does no harm.
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

/// Processes of a killed server hold its shared memory, and one amid a long query does not notice. Whatever survives
/// this is Postgres's to report.
fn end_rest(cluster: &Path) {
    let send = |signal| process::servers(cluster).into_iter().for_each(|pid| process::send(pid, signal));
    process::end(&REST_STEPS, send, || process::servers(cluster).is_empty());
}

fn remove(file: &Path) -> Result<(), Error> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::file("remove", file)(error)),
        _ => Ok(()),
    }
}
