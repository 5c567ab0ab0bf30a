//! The harness of `tests/it` and `tests/timing`: a Postgres, an imhook in front of it, and senders of callbacks.

pub mod app;
pub mod callback;
pub mod doctor;
pub mod examples;
pub mod fixture;
pub mod load;
pub mod metrics;
pub mod nginx;
pub mod outage;
pub mod postgres;
pub mod process;
pub mod tail;
pub mod tencent;
pub mod trouble;

use rustix::process::{Pid, Signal, kill_process};
use std::future::Future;
use std::time::{Duration, Instant};

/// For what has to happen at all: no machine is so slow. How fast it happens is judged in `tests/timing`.
pub const AT_ALL: Duration = Duration::from_mins(1);

/// Asks until the answer is `Some`; panics with `what` after a minute.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(start.elapsed() < AT_ALL, "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// A folder that a lower user may enter, too.
pub fn folder() -> tempfile::TempDir {
    folder_named("imhook-it-")
}

/// The same, with another beginning of its name.
pub fn folder_named(prefix: &str) -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::Builder::new().prefix(prefix).tempdir_in("/tmp").unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

/// A program or a right that this machine does not have. Under `IMHOOK_IT_STRICT=1`, which `.ci/run` sets, a test that
/// needs it fails; otherwise the caller returns and the test counts as passed.
pub fn missing(what: &str) {
    assert!(std::env::var_os("IMHOOK_IT_STRICT").is_none_or(|strict| strict != "1"), "missing here: {what}");
    eprintln!("skipped: missing here: {what}");
}

/// Panics past the hook: where `RUST_BACKTRACE` is set, the first backtrace of a run takes longer than handlers may.
pub fn unwind(why: &'static str) -> ! {
    std::panic::resume_unwind(Box::new(why))
}

/// `kill -9`.
pub fn kill(pid: u32) {
    kill_process(Pid::from_raw(pid.try_into().unwrap()).unwrap(), Signal::KILL).unwrap();
}

/// An HTTP client. Its crate was built without cryptography of its own, which it asks for also where there is none.
pub fn client() -> reqwest::ClientBuilder {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().timeout(AT_ALL)
}
