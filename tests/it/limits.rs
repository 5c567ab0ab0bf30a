//! A journal that can take no more: its bound, and a full disk.

use crate::support::callback::{Callback, message};
use crate::support::load::Ledger;
use crate::support::outage::Wire;
use crate::support::process::{Process, command, free_port};
use crate::support::{folder, missing};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// After-callbacks are refused honestly, before-callbacks have their verdict.
async fn assert_refusing(service: &Process, ledger: &Ledger) {
    assert_eq!(ledger.refused.len(), 1, "it was never full");
    let (_, status, json) = &ledger.refused[0];
    assert_unavailable(*status, json);
    let (status, json) = service.post(&message("as long as the others").0).await;
    assert_unavailable(status, &json);
    let body = json!({
        "CallbackCommand": "C2C.CallbackBeforeSendMsg", "From_Account": "amy", "To_Account": "ben", "MsgSeq": 1,
        "MsgRandom": 2, "MsgTime": 1, "MsgKey": "1_2_1", "OnlineOnlyFlag": 0, "CloudCustomData": "",
        "MsgBody": [{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "as long as the others" } }],
    });
    let (status, json) = service.post(&Callback::new("C2C.CallbackBeforeSendMsg", &body)).await;
    assert_eq!(
        (status, &json["ErrorCode"], &json["ActionStatus"]),
        (StatusCode::OK, &json!(0), &json!("OK"))
    );
}

fn assert_unavailable(status: StatusCode, json: &Value) {
    assert_eq!((status, &json["ActionStatus"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("FAIL")), "{json}");
    assert_ne!(json["ErrorCode"], 0);
    assert!(json["ErrorInfo"].as_str().is_some_and(|info| !info.is_empty()), "{json}");
}

async fn bounded() -> (Wire, tempfile::TempDir, Process) {
    let (wire, data) = (Wire::new_cut().await, folder());
    let variables = [("DATABASE_URL", wire.url.as_str()), ("IMHOOK_JOURNAL_MAX", "64KiB")];
    let service = Process::start(data.path(), &variables);
    (wire, data, service)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_at_its_bound_refuses_until_postgres_is_back() {
    let (wire, _data, service) = bounded().await;
    let mut ledger = service.post_until_refused().await;
    assert_refusing(&service, &ledger).await;
    assert!(ledger.acked.len() > 64, "{} fit into 64 KiB", ledger.acked.len());
    let (_, state) = service.ready().await;
    assert_eq!(state["journal"]["max_bytes"], 64 << 10);
    assert!(state["journal"]["unrecorded_bytes"].as_u64().unwrap() > 62 << 10, "{state}");
    assert!(state["journal"]["unrecorded_bytes"].as_u64().unwrap() <= 64 << 10, "{state}");
    assert_eq!(state["journal"]["refused"], 3, "{state}");
    assert_eq!(state["journal"]["writable"], true, "{state}");

    wire.mend();
    service.until_empty().await;
    assert_eq!(service.ready().await.0, 200);
    ledger.acked.extend(service.post_messages(100).await.acked);
    service.until_empty().await;
    ledger.check(&wire.database.pool).await;
    let rows = i64::try_from(ledger.acked.len()).unwrap();
    assert_eq!(wire.database.count("imhook.callbacks").await, rows, "what was refused was not kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_journal_is_not_ready() {
    let (wire, _data, service) = bounded().await;
    assert_eq!(service.ready().await.0, 200);
    let ledger = service.post_until_refused().await;
    let (status, state) = service.ready().await;
    assert_eq!((status.as_u16(), &state["ready"]), (503, &json!(false)), "acks are refused: {state}");
    wire.mend();
    let (status, _) = service.until("ready again", |status, _| status == 200).await;
    assert_eq!(status, 200);
    service.until_empty().await;
    ledger.check(&wire.database.pool).await;
}

/// A service whose journal lies on a disk of 16 MiB, or of another size.
struct SmallDisk {
    service: Process,
    fill: PathBuf,
}

impl SmallDisk {
    /// `None` where nothing can be mounted.
    fn start(data: &Path, variables: &[(&str, &str)]) -> Option<Self> {
        Self::of("16m", r#"exec "$@""#, data, variables)
    }

    /// The same with another size, and `run` to start the service in the shell that holds the disk.
    fn of(size: &str, run: &str, data: &Path, variables: &[(&str, &str)]) -> Option<Self> {
        let (ports, journal) = ((free_port(), free_port()), data.join("journal"));
        std::fs::create_dir(&journal).unwrap();
        // In a mount namespace of its own: the disk goes with the process.
        let mount =
            format!(r#"mount -t tmpfs -o size={size},mode=700 imhook-it "$1" && shift && {{ {run}; }}"#);
        let plain = command(data, ports.0, ports.1, variables);
        let unshare = ["-m", "-rm"].into_iter().find(|flags| {
            let trial = Command::new("unshare")
                .args([flags, "sh", "-c", &mount, "sh"])
                .arg(&journal)
                .arg("true")
                .output();
            trial.is_ok_and(|output| output.status.success())
        })?;
        let mut small = Command::new("unshare");
        small
            .args([unshare, "sh", "-c", &mount, "sh"])
            .args([journal.as_os_str(), plain.get_program()])
            .env_clear()
            .envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let service = Process::spawn(&mut small, ports);
        let root = PathBuf::from(format!("/proc/{}/root", service.child.id()));
        let fill = root.join(journal.strip_prefix("/").unwrap()).join("fill");
        Some(Self { service, fill })
    }

    /// Takes all the space that is left.
    fn fill(&self) {
        let mut file = std::fs::File::create(&self.fill).unwrap();
        for block in [1 << 16, 1 << 12] {
            while file.write_all(&vec![1; block]).is_ok() {}
        }
    }

    fn free(&self) {
        std::fs::remove_file(&self.fill).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_and_recovers() {
    let (wire, data) = (Wire::new_cut().await, folder());
    let Some(disk) = SmallDisk::start(data.path(), &wire.variables()) else {
        return missing("unshare, or the right to mount a file system");
    };
    let service = &disk.service;
    let mut ledger = service.post_messages(20).await;
    for round in 0..2 {
        disk.fill();
        let full = service.post_until_refused().await;
        assert_refusing(service, &full).await;
        let (status, state) = service.ready().await;
        assert_eq!((status.as_u16(), &state["journal"]["writable"]), (503, &json!(false)), "{state}");
        assert!(state["journal"]["error"].as_str().is_some_and(|error| error.contains("full")), "{state}");
        assert_eq!(state["journal"]["refused"], 3 * (round + 1), "{state}");
        ledger.acked.extend(full.acked);
        ledger.refused.extend(full.refused);

        disk.free();
        ledger.acked.extend(service.post_messages(20).await.acked);
        assert_eq!(service.ready().await.0, 200);
    }
    wire.mend();
    service.until_empty().await;
    ledger.check(&wire.database.pool).await;
    let rows = i64::try_from(ledger.acked.len()).unwrap();
    assert_eq!(wire.database.count("imhook.callbacks").await, rows, "what was refused was not kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn space_that_returns_is_noticed_without_a_callback() {
    let (wire, data) = (Wire::new_cut().await, folder());
    let Some(disk) = SmallDisk::start(data.path(), &wire.variables()) else {
        return missing("unshare, or the right to mount a file system");
    };
    disk.service.until("ready", |status, _| status == 200).await;
    disk.fill();
    disk.service.post_until_refused().await;
    assert_eq!(disk.service.ready().await.0, 503);
    disk.free();
    // Whoever sends callbacks only where it is ready would never send one again.
    disk.service.until("ready again", |status, _| status == 200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_of_its_own_is_no_dead_end() {
    let (wire, data) = (Wire::new_cut().await, folder());
    // Once killed, the service is started again on the same disk.
    let run = r#""$@"; exec "$@""#;
    let Some(disk) = SmallDisk::of("24m", run, data.path(), &wire.variables()) else {
        return missing("unshare, or the right to mount a file system");
    };
    let service = &disk.service;
    let pid = || std::fs::read_to_string(data.path().join("lock")).unwrap().trim().parse::<u32>().unwrap();
    let mut ledger = service.post_messages(3).await;
    loop {
        let (callback, key) = message(&"long ".repeat(20_000));
        let (status, json) = service.post(&callback).await;
        if status == 503 {
            ledger.refused.push((key, status, json));
            break;
        }
        assert_eq!(status, 200, "{json}");
        ledger.acked.insert(key);
    }
    assert!(ledger.acked.len() > 50, "{} fit", ledger.acked.len());
    let first = pid();
    crate::support::kill(first);
    crate::support::eventually("the second process", async || {
        let open = |port| std::net::TcpStream::connect(("127.0.0.1", port)).is_ok();
        let (port, admin) = service.ports();
        (pid() != first && open(port) && open(admin)).then_some(())
    })
    .await;
    let (status, state) = service.ready().await;
    assert_eq!((status.as_u16(), &state["journal"]["writable"]), (503, &json!(false)), "{state}");
    wire.mend();
    service.until("ready again", |status, _| status == 200).await;
    service.until_empty().await;
    ledger.acked.extend(service.post_messages(3).await.acked);
    service.until_empty().await;
    ledger.check(&wire.database.pool).await;
}
