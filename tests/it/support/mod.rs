//! What the tests stand on: a Postgres, an imhook in front of it, and someone who posts callbacks.

pub mod app;
pub mod callback;
pub mod doctor;
pub mod fixture;
pub mod load;
pub mod metrics;
pub mod outage;
pub mod postgres;
pub mod process;
pub mod tail;
pub mod tencent;

use rustix::process::{Pid, Signal, kill_process};
use std::future::Future;
use std::time::{Duration, Instant};

/// Asks until the answer is `Some`; panics with `what` after 20 seconds.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "not in time: {what}");
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
    reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(15))
}
