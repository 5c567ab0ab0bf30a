//! The real binary, which can be killed.

use super::AT_ALL;
use super::app::{APP, TOKEN};
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A running `imhook serve`; killed when dropped.
pub struct Process {
    pub child: Child,
    pub port: u16,
    pub admin_port: u16,
}

impl Process {
    /// Starts imhook on `data`, with one app, one token and these `variables`. Returns when callbacks are taken.
    pub fn start(data: &Path, variables: &[(&str, &str)]) -> Self {
        Self::start_on((free_port(), free_port()), data, variables)
    }

    /// The same on these ports, the admin's second: for one that takes the place of another.
    pub fn start_on((port, admin_port): (u16, u16), data: &Path, variables: &[(&str, &str)]) -> Self {
        Self::spawn(&mut command(data, port, admin_port, variables), (port, admin_port))
    }

    /// Runs what [`command`] made for these ports.
    pub fn spawn(command: &mut Command, (port, admin_port): (u16, u16)) -> Self {
        let mut process = Self { child: command.spawn().unwrap(), port, admin_port };
        process.wait_until_open();
        process
    }

    pub fn ports(&self) -> (u16, u16) {
        (self.port, self.admin_port)
    }

    fn wait_until_open(&mut self) {
        let start = Instant::now();
        let open = |port| std::net::TcpStream::connect(("127.0.0.1", port)).is_ok();
        while !(open(self.port) && open(self.admin_port)) {
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("imhook ended at once: {status}");
            }
            assert!(start.elapsed() < AT_ALL, "imhook takes no callbacks");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn url(&self, query: &str) -> String {
        format!("http://127.0.0.1:{}/callback?{query}", self.port)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `imhook serve` with an environment of its own.
pub fn command(data: &Path, port: u16, admin_port: u16, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_imhook"));
    surround(&mut command, data, port, admin_port, variables);
    command
}

/// The sockets of the callback endpoint and the admin address, which outlive every imhook that has them.
pub struct Sockets([TcpListener; 2]);

impl Sockets {
    pub fn open() -> Self {
        Self([(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap()))
    }

    /// Starts imhook as systemd does: the sockets are descriptors 3 and 4.
    pub fn start(&self, data: &Path, variables: &[(&str, &str)]) -> Process {
        let mut command = Command::new("/bin/sh");
        let script = "LISTEN_PID=$$ LISTEN_FDS=2 exec \"$0\" serve 3<&0 4<&1 </dev/null >/dev/null";
        command.args(["-c", script, env!("CARGO_BIN_EXE_imhook")]);
        let [port, admin_port] = self.0.each_ref().map(|socket| socket.local_addr().unwrap().port());
        // That imhook does not bind: the variables name an address where it could not.
        surround(&mut command, data, 1, 1, variables);
        command.stdin(self.fd(0)).stdout(self.fd(1));
        Process::spawn(&mut command, (port, admin_port))
    }

    fn fd(&self, index: usize) -> OwnedFd {
        self.0[index].try_clone().unwrap().into()
    }
}

/// One of our own tests as a process, with the same environment: it serves with handlers.
pub fn test_as_command(
    test: &str,
    data: &Path,
    (port, admin_port): (u16, u16),
    variables: &[(&str, &str)],
) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    surround(&mut command, data, port, admin_port, variables);
    command.args(["--exact", test, "--nocapture"]);
    command
}

fn surround(command: &mut Command, data: &Path, port: u16, admin_port: u16, variables: &[(&str, &str)]) {
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("IMHOOK_DATA_DIR", data)
        .env("IMHOOK_LISTEN", format!("127.0.0.1:{port}"))
        .env("IMHOOK_ADMIN_LISTEN", format!("127.0.0.1:{admin_port}"))
        .env("IMHOOK_SDK_APP_ID", APP.to_string())
        .env("IMHOOK_CALLBACK_TOKEN", TOKEN)
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
}

/// A port that was free a moment ago. It lies below those that the system gives to clients, one of which would
/// otherwise take it while a server is being started again.
pub fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = std::process::id().wrapping_mul(131) + NEXT.fetch_add(1, Ordering::Relaxed);
        let port = 12_000 + u16::try_from(number % 20_000).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// The lines that a child writes to standard error, until it ends.
pub fn stderr_lines(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok)
}
