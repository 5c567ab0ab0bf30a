//! A journal whose disk, files or lock are in other hands: it says so, goes on, and loses nothing silently.

use crate::support::callback::{Callback, message};
use crate::support::load::Ledger;
use crate::support::outage::Wire;
use crate::support::process::Process;
use crate::support::{AT_ALL, eventually, folder, missing};
use rusqlite::Connection;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const NOWHERE: [(&str, &str); 1] = [("DATABASE_URL", "postgresql:///none?host=/nonexistent")];

fn open(data: &Path) -> Connection {
    Connection::open(data.join("journal/journal.db")).unwrap()
}

async fn gaps(wire: &Wire) -> Vec<(i64, Option<i64>, String)> {
    let sql = "select from_offset, to_offset, reason from imhook.gaps order by id";
    sqlx::query_as(sql).fetch_all(&wire.database.pool).await.unwrap()
}

fn before() -> Callback {
    let body = json!({
        "CallbackCommand": "C2C.CallbackBeforeSendMsg", "From_Account": "amy", "To_Account": "ben", "MsgSeq": 1,
        "MsgRandom": 2, "MsgTime": 1, "MsgKey": "1_2_1", "OnlineOnlyFlag": 0, "CloudCustomData": "",
        "MsgBody": [{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "may I?" } }],
    });
    Callback::new("C2C.CallbackBeforeSendMsg", &body)
}

/// MiB that the process has had in memory at most.
fn peak(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() >> 10
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_does_not_answer_is_told_and_waited_for_no_longer_than_tencent_waits() {
    let data = folder();
    let service = Process::start(data.path(), &NOWHERE);
    let pid = service.child.id();
    assert_eq!(service.post(&message("all is well").0).await.0, 200);
    // Longer than the test waits for anything.
    let inject = format!("inject=fdatasync,fsync:delay_enter={}", 2 * AT_ALL.as_micros());
    let strace = Command::new("strace")
        .args([
            "-f",
            "-qq",
            "-o/dev/null",
            "-e",
            "trace=fdatasync,fsync",
            "-e",
            &inject,
            "-p",
            &pid.to_string(),
        ])
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut strace) = strace else { return missing("strace") };
    let traced = || {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
        !status.contains("TracerPid:\t0\n")
    };
    while !traced() {
        if strace.try_wait().unwrap().is_some() {
            return missing("the right to trace");
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;

    let (after, verdict) = (message("in the group").0, before());
    let (first, verdict) = tokio::join!(service.post(&after), service.post(&verdict));
    assert_eq!(first.0, 503, "{}", first.1);
    assert_eq!((verdict.0.as_u16(), &verdict.1["ErrorCode"]), (200, &json!(0)));
    let (_, state) = service.until("not ready", |status, _| status == 503).await;
    assert_eq!(state["journal"]["writable"], false, "{state}");
    assert!(state["journal"]["error"].as_str().unwrap().contains("does not answer"), "{state}");

    let (long, _) = message(&"x".repeat(1_000_000));
    let answers = futures_util::future::join_all((0..600).map(|_| service.post(&long))).await;
    assert!(answers.iter().all(|(status, _)| *status == 503));
    assert_eq!(service.post(&before()).await.0, 200);
    assert!(peak(pid) < 450, "{} MiB", peak(pid));
    kill_process(Pid::from_child(&service.child), Signal::TERM).unwrap();
    // The thread that strace holds keeps the rest of the process; all else ends.
    let ended = || std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap().contains("State:\tZ");
    eventually("the end after SIGTERM", async || ended().then_some(())).await;
    strace.kill().unwrap();
    strace.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_removed_wal_held_survives() {
    let (wire, data) = (Wire::new_cut().await, folder());
    let service = Process::start(data.path(), &wire.variables());
    let mut ledger = service.post_messages(3).await;
    for round in 0..2 {
        for file in ["journal.db-wal", "journal.db-shm"].iter().skip(round) {
            std::fs::remove_file(data.path().join("journal").join(file)).unwrap();
        }
        ledger.acked.extend(service.post_messages(3).await.acked);
    }
    service.kill();
    let service = Process::start(data.path(), &wire.variables());
    wire.mend();
    service.until_empty().await;
    ledger.check_all(&wire.database.pool).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_are_missing_are_gaps() {
    let (wire, data) = (Wire::new_cut().await, folder());
    let service = Process::start(data.path(), &wire.variables());
    service.post_messages(10).await;
    open(data.path()).execute("delete from records where offset in (1, 2, 5, 10)", []).unwrap();
    wire.mend();
    service.until_empty().await;
    let missing = |from, to| (from, Some(to), "rows are missing from the journal's file".to_owned());
    assert_eq!(gaps(&wire).await, [missing(1, 2), missing(5, 5), missing(10, 10)]);
    assert_eq!(wire.database.count("imhook.callbacks").await, 6);
    // All that is held is deleted, and nobody watches.
    wire.cut().await;
    service.post_messages(3).await;
    service.kill();
    open(data.path()).execute("delete from records where offset < 13", []).unwrap();
    let service = Process::start(data.path(), &wire.variables());
    service.post_messages(1).await;
    wire.mend();
    service.until_empty().await;
    assert_eq!(gaps(&wire).await[3..], [missing(11, 12)]);
    assert_eq!(wire.database.count("imhook.callbacks").await, 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_page_is_a_gap_and_the_rest_is_recorded() {
    const MESSAGES: usize = 60;
    let (wire, data) = (Wire::new_cut().await, folder());
    let service = Process::start(data.path(), &wire.variables());
    for _ in 0..MESSAGES {
        // One or two in a page.
        assert_eq!(service.post(&message(&"x".repeat(8000)).0).await.0, 200);
    }
    assert!(service.terminate().await.success());
    // What the WAL holds would be read from there.
    open(data.path()).query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())).unwrap();
    let path = data.path().join("journal/journal.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2 / 16_384 * 16_384;
    bytes[middle..middle + 16_384].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();

    let service = Process::start(data.path(), &wire.variables());
    wire.mend();
    service.until_empty().await;
    let gaps = gaps(&wire).await;
    let [(from, Some(to), reason)] = &gaps[..] else { panic!("{gaps:?}") };
    assert_eq!(reason, "the journal's file is damaged");
    let lost = usize::try_from(to - from + 1).unwrap();
    assert!((1..4).contains(&lost), "{gaps:?}");
    let recorded = async || usize::try_from(wire.database.count("imhook.callbacks").await).unwrap();
    assert_eq!(recorded().await, MESSAGES - lost);

    service.post_messages(5).await;
    service.until_empty().await;
    eventually("a new file", async || path.with_extension("damaged").exists().then_some(())).await;
    service.post_messages(5).await;
    service.until_empty().await;
    assert_eq!(recorded().await, MESSAGES - lost + 10);
    let (_, state) = service.ready().await;
    assert_eq!((&state["ready"], &state["journal"]["error"]), (&json!(true), &Value::Null));
    assert!(service.terminate().await.success());
    let found: String = open(data.path()).query_row("pragma integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(found, "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lock_of_another_process_costs_no_more_than_tencents_patience() {
    let data = folder();
    let service = Process::start(data.path(), &NOWHERE);
    let other = open(data.path());
    other.execute_batch("begin immediate").unwrap();
    let asked = Instant::now();
    assert_eq!(service.post(&message("locked").0).await.0, 503);
    assert_eq!(service.post(&before()).await.0, 200);
    assert_eq!(service.ready().await.0, 503);
    // Twice two seconds, on a machine that is busy with other tests.
    assert!(asked.elapsed() < Duration::from_secs(9), "{:?}", asked.elapsed());
    other.execute_batch("rollback").unwrap();
    service.until("ready again", |status, _| status == 200).await;
    service.post_messages(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wal_that_an_open_reader_makes_grow_counts() {
    let (wire, data) = (Wire::new().await, folder());
    let variables = [("DATABASE_URL", wire.url.as_str()), ("IMHOOK_JOURNAL_MAX", "4MiB")];
    let service = Process::start(data.path(), &variables);
    service.post_messages(1).await;
    let reader = open(data.path());
    reader.execute_batch("begin; select * from records").unwrap();
    let mut ledger = Ledger::default();
    // Each record is in the WAL once: so many that the bound is reached beside the usual size of a WAL.
    for _ in 0..200 {
        let (callback, key) = message(&"x".repeat(1_000_000));
        let (status, json) = service.post(&callback).await;
        if status == 503 {
            ledger.refused.push((key, status, json));
            break;
        }
        // The bound is small, too.
        service.until_recorded().await;
    }
    assert_eq!(ledger.refused.len(), 1, "the WAL does not count");
    let (_, state) = service.until("not ready", |status, _| status == 503).await;
    assert!(state["journal"]["wal_bytes"].as_u64().unwrap() > 64 << 20, "{state}");
    reader.execute_batch("rollback").unwrap();
    service.until("ready again", |status, _| status == 200).await;
    service.post_messages(3).await;
}
