//! A running `imhook tail`, and what it shows.

use super::app::TestApp;
use super::eventually;
use super::process::{command, free_port};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A running `imhook tail`; killed when dropped.
pub struct Tail {
    pub child: Child,
    pub shown: Arc<Mutex<Vec<String>>>,
    pub told: Arc<Mutex<Vec<String>>>,
}

pub fn lines(from: impl Read + Send + 'static) -> Arc<Mutex<Vec<String>>> {
    let lines = Arc::<Mutex<Vec<String>>>::default();
    let kept = Arc::clone(&lines);
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            kept.lock().unwrap().push(line);
        }
    });
    lines
}

impl Tail {
    pub fn start(data: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = command(data, free_port(), free_port(), variables);
        let command = command.arg("tail").args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (shown, told) = (lines(child.stdout.take().unwrap()), lines(child.stderr.take().unwrap()));
        Self { child, shown, told }
    }

    /// Of the service's database; returns when it is connected.
    pub async fn of(app: &TestApp, arguments: &[&str]) -> Self {
        // Those of tails that were killed may still be there.
        let looking =
            "pg_stat_activity where datname = current_database() and application_name = 'imhook tail'
                       and query like '%imhook.journals%'";
        let pids = app.database.rows(&format!("select pid from {looking}")).await;
        let old: Vec<_> = pids.iter().map(|row| row["pid"].to_string()).collect();
        let new = format!("{looking} and pid <> all ('{{{}}}')", old.join(","));
        let tail = Self::start(Path::new("/nonexistent"), arguments, &[("DATABASE_URL", &app.database.url)]);
        eventually("a tail", async || (app.database.count(&new).await > 0).then_some(())).await;
        tail
    }

    pub fn shown(&self) -> Vec<String> {
        self.shown.lock().unwrap().clone()
    }

    pub fn told(&self) -> String {
        self.told.lock().unwrap().join("\n")
    }

    /// Waits for so many lines, and a little longer, lest there come more.
    pub async fn wait_for(&self, count: usize) -> Vec<String> {
        eventually("lines", async || (self.shown().len() >= count).then_some(())).await;
        tokio::time::sleep(Duration::from_millis(600)).await;
        let shown = self.shown();
        assert_eq!(shown.len(), count, "{shown:#?}");
        shown
    }

    pub async fn wait_for_json(&self, count: usize) -> Vec<Value> {
        let shown = self.wait_for(count).await;
        shown.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub async fn end(&mut self) -> ExitStatus {
        let child = &mut self.child;
        eventually("the end of the tail", || std::future::ready(child.try_wait().unwrap())).await
    }
}

impl Drop for Tail {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
