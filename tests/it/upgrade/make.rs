//! Makes a fixture of an earlier imhook; `tests/fixtures/ed6133a/README.md` says how.

use super::{fixture, page, recorded_message, unrecorded};
use crate::support::callback::{C2C, Callback, GROUP, OFFICIAL, SENT};
use crate::support::postgres::Database;
use crate::support::process::{Process, command, free_port};
use crate::support::tencent::{ADMIN, Answer, KEY, Tencent};
use crate::support::{eventually, folder};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

struct Old {
    program: PathBuf,
    data: tempfile::TempDir,
}

impl Old {
    /// Compiles `handlers.rs` with the library of that checkout.
    fn build() -> Self {
        let release =
            PathBuf::from(std::env::var_os("IMHOOK_OLD").expect("IMHOOK_OLD")).join("target/release");
        let data = folder();
        let program = data.path().join("old");
        let mut rustc = Command::new("rustc");
        rustc.args(["--edition=2024", "-L"]).arg(format!("dependency={}", release.join("deps").display()));
        rustc.arg("--extern").arg(format!("imhook={}", release.join("libimhook.rlib").display()));
        assert!(rustc.arg("-o").arg(&program).arg(fixture("handlers.rs")).status().unwrap().success());
        Self { program, data }
    }

    fn command(&self, ports: (u16, u16), variables: &[(&str, &str)]) -> Command {
        let plain = command(&self.data.path().join("data"), ports.0, ports.1, variables);
        let mut command = Command::new(&self.program);
        command.env_clear().envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn serve(&self, variables: &[(&str, &str)]) -> Process {
        let ports = (free_port(), free_port());
        Process::spawn(&mut self.command(ports, variables), ports)
    }

    fn journal(&self, file: &str) -> PathBuf {
        self.data.path().join("data/journal").join(file)
    }
}

/// A message of one conversation that the handler `careful` fails at.
fn failing(who: &str, text: &str) -> Callback {
    let body = json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": text } }]);
    let key = format!("{}_4_{SENT}", text.len());
    Callback::sample(
        C2C,
        &json!({ "From_Account": who, "MsgKey": key, "MsgSeq": text.len(), "MsgBody": body }),
    )
}

/// Fills all tables that callbacks fill.
fn callbacks() -> Vec<Callback> {
    let other = json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "said otherwise" } }]);
    let key = |seq: i64| format!("{seq}_2_{SENT}");
    let group = "Group.CallbackAfterReadReceipt";
    let receipt =
        json!({ "GroupId": "g1", "GroupMsgReceiptList": [{ "MsgSeq": 1, "ReadNum": 2, "UnreadNum": 1 }] });
    let joined =
        json!({ "GroupId": "g1", "EventTime": SENT * 1000, "NewMemberList": [{ "Member_Account": "cleo" }] });
    let joined = Callback::new("Group.CallbackAfterNewMemberJoin", &joined);
    vec![
        recorded_message(),
        Callback::sample(C2C, &json!({ "MsgBody": other })),
        Callback::sample(C2C, &json!({ "MsgSeq": 2, "MsgKey": key(2), "CloudCustomData": null })),
        Callback::sample(GROUP, &json!({})),
        Callback::sample(OFFICIAL, &json!({})),
        Callback::new(
            "C2C.CallbackAfterMsgWithDraw",
            &json!({ "From_Account": "amy", "To_Account": "ben", "MsgKey": key(2) }),
        ),
        Callback::new(
            "C2C.CallbackAfterMsgReport",
            &json!({ "Report_Account": "ben", "Peer_Account": "amy", "LastReadTime": SENT }),
        ),
        Callback::new(group, &receipt),
        joined.clone(),
        joined,
        Callback::raw(C2C, r#"{"From_Account": "amy", "To_Account": "ben", "MsgBody": "a nul \u0000"}"#),
        Callback::raw("Test.Other", "\u{feff}{}"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "makes the fixture anew"]
async fn make() {
    let (old, database) = (Old::build(), Database::empty().await);
    let url = ("DATABASE_URL", database.url.as_str());

    let service = old.serve(&[url, ("IMHOOK_HANDLER_TRIES", "1")]);
    service.until_postgres_is(true).await;
    database.wait_for("imhook.handlers where owner is not null", 2).await;
    for callback in callbacks() {
        service.post(&callback).await;
    }
    service.post(&failing("zed", "fails, once and for all")).await;
    database.wait_for_some("imhook.handler_dead_letters where error like 'fails%'").await;
    execute(&database, "alter table imhook.messages add constraint poison check (sender <> 'poison')").await;
    service.post(&Callback::sample(C2C, &json!({ "From_Account": "poison" }))).await;
    database.wait_for_some("imhook.dead_letters").await;
    execute(&database, "alter table imhook.messages drop constraint poison").await;
    assert!(service.terminate().await.success());

    // A journal that is gone leaves a gap.
    std::fs::remove_dir_all(old.journal("")).unwrap();
    let service = old.serve(&[url]);
    database.wait_for_some("imhook.gaps").await;
    service.post(&failing("yan", "fails, is tried again")).await;
    service.post(&failing("yan", "fails, waits behind it")).await;
    service.until_recorded().await;
    broken_pull(&old, &database).await;
    database.wait_for("imhook.retries", 2).await;
    database.wait_for_some("imhook.retries where tries > 0").await;
    service.kill();

    let dump =
        Command::new("pg_dump").args(["--no-owner", "--no-privileges", &database.url]).output().unwrap();
    assert!(dump.status.success(), "{dump:?}");
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
    let text = String::from_utf8(dump.stdout).unwrap();
    let text = text.replace(old.data.path().to_str().unwrap(), "/srv/imhook").replace(host.trim(), "example");
    pack(text.as_bytes(), "database.sql.gz");

    let service = old.serve(&[("DATABASE_URL", "postgres:///imhook?host=/nonexistent")]);
    for callback in unrecorded() {
        service.post(&callback).await;
    }
    service.kill();
    for file in ["journal.db", "journal.db-wal"] {
        pack(&std::fs::read(old.journal(file)).unwrap(), &format!("{file}.gz"));
    }
}

async fn execute(database: &Database, sql: &'static str) {
    sqlx::query(sql).execute(&database.pool).await.unwrap();
}

/// A pull of which only the first page comes.
async fn broken_pull(old: &Old, database: &Database) {
    let tencent = Tencent::start().await;
    tencent.answer("v4/openim/admin_getroammsg", [page(0, 2), Answer::code(90001)]);
    let (url, host) = (("DATABASE_URL", database.url.as_str()), tencent.url());
    let rest = [url, ("IMHOOK_REST_HOST", &host), ("IMHOOK_SECRET_KEY", KEY), ("IMHOOK_ADMIN", ADMIN)];
    let mut pull = old.command((free_port(), free_port()), &rest);
    pull.args(["pull", "c2c", "dan", "eve"]);
    let ended = tokio::task::spawn_blocking(move || pull.status().unwrap()).await.unwrap();
    assert_eq!(ended.code(), Some(1));
    eventually("the broken pull", async || (database.count("imhook.pulls").await == 1).then_some(())).await;
}

fn pack(bytes: &[u8], file: &str) {
    let mut packed = GzEncoder::new(std::fs::File::create(fixture(file)).unwrap(), Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap();
}
