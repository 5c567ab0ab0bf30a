//! The processes of Postgres, as the system knows them, and how they are ended.

use rustix::process::{Pid, Signal, kill_process};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const PROC: &str = "/proc";

/// The signals that end a server: INT rolls back and checkpoints, QUIT leaves a recovery to the next start, KILL is force.
pub(super) const SERVER_STEPS: [(Signal, Duration); 3] = [
    (Signal::INT, Duration::from_secs(8)),
    (Signal::QUIT, Duration::from_secs(3)),
    (Signal::KILL, Duration::from_secs(2)),
];

/// The signals that end the remaining processes of a server that is already dead.
pub(super) const ORPHAN_STEPS: [(Signal, Duration); 2] =
    [(Signal::QUIT, Duration::from_secs(1)), (Signal::KILL, Duration::from_secs(2))];

/// Sends one signal after another until `gone` says yes; false when it never does.
pub(super) fn end(
    steps: &[(Signal, Duration)],
    mut send: impl FnMut(Signal),
    mut gone: impl FnMut() -> bool,
) -> bool {
    for (signal, patience) in steps {
        if gone() {
            return true;
        }
        send(*signal);
        let until = Instant::now() + *patience;
        while Instant::now() < until {
            if gone() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    gone()
}

pub(super) fn send(pid: i32, signal: Signal) {
    if let Some(pid) = Pid::from_raw(pid) {
        // ESRCH is fine: the process is gone already.
        let _ = kill_process(pid, signal);
    }
}

/// Whether a living process is a Postgres of this cluster, not a zombie or another process of the same number.
pub(super) fn serves(pid: i32, cluster: &Path) -> bool {
    if pid <= 0 {
        return false;
    }
    if has_proc() { proc_serves(&pid.to_string(), cluster) } else { ps_serves(pid, cluster) }
}

/// All living processes of Postgres in this cluster, as far as the system tells.
pub(super) fn servers(cluster: &Path) -> Vec<i32> {
    let Ok(entries) = std::fs::read_dir(PROC) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let pids = names.filter_map(|name| name.parse().ok());
    pids.filter(|pid: &i32| proc_serves(&pid.to_string(), cluster)).collect()
}

fn has_proc() -> bool {
    Path::new(PROC).join("self/stat").exists()
}

fn proc_serves(pid: &str, cluster: &Path) -> bool {
    let folder = Path::new(PROC).join(pid);
    // A process whose cwd cannot be read belongs to another user, hence is not the private Postgres.
    std::fs::read_link(folder.join("cwd")).is_ok_and(|cwd| cwd == cluster)
        && std::fs::read_to_string(folder.join("stat")).is_ok_and(|stat| is_living_postgres(&stat))
}

/// Reads a line `pid (name) state …`. A name may contain anything, so it ends at the last parenthesis.
fn is_living_postgres(stat: &str) -> bool {
    let Some((head, tail)) = stat.rsplit_once(')') else { return false };
    head.ends_with("(postgres") && !matches!(tail.trim_start().chars().next(), Some('Z' | 'X') | None)
}

fn ps_serves(pid: i32, cluster: &Path) -> bool {
    let output = Command::new("/bin/ps").args(["-o", "stat=,args=", "-p", &pid.to_string()]).output();
    output.is_ok_and(|output| {
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        !text.starts_with('Z') && text.contains("postgres") && text.contains(&*cluster.to_string_lossy())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stat_lines_are_read() {
        assert!(is_living_postgres("12 (postgres) S 1 12 12 0"));
        assert!(!is_living_postgres("12 (postgres) Z 1 12 12 0"));
        assert!(!is_living_postgres("12 (bash) S 1 12 12 0"));
        assert!(!is_living_postgres("12 (a) (postgres) x) S 1"));
        assert!(!is_living_postgres(""));
    }

    #[test]
    fn ending_stops_at_the_first_step_that_helps() {
        let mut sent = Vec::new();
        let mut calls = 0;
        let steps = [(Signal::INT, Duration::ZERO), (Signal::QUIT, Duration::from_secs(5)), ORPHAN_STEPS[1]];
        let gone = end(
            &steps,
            |signal| sent.push(signal),
            || {
                calls += 1;
                calls > 2
            },
        );
        assert!(gone);
        assert_eq!(sent, [Signal::INT, Signal::QUIT]);
    }

    #[test]
    fn a_process_elsewhere_is_not_ours() {
        let me = i32::try_from(std::process::id()).unwrap();
        assert!(!serves(me, Path::new("/")));
        assert!(!serves(0, Path::new("/")) && !serves(-1, Path::new("/")));
    }
}
