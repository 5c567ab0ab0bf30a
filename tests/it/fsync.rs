//! The proof that an ack means a disk: the system calls between a request and its answer.

use crate::support::callback::message;
use crate::support::process::{Process, command, free_port};
use crate::support::{eventually, folder, kill, missing};
use std::path::Path;
use std::process::{Command, Stdio};

/// A system call: the lines of the trace where it begins and ends, and what they say.
#[derive(Debug)]
struct Call {
    begun: usize,
    ended: usize,
    text: String,
}

impl Call {
    fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.text.strip_prefix(name).is_some_and(|rest| rest.starts_with('(')))
    }
}

/// The calls of `strace -f`: another thread's may lie between the two halves of one.
fn calls(trace: &str) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let mut open: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    for (number, line) in trace.lines().enumerate() {
        let Some((thread, text)) = line.split_once(' ') else { continue };
        let text = text.trim_start();
        if let Some(rest) = text.strip_prefix("<... ") {
            let Some(call) = open.remove(thread).and_then(|index| calls.get_mut(index)) else { continue };
            call.ended = number;
            call.text.push_str(rest.split_once('>').unwrap().1);
            continue;
        }
        let begin = text.strip_suffix("<unfinished ...>");
        if begin.is_some() {
            open.insert(thread, calls.len());
        }
        let ended = if begin.is_some() { usize::MAX } else { number };
        calls.push(Call { begun: number, ended, text: begin.unwrap_or(text).to_owned() });
    }
    calls
}

/// Whether the record of `marker` was written to the journal and synced after its request and before its answer.
fn is_synced_before_the_answer(trace: &str, marker: &str) -> Result<(), &'static str> {
    let calls = calls(trace);
    let request = calls
        .iter()
        .find(|call| call.is(&["recvfrom", "read", "recvmsg", "readv"]) && call.text.contains(marker))
        .ok_or("the request is not in the trace")?;
    let answer = calls
        .iter()
        .find(|call| {
            call.is(&["sendto", "write", "sendmsg", "writev"])
                && call.begun > request.ended
                && call.text.contains("HTTP/1.1 200 OK")
        })
        .ok_or("the answer is not in the trace")?;
    let appended = calls
        .iter()
        .find(|call| {
            call.is(&["pwrite64", "write", "writev", "pwritev"])
                && call.begun > request.ended
                && call.text.contains("journal.db-wal>")
                && call.text.contains(marker)
        })
        .ok_or("the record is not written")?;
    let synced = calls.iter().any(|call| {
        call.is(&["fsync", "fdatasync"])
            && call.text.contains("journal.db-wal>")
            && call.text.trim_end().ends_with("= 0")
            && call.begun > appended.ended
            && call.ended < answer.begun
    });
    if synced { Ok(()) } else { Err("no fsync between the append and the answer") }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fsync_lies_between_the_append_and_the_answer() {
    if !Command::new("strace").args(["-o/dev/null", "true"]).status().is_ok_and(|status| status.success()) {
        return missing("strace, or the right to trace");
    }
    let (data, place) = (folder(), folder());
    let trace = place.path().join("trace");
    let traced = traced(data.path(), &trace);
    for marker in ["the first on this disk", "the second on this disk"] {
        let (callback, _) = message(marker);
        assert_eq!(traced.service.post(&callback).await.0, 200);
        // The trace is written behind the call.
        let outcome = eventually("an answer in the trace", async || {
            let outcome = is_synced_before_the_answer(&std::fs::read_to_string(&trace).unwrap(), marker);
            (!matches!(outcome, Err(what) if what.contains("not in the trace"))).then_some(outcome)
        })
        .await;
        assert_eq!(outcome, Ok(()), "{marker}");
    }
}

/// The service under strace, which ends with it; without it, the service would live on.
struct Traced {
    service: Process,
    pid: u32,
}

impl Drop for Traced {
    fn drop(&mut self) {
        kill(self.pid);
    }
}

/// Starts imhook without a database, so that only the callback endpoint and the journal are at work.
fn traced(data: &Path, trace: &Path) -> Traced {
    let ports = (free_port(), free_port());
    let plain = command(data, ports.0, ports.1, &[("DATABASE_URL", "postgresql:///none?host=/nonexistent")]);
    let mut traced = Command::new("strace");
    traced
        .args(["-f", "-y", "-s", "32768", "-e"])
        .arg("trace=read,readv,recvfrom,recvmsg,write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync")
        .arg("-o")
        .args([trace.as_os_str(), plain.get_program()])
        .env_clear()
        .envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let service = Process::spawn(&mut traced, ports);
    let pid = std::fs::read_to_string(data.join("lock")).unwrap().trim().parse().unwrap();
    Traced { service, pid }
}

#[test]
fn a_trace_without_the_fsync_is_no_proof() {
    let read = "7 recvfrom(9<TCP>, \"POST … mark\", 8192) = 90\n";
    let append = "8 pwrite64(5</d/journal.db-wal>, \"…mark\", 4096, 32) = 4096\n";
    let begin = "8 fdatasync(5</d/journal.db-wal> <unfinished ...>\n";
    let end = "8 <... fdatasync resumed>) = 0\n";
    let other = "8 fdatasync(6</d/journal.db>) = 0\n";
    let answer = "7 sendto(9<TCP>, \"HTTP/1.1 200 OK\", 90) = 90\n";
    let judge = |lines: &[&str]| is_synced_before_the_answer(&lines.concat(), "mark");
    assert_eq!(judge(&[read, append, begin, end, answer]), Ok(()));
    for lines in [
        &[read, append, answer, begin, end][..],
        &[read, append, begin, answer, end],
        &[begin, read, append, end, answer],
        &[read, begin, append, end, answer],
        &[read, append, other, answer],
        &[append, begin, end, read, answer],
        &[read, append, begin, end],
    ] {
        assert!(judge(lines).is_err(), "{lines:?}");
    }
}
