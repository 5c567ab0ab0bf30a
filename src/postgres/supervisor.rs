//! The supervisor thread: it starts the server, starts it again when it dies, and ends it when asked.
//!
//! The thread lives as long as the server, because the parent-death signal follows the *thread* that spawned a process.

use super::binaries::Binaries;
use super::error::Error;
use super::launcher::Launcher;
use super::layout::Layout;
use super::process::{self, SERVER_STEPS};
use super::{cluster, leftovers, log};
use std::ffi::OsString;
use std::process::{Child, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use tokio::sync::{oneshot, watch};

/// How often the supervisor looks whether the server still runs.
const POLL: Duration = Duration::from_millis(100);
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// A server that ran for so long and dies then is started again at once, without a growing pause.
const STEADY: Duration = Duration::from_secs(10);
/// How often a server may die before it was ever ready.
const EARLY_DEATHS: u32 = 3;
/// How long the shared memory or the lock file of an earlier server may keep a new one from starting.
const HELD: Duration = Duration::from_secs(10);

/// What the thread is started with.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) layout: Layout,
    pub(super) launcher: Launcher,
    pub(super) binaries: Binaries,
    pub(super) durable: bool,
}

/// Tells the supervisor that the server was ready once: from now on it starts the server again whatever happens.
#[derive(Debug)]
pub(super) struct KeepRunning;

/// The connection to the supervisor thread. Dropping `orders` asks it to end the server.
#[derive(Debug)]
pub(super) struct Handle {
    pub(super) orders: Option<Sender<KeepRunning>>,
    pub(super) pid: watch::Receiver<Option<u32>>,
    pub(super) done: oneshot::Receiver<Result<(), Error>>,
}

pub(super) fn start(plan: Plan) -> Result<Handle, Error> {
    let (orders, received) = channel();
    let (pid_sender, pid) = watch::channel(None);
    let (done_sender, done) = oneshot::channel();
    let supervisor = Supervisor { plan, orders: received, pid: pid_sender, kept: false };
    let thread = std::thread::Builder::new().name("postgres".to_owned());
    let run = move || {
        // The receiver is gone when the handle was dropped.
        let _ = done_sender.send(supervisor.run());
    };
    thread.spawn(run).map_err(|_| Error::Supervisor)?;
    Ok(Handle { orders: Some(orders), pid, done })
}

struct Supervisor {
    plan: Plan,
    orders: Receiver<KeepRunning>,
    pid: watch::Sender<Option<u32>>,
    kept: bool,
}

/// How one run of the server ended.
enum End {
    Asked,
    Died { status: ExitStatus, lines: String },
}

impl Supervisor {
    fn run(mut self) -> Result<(), Error> {
        let Plan { layout, launcher, binaries, durable } = &self.plan;
        cluster::make_socket_dir(layout, launcher)?;
        cluster::ensure(layout, launcher, binaries, *durable)?;
        let (begun, mut early, mut pause) = (Instant::now(), 0, SHORTEST_PAUSE);
        loop {
            let started = Instant::now();
            let end = self.serve();
            self.pid.send_replace(None);
            match end {
                Ok(End::Asked) => return Ok(()),
                Err(error) if !self.kept => return Err(error),
                Err(error) => tracing::warn!(%error, "the private Postgres cannot be started again yet"),
                Ok(End::Died { status, lines }) if self.kept => {
                    tracing::warn!(%status, log = lines, "the private Postgres died and is started again");
                }
                Ok(End::Died { lines, .. }) if is_held(&lines) && begun.elapsed() < HELD => {
                    pause = SHORTEST_PAUSE;
                }
                Ok(End::Died { status, lines }) => {
                    early += 1;
                    if early == EARLY_DEATHS {
                        let log = self.plan.layout.log();
                        return Err(Error::Dies { status: status.to_string(), log, lines });
                    }
                }
            }
            if started.elapsed() > STEADY {
                pause = SHORTEST_PAUSE;
            }
            if self.asked_to_end(pause) {
                return Ok(());
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// One run of the server, to its end.
    fn serve(&mut self) -> Result<End, Error> {
        leftovers::clear(&self.plan.layout)?;
        let path = self.plan.layout.log();
        let (file, since) = log::open(&path)?;
        let mut child = self.plan.spawn(file)?;
        self.pid.send_replace(Some(child.id()));
        loop {
            if self.asked_to_end(POLL) {
                end(&mut child);
                return Ok(End::Asked);
            }
            // `try_wait` fails only where another part of the process has reaped the child.
            let program = self.plan.binaries.program("postgres");
            if let Some(status) = child.try_wait().map_err(Error::file("watch", program))? {
                return Ok(End::Died { status, lines: log::quote(&path, since) });
            }
        }
    }

    fn asked_to_end(&mut self, wait: Duration) -> bool {
        match self.orders.recv_timeout(wait) {
            Ok(KeepRunning) => self.kept = true,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return true,
        }
        false
    }
}

impl Plan {
    fn spawn(&self, log: std::fs::File) -> Result<Child, Error> {
        let program = self.binaries.program("postgres");
        let mut command = self.launcher.bound(&program);
        command.arg("-D").arg(self.layout.cluster());
        for setting in self.server_settings() {
            command.arg("-c").arg(setting);
        }
        let copy = log.try_clone().map_err(Error::file("open", self.layout.log()))?;
        command.stdout(copy).stderr(log).spawn().map_err(self.launcher.failed(&program))
    }

    fn server_settings(&self) -> Vec<OsString> {
        let mut sockets = OsString::from("unix_socket_directories=");
        sockets.push(self.layout.socket_dir());
        let fixed = [
            "listen_addresses=",
            "port=5432",
            "unix_socket_permissions=0700",
            // Each after-handler may take eight connections; the recorder must not lack any for that.
            "max_connections=200",
            "shared_buffers=128MB",
            "max_wal_size=2GB",
            "checkpoint_timeout=15min",
            "jit=off",
            // For SSDs: else the planner would rather read a table whole than look up some thousand rows in it.
            "random_page_cost=1.1",
            // Some distributions turn the collector on: then the log file that errors quote would stay empty.
            "logging_collector=off",
            "log_destination=stderr",
            "log_min_messages=warning",
            "log_checkpoints=off",
            "timezone=UTC",
            "log_timezone=UTC",
        ];
        let fast: &[&str] = if self.durable { &[] } else { &["fsync=off", "full_page_writes=off"] };
        // Recovery after a crash: one syncfs in place of an fsync a file takes 0.6 s instead of up to 5 s on a busy disk.
        let sync: &[&str] = if syncfs_tells_errors() { &["recovery_init_sync_method=syncfs"] } else { &[] };
        fixed.iter().chain(fast).chain(sync).map(OsString::from).chain([sockets]).collect()
    }
}

fn end(child: &mut Child) {
    let Ok(pid) = i32::try_from(child.id()) else { return };
    // The pid cannot be given to another process before the child is reaped here.
    let gone = process::end(
        &SERVER_STEPS,
        |signal| process::send(pid, signal),
        || !matches!(child.try_wait(), Ok(None)),
    );
    if !gone {
        tracing::warn!(pid, "the private Postgres does not end");
    }
}

/// Linux has `syncfs` report failed writes since 5.8; elsewhere it does not exist.
fn syncfs_tells_errors() -> bool {
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let mut numbers = release.split('.').map(|number| number.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= (5, 8)
}

/// Whether Postgres says that an earlier server's remains are in its way.
fn is_held(lines: &str) -> bool {
    [
        "pre-existing shared memory block",
        "lock file \"postmaster.pid\" already exists",
        ".lock\" already exists",
    ]
    .iter()
    .any(|words| lines.contains(words))
}
