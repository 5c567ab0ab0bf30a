//! `imhook doctor` in a place where all is right, but for what a test plants.

use super::app::TOKEN;
use super::folder;
use super::postgres::Database;
use super::process::{Process, command, free_port};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const KEY: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// What it said, and how it ended.
#[derive(Debug)]
pub struct Report {
    pub status: i32,
    pub checks: Vec<Value>,
}

impl Report {
    fn of(command: &mut Command, arguments: &[&str]) -> Self {
        let (status, out, error) = run(command, &[&["--json"], arguments].concat());
        let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}\n{error}"));
        let checks = report["checks"].as_array().unwrap().clone();
        let faults = checks.iter().any(|check| check["outcome"] == "fault");
        assert_eq!((report["healthy"] == true, status == 0), (!faults, !faults), "{report:#} {error}");
        Self { status, checks }
    }

    /// The only fault is this one; each of `words` is in it or in its advice.
    #[track_caller]
    pub fn assert_fault(&self, name: &str, words: &[&str]) {
        let faults: Vec<_> = self.checks.iter().filter(|check| check["outcome"] == "fault").collect();
        assert_eq!((faults.len(), self.status), (1, 1), "{self:#?}");
        assert_eq!(faults[0]["name"], name, "{faults:?}");
        self.assert_told(name, "fault", words);
    }

    #[track_caller]
    pub fn assert_told(&self, name: &str, outcome: &str, words: &[&str]) {
        let check = self.checks.iter().find(|check| check["name"] == name && check["outcome"] == outcome);
        let check = check.unwrap_or_else(|| panic!("no {outcome} of {name}: {self:#?}"));
        let (found, advice) =
            (check["found"].as_str().unwrap(), check["advice"].as_str().unwrap_or_default());
        for word in words {
            assert!(found.contains(word) || advice.contains(word), "{word:?} in {check}");
        }
        assert!(
            !found.is_empty() && (advice.is_empty() == (outcome == "ok" || outcome == "skipped")),
            "{check}"
        );
    }

    pub fn outcomes(&self) -> BTreeMap<&str, &str> {
        self.checks
            .iter()
            .map(|check| (check["name"].as_str().unwrap(), check["outcome"].as_str().unwrap()))
            .collect()
    }
}

/// Runs `imhook doctor` to its end.
pub fn run(doctor: &mut Command, arguments: &[&str]) -> (i32, String, String) {
    let doctor = doctor.arg("doctor").args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = doctor.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (out, error) = (text(output.stdout), text(output.stderr));
    for secret in [TOKEN, KEY, "s3cr3t"] {
        assert!(!out.contains(secret) && !error.contains(secret), "{secret} in {out}\n{error}");
    }
    (output.status.code().unwrap(), out, error)
}

/// A place to run it in; what is not named is right.
pub struct Place {
    pub data: tempfile::TempDir,
    pub database: Database,
    pub clock: Web,
    ports: (u16, u16),
}

impl Place {
    /// With a schema, without a service.
    pub async fn new() -> Self {
        Self {
            data: folder(),
            database: Database::new().await,
            clock: Web::start(0, "200 OK", ""),
            ports: (free_port(), free_port()),
        }
    }

    pub fn command(&self, variables: &[(&str, &str)]) -> Command {
        let url = [("DATABASE_URL", self.database.url.as_str()), ("IMHOOK_SECRET_KEY", KEY)];
        let mut command = command(self.data.path(), self.ports.0, self.ports.1, &url);
        command.envs(variables.iter().copied()).current_dir(self.data.path());
        command
    }

    pub fn serve(&self, variables: &[(&str, &str)]) -> Process {
        Process::spawn(&mut self.command(variables), self.ports)
    }

    pub fn doctor(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Report {
        self.report(&mut self.command(variables), arguments)
    }

    /// With the clock that the configuration names.
    pub fn report_with_its_clock(&self, variables: &[(&str, &str)]) -> Report {
        Report::of(&mut self.command(variables), &[])
    }

    pub fn report(&self, command: &mut Command, arguments: &[&str]) -> Report {
        let clock = ["--clock-url", &self.clock.url];
        let given = arguments.contains(&"--clock-url");
        let clock = if given { &[][..] } else { &clock[..] };
        Report::of(command, &[clock, arguments].concat())
    }

    pub fn journal(&self) -> PathBuf {
        self.data.path().join("journal/journal.db")
    }

    /// Serves and stops, so that there is a journal.
    pub async fn serve_once(&self) {
        let service = self.serve(&[]);
        service.until_postgres_is(true).await;
        assert!(service.terminate().await.success());
    }
}

/// A server that says the same to everybody, at a time of its own.
pub struct Web {
    pub url: String,
}

impl Web {
    pub fn start(skew: i64, status: &'static str, body: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/callback", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
                let _ = stream.read(&mut [0; 8192]);
                let date = chrono::Utc::now() + chrono::TimeDelta::seconds(skew);
                let date = date.format("%a, %d %b %Y %H:%M:%S GMT");
                let length = body.len();
                let head = format!("HTTP/1.1 {status}\r\nDate: {date}\r\nContent-Length: {length}\r\n");
                let _ = stream.write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes());
            }
        });
        Self { url }
    }
}

/// Every file with its size, time of change and content; the access time may move.
pub fn tree(folder: &Path) -> BTreeMap<PathBuf, (u64, i64, i64, Vec<u8>)> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let found = path.symlink_metadata().unwrap();
            let content = if found.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
            if found.is_dir() {
                folders.push(path.clone());
            }
            files.insert(path, (found.len(), found.mtime(), found.mtime_nsec(), content));
        }
    }
    files
}
