//! The limit on open files of this process, which bounds its connections, too.

use super::limits::OTHER_FILES;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// How many of `wanted` connections this process can have. The soft limit is raised as far as that helps.
pub(super) fn connections(wanted: u32) -> u32 {
    let needed = u64::from(wanted) + OTHER_FILES;
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let allowed = current.unwrap_or(u64::MAX);
    let raised = needed.min(maximum.unwrap_or(u64::MAX));
    let raise = || setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum });
    let files = if raised > allowed && raise().is_ok() { raised } else { allowed };
    if files >= needed {
        return wanted;
    }
    let connections = files.saturating_sub(OTHER_FILES).max(files / 2);
    tracing::warn!(
        wanted,
        connections,
        files,
        "this process may open too few files for so many connections: raise its limit (ulimit -n, LimitNOFILE)"
    );
    u32::try_from(connections).map_or(wanted, |connections| connections.clamp(1, wanted))
}
