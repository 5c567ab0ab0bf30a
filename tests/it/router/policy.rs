//! The policy's answer where no handler has decided: by app and command, for every cause.

use super::events::{CreateGroup, FriendAdd, Gift, Invite, Signal};
use crate::support::app::TestApp;
use crate::support::fixture::Fixture;
use crate::support::folder;
use crate::support::trouble::{Trouble, trouble};
use futures_util::future::{join_all, pending};
use imhook::callback::ack::{GroupCode, Permission, Wish};
use imhook::callback::{Callback, c2c, group};
use imhook::{Context, Router};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const COMMANDS: [&str; 7] = [
    c2c::BeforeSendMessage::COMMAND,
    group::BeforeSendMessage::COMMAND,
    FriendAdd::COMMAND,
    CreateGroup::COMMAND,
    Invite::COMMAND,
    Gift::COMMAND,
    Signal::COMMAND,
];

/// The apps of [`APPS`], by their policy.
const PASSES: u64 = 1_400_555_001;
const REFUSES: u64 = 1_400_555_002;
const APPS: &str = r#"
[[app]]
sdk_app_id = 1400555001

[[app]]
sdk_app_id = 1400555002
before_policy = ["refuse"]
"#;

fn all_in(how: Trouble) -> Router {
    Router::new()
        .on_as("message", trouble::<c2c::BeforeSendMessage>(how))
        .on_as("group message", trouble::<group::BeforeSendMessage>(how))
        .on_as("friend", trouble::<FriendAdd>(how))
        .on_as("group", trouble::<CreateGroup>(how))
        .on_as("invite", trouble::<Invite>(how))
        .on_as("gift", trouble::<Gift>(how))
        .on_as("signal", trouble::<Signal>(how))
}

/// The policy's answer, and the code that the records name for it.
fn expected(app: u64, command: &str, readable: bool) -> (Value, i64) {
    let ok = |code: i64, info: &str| json!({ "ActionStatus": "OK", "ErrorCode": code, "ErrorInfo": info });
    let friends = |code: i64, info: &str| {
        let item = |name: &str| json!({ "To_Account": name, "ResultCode": code, "ResultInfo": info });
        json!({
            "ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "", "ResultItem": [item("ben"), item("cleo")],
        })
    };
    match (command, app) {
        (Signal::COMMAND, _) => {
            (json!({ "ActionStatus": "OK", "ErrorCode": 1, "ErrorInfo": "no answer", "RspData": "" }), 1)
        }
        // An unreadable body names nobody who could be refused.
        (FriendAdd::COMMAND, _) if !readable => (ok(0, ""), 0),
        (FriendAdd::COMMAND, PASSES) => (friends(0, ""), 0),
        (FriendAdd::COMMAND, _) => (friends(38_000, "refused"), 38_000),
        (_, PASSES) => (ok(0, ""), 0),
        _ => (ok(1, "refused"), 1),
    }
}

/// A service for both apps.
struct Policies {
    app: TestApp,
    folder: TempDir,
}

impl Policies {
    async fn start(router: Router, flags: &[&str]) -> Self {
        let folder = folder();
        let file = folder.path().join("apps.toml");
        std::fs::write(&file, APPS).unwrap();
        let apps = format!("--apps={}", file.display());
        let flags: Vec<&str> = flags.iter().copied().chain([apps.as_str(), "--allow-unsigned"]).collect();
        Self { app: TestApp::with_router(router, &flags).await, folder }
    }

    /// Every command for both apps at once; `body` changes the samples.
    async fn check(&self, cause: &str, body: impl Fn(&Value) -> String) {
        let asked = join_all(COMMANDS.iter().flat_map(|command| [(PASSES, *command), (REFUSES, *command)]).map(
            async |(id, command)| {
                let sample = Fixture::named(command);
                let body = body(&sample.body);
                let readable = body == sample.body.to_string();
                let answer = self.app.decide(&query(id, command), body).await;
                let (expected, code) = expected(id, command, readable);
                assert_eq!(answer, expected, "{command} of {id}");
                json!({ "app_id": id, "command": command, "verdict_code": code, "decided_by": format!("policy:{cause}") })
            },
        ));
        self.recorded(asked.await).await;
    }

    async fn recorded(&self, mut expected: Vec<Value>) {
        let select = "select app_id, command, verdict_code, decided_by from analytics.callbacks
                      where command <> 'Group.CallbackBeforeCreateTopic'";
        let from = format!("({select}) asked");
        self.app.database.wait_for(&from, expected.len().try_into().unwrap()).await;
        let mut rows = self.app.database.rows(select).await;
        for list in [&mut rows, &mut expected] {
            list.sort_by_key(ToString::to_string);
        }
        assert_eq!(rows, expected);
        let odd = "analytics.callbacks where took_ms is null or took_ms < 0";
        assert_eq!(self.app.database.count(odd).await, 0);
    }
}

fn query(app: u64, command: &str) -> String {
    format!("SdkAppid={app}&CallbackCommand={command}")
}

fn as_it_is(body: &Value) -> String {
    body.to_string()
}

#[tokio::test]
async fn the_policy_answers_for_an_error() {
    Policies::start(all_in(Trouble::Error), &[]).await.check("error", as_it_is).await;
}

#[tokio::test]
async fn the_policy_answers_for_a_panic() {
    Policies::start(all_in(Trouble::Panic), &[]).await.check("panic", as_it_is).await;
}

#[tokio::test]
async fn the_policy_answers_for_a_panic_before_the_first_await() {
    Policies::start(all_in(Trouble::PanicAtOnce), &[]).await.check("panic", as_it_is).await;
}

#[tokio::test]
async fn the_policy_answers_for_a_handler_that_sleeps_for_ever() {
    let flags = ["--before-deadline=200ms"];
    let start = Instant::now();
    Policies::start(all_in(Trouble::SleepForEver), &flags).await.check("timeout", as_it_is).await;
    assert!(start.elapsed() > Duration::from_millis(200));
}

#[tokio::test]
async fn the_policy_answers_for_a_handler_that_blocks_its_thread() {
    let block = Trouble::Block(Duration::from_mins(1));
    let policies = Policies::start(all_in(block), &["--before-deadline=200ms"]).await;
    policies.check("timeout", as_it_is).await;
}

#[tokio::test]
async fn the_policy_answers_at_once_where_all_threads_are_blocked() {
    let router = all_in(Trouble::Error)
        .merge(Router::new().on_as("topic", trouble::<Blocking>(Trouble::Block(Duration::from_mins(1)))));
    let flags = ["--handler-threads=1", "--before-policy=pass"];
    let policies = Policies::start(router, &flags).await;
    policies.app.decide(&query(PASSES, Blocking::COMMAND), "{}").await;
    // A task that does not end counts as blocking its thread a moment later.
    tokio::time::sleep(Duration::from_millis(500)).await;
    policies.check("full", as_it_is).await;
}

/// A callback that blocks its handler's thread.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
struct Blocking {}

impl Callback for Blocking {
    const COMMAND: &'static str = "Group.CallbackBeforeCreateTopic";
    type Ack = Permission<GroupCode>;
}

impl Wish for Blocking {
    type Code = GroupCode;
}

#[tokio::test]
async fn the_policy_answers_for_a_body_of_another_type() {
    let policies = Policies::start(all_in(Trouble::Panic), &[]).await;
    policies.check("undecodable", |_| "[7]".to_owned()).await;
}

#[tokio::test]
async fn the_policy_answers_for_a_body_that_is_no_json() {
    let policies = Policies::start(all_in(Trouble::Panic), &[]).await;
    policies.check("undecodable", |body| body.to_string().replace('}', "")).await;
    policies.app.database.wait_for("analytics.callbacks where flags @> '{not_json}'", 14).await;
}

/// Posts a body of `length` bytes, each piece behind a pause.
async fn post_slowly(app: &TestApp, query: &str, length: usize, pieces: &[(u64, &str)]) -> Value {
    let head = format!(
        "POST {}?{query} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n",
        app.path
    );
    let mut stream = TcpStream::connect(app.server.address()).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    for (pause, piece) in pieces {
        tokio::time::sleep(Duration::from_millis(*pause)).await;
        stream.write_all(piece.as_bytes()).await.unwrap();
    }
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n"), "{text}");
    serde_json::from_str(text.rsplit("\r\n\r\n").next().unwrap()).unwrap()
}

#[tokio::test]
async fn the_policy_answers_for_a_slow_body() {
    let policies = Policies::start(all_in(Trouble::Panic), &["--before-deadline=400ms"]).await;
    let asked = COMMANDS.iter().flat_map(|command| [(PASSES, *command), (REFUSES, *command)]);
    let rows = join_all(asked.map(async |(id, command)| {
        let body = Fixture::named(command).body.to_string();
        let pieces = [(100, &body[..9])];
        let answer = post_slowly(&policies.app, &query(id, command), body.len(), &pieces).await;
        let (expected, code) = expected(id, command, false);
        assert_eq!(answer, expected, "{command} of {id}");
        json!({ "app_id": id, "command": command, "verdict_code": code, "decided_by": "policy:timeout" })
    }));
    policies.recorded(rows.await).await;
}

/// A late body leaves the handler less time.
#[tokio::test]
async fn the_deadline_counts_from_the_headers_not_from_the_body() {
    let left = Arc::<Mutex<Option<Duration>>>::default();
    let told = Arc::clone(&left);
    let router = Router::new().on_as("message", move |_: c2c::BeforeSendMessage, context: Context| {
        *told.lock().unwrap() = context.remaining();
        pending()
    });
    let app = TestApp::with_router(router, &["--before-deadline=1500ms"]).await;
    let body = Fixture::named(c2c::BeforeSendMessage::COMMAND).body.to_string();
    let query = query(1, c2c::BeforeSendMessage::COMMAND);
    post_slowly(&app, &query, body.len(), &[(400, &body)]).await;
    app.database.wait_for("analytics.callbacks where decided_by = 'policy:timeout'", 1).await;
    let left = left.lock().unwrap().expect("the handler ran");
    assert!(left <= Duration::from_millis(1110), "{left:?}");
}

#[tokio::test]
async fn each_command_may_have_a_policy_of_its_own() {
    let rules = "--before-policy=refuse,Group.CallbackBeforeSendMsg=pass,Sns.CallbackPrevFriendAdd=pass";
    let app = TestApp::with_router(all_in(Trouble::Error), &[rules]).await;
    for command in COMMANDS {
        let passes = ["Group.CallbackBeforeSendMsg", "Sns.CallbackPrevFriendAdd"].contains(&command);
        let answer = app.decide(&query(7, command), Fixture::named(command).body.to_string()).await;
        assert_eq!(answer, expected(if passes { PASSES } else { REFUSES }, command, true).0, "{command}");
    }
}

#[tokio::test]
async fn policies_of_the_file_count_before_those_of_the_variable() {
    let router = Router::new().on_as("message", trouble::<c2c::BeforeSendMessage>(Trouble::Error));
    let flags = ["--before-policy=C2C.CallbackBeforeSendMsg=refuse"];
    let policies = Policies::start(router, &flags).await;
    let file = policies.folder.path().join("apps.toml");
    let body = || Fixture::named(c2c::BeforeSendMessage::COMMAND).body.to_string();
    let ask = async |id| policies.app.decide(&query(id, c2c::BeforeSendMessage::COMMAND), body()).await;
    // The one without policies of its own has the variable's.
    assert_eq!(ask(PASSES).await["ErrorCode"], 1);
    assert_eq!(ask(REFUSES).await["ErrorCode"], 1);
    std::fs::write(&file, APPS.replace("\"refuse\"", "\"refuse\", \"C2C.CallbackBeforeSendMsg=pass\""))
        .unwrap();
    let router = Router::new().on_as("message", trouble::<c2c::BeforeSendMessage>(Trouble::Error));
    let apps = format!("--apps={}", file.display());
    let app = TestApp::with_router(router, &[flags[0], &apps, "--allow-unsigned"]).await;
    let ask = async |id| app.decide(&query(id, c2c::BeforeSendMessage::COMMAND), body()).await;
    assert_eq!((&ask(PASSES).await["ErrorCode"], &ask(REFUSES).await["ErrorCode"]), (&json!(1), &json!(0)));
}
