//! Services with handlers of other crates: a third party's crate and the examples, as processes at the socket.

use crate::support::callback::Callback;
use crate::support::examples::example;
use crate::support::fixture::Fixture;
use crate::support::folder;
use crate::support::postgres::Database;
use crate::support::process::{Process, command, free_port};
use imhook::callback::{Callback as _, c2c, group};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const MESSAGE: &str = c2c::BeforeSendMessage::COMMAND;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A running service with other handlers than imhook's own.
struct Service {
    process: Process,
    database: Database,
    _data: TempDir,
}

impl Service {
    async fn start(program: &Path) -> Self {
        let (data, database, ports) = (folder(), Database::new().await, (free_port(), free_port()));
        let plain = command(data.path(), ports.0, ports.1, &[("DATABASE_URL", &database.url)]);
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Self { process: Process::spawn(&mut command, ports), database, _data: data }
    }

    async fn ask(&self, command: &str, changes: &Value) -> Value {
        let mut body = Fixture::named(command).body;
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        self.process.post(&Callback::new(command, &body)).await.1
    }

    async fn say(&self, text: &str) -> Value {
        self.ask(MESSAGE, &json!({ "MsgBody": [element("TIMTextElem", &json!({ "Text": text }))] })).await
    }
}

fn element(kind: &str, content: &Value) -> Value {
    json!({ "MsgType": kind, "MsgContent": content })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crate_of_a_third_party_allows_refuses_rewrites_and_drops() {
    let program = example("third-party");
    let service = Service::start(&program).await;
    // As Tencent documents them.
    let acks = Fixture::named(MESSAGE).acks;
    assert_eq!(service.say("good morning").await, acks[0]);
    assert_eq!(service.say("fast").await, acks[3]);
    assert_eq!(service.say("spam").await, acks[2]);
    let mut rewritten = acks[4].clone();
    rewritten["MsgBody"] = json!([element("TIMTextElem", &json!({ "Text": "good ***" }))]);
    rewritten.as_object_mut().unwrap().remove("CloudCustomData");
    assert_eq!(service.say("good damn").await, rewritten);
    service.database.wait_for("analytics.callbacks where decided_by = 'third_party::moderate'", 4).await;

    let listed: Vec<Value> = serde_json::from_str(&stdout(&program, &["callbacks", "--json"])).unwrap();
    let handled: Vec<_> = listed.iter().filter(|row| row["handlers"] != 0).collect();
    assert_eq!(
        (handled.len(), &handled[0]["command"], &handled[0]["handlers"]),
        (1, &json!(MESSAGE), &json!(1))
    );
}

fn stdout(program: &Path, args: &[&str]) -> String {
    let output = Command::new(program).args(args).env_clear().output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_command_is_listed_with_its_types() {
    let imhook = Path::new(env!("CARGO_BIN_EXE_imhook"));
    let rows: Vec<Value> = serde_json::from_str(&stdout(imhook, &["callbacks", "--json"])).unwrap();
    let listed: Vec<_> = rows.iter().map(|row| row["command"].as_str().unwrap()).collect();
    let known: Vec<_> = imhook::callback::COMMANDS.iter().map(|command| command.name).collect();
    assert_eq!((listed, rows.len()), (known, 79));
    let of = |command: &str| rows.iter().find(|row| row["command"] == command).unwrap();
    let message = json!({
        "command": MESSAGE, "kind": "before", "type": "c2c::BeforeSendMessage", "ack": "Verdict<C2cCode>",
        "handlers": 0, "title": "发单聊消息之前回调",
    });
    assert_eq!(*of(MESSAGE), message);
    assert_eq!(of("Chatbot.OnC2CSignalMessage")["kind"], "content");
    assert_eq!(
        (&of("State.StateChange")["kind"], &of("State.StateChange")["ack"]),
        (&json!("after"), &json!("Received"))
    );

    let table = stdout(imhook, &["callbacks"]);
    assert_eq!(table.lines().count(), 80);
    // A column begins at the same place in every line.
    let header = table.lines().next().unwrap();
    for (name, field) in [("KIND", "kind"), ("TYPE", "type"), ("ACK", "ack"), ("TITLE", "title")] {
        let place = header.find(name).unwrap();
        for (line, row) in table.lines().skip(1).zip(&rows) {
            assert!(line[place..].starts_with(row[field].as_str().unwrap()), "{name}: {line}");
            assert_eq!(&line[place - 2..place], "  ", "{line}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keywords_are_found_in_every_element() {
    let service = Service::start(&example("keywords")).await;
    let escaped = r#"{"cards":[{"title":"\u52a0\u5fae\u4fe1"}]}"#;
    let forwarded = json!([{ "MsgBody": [element("TIMTextElem", &json!({ "Text": "Casino" }))] }]);
    for bad in [
        element("TIMTextElem", &json!({ "Text": "to the CASINO" })),
        element("TIMCustomElem", &json!({ "Data": escaped })),
        element("TIMCustomElem", &json!({ "Desc": "casino" })),
        element("TIMFileElem", &json!({ "FileName": "free coins.pdf", "UUID": "u" })),
        element("TIMRelayElem", &json!({ "Title": "at the casino", "MsgNum": 1 })),
        element("TIMRelayElem", &json!({ "Title": "harmless", "MsgList": forwarded })),
        element("TIMLocationElem", &json!({ "Desc": "Casino", "Latitude": 1.0, "Longitude": 2.0 })),
        element("TIMFaceElem", &json!({ "Index": 1, "Data": "casino" })),
        element("TIMTomorrowElem", &json!({ "Words": ["casino"] })),
        element("TIMTextElem", &json!({ "Text": ["casino"] })),
    ] {
        let good = element("TIMTextElem", &json!({ "Text": "good morning" }));
        let changes = json!({ "MsgBody": [good, bad] });
        let answers = [(MESSAGE, 120_001), (group::BeforeSendMessage::COMMAND, 10_101)];
        for (command, code) in answers {
            let answer = service.ask(command, &changes).await;
            assert_eq!(answer["ErrorCode"], code, "{changes}");
            assert_eq!(answer["ErrorInfo"], "please mind your words");
        }
    }
    assert_eq!(service.say("good morning").await["ErrorCode"], 0);
    let custom = Fixture::named("C2C.CallbackBeforeSendMsg.custom");
    assert_eq!(service.process.post(&Callback::new(MESSAGE, &custom.body)).await.1["ErrorCode"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_eleventh_message_within_ten_seconds_is_refused() {
    let service = Service::start(&example("velocity")).await;
    let (allowed, refused) =
        (Fixture::named(MESSAGE).acks[0].clone(), Fixture::named(MESSAGE).acks[3].clone());
    // A message of the next minute stays within the ten seconds however long the test takes.
    let sent = |from: &str, to: &str, number: i64, seconds: i64| {
        let changes = json!({
            "From_Account": from, "To_Account": to, "MsgSeq": number, "MsgKey": format!("{from}_{to}_{number}"),
            "MsgTime": chrono::Utc::now().timestamp() + seconds,
        });
        Callback::sample(crate::support::callback::C2C, &changes)
    };
    // The answers of others, other conversations, and what is longer ago do not count.
    let others = (0..10).flat_map(|number| {
        [
            sent("ben", "amy", number, 60),
            sent("amy", "cleo", number, 60),
            sent("amy", "ben", 10 + number, -11),
        ]
    });
    for callback in others.chain((0..9).map(|number| sent("amy", "ben", number, 60))) {
        service.process.post(&callback).await;
    }
    service.database.wait_for("analytics.messages", 39).await;
    assert_eq!(service.say("the tenth").await, allowed);
    service.process.post(&sent("amy", "ben", 9, 60)).await;
    service.database.wait_for("analytics.messages", 40).await;
    assert_eq!(service.say("the eleventh").await, refused);

    // A store that does not answer costs half of the time, and no message.
    let mut lock = service.database.pool.begin().await.unwrap();
    sqlx::query("lock table imhook.messages").execute(&mut *lock).await.unwrap();
    let start = std::time::Instant::now();
    assert_eq!(service.say("while the store is stuck").await, allowed);
    assert!(start.elapsed() > std::time::Duration::from_millis(600), "{:?}", start.elapsed());
    lock.rollback().await.unwrap();
    service.database.wait_for("analytics.callbacks where decided_by like 'policy:%'", 0).await;
}

#[test]
fn examples_and_the_third_party_are_short() {
    let lines = |path: &str| std::fs::read_to_string(root().join(path)).unwrap().lines().count();
    assert!(lines("examples/keywords.rs") <= 30 && lines("examples/velocity.rs") <= 30);
    assert!(lines("tests/third_party/src/main.rs") <= 25 && lines("docs/handlers.md") <= 200);
}
