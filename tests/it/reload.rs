//! The reload: SIGHUP reads the apps file again, while callbacks are taken.

use crate::support::app::{APP, TOKEN, TestApp};
use crate::support::callback::{message, signature};
use crate::support::eventually;
use crate::support::folder;
use crate::support::process::{Process, command, free_port, stderr_lines};
use imhook::callback::{C2cCode, Callback as _, Verdict, c2c};
use imhook::{Context, Router};
use reqwest::StatusCode;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

const NEW: &str = "fixture-token-0002";

fn write(file: &Path, app: &str) {
    std::fs::write(file, format!("[[app]]\nsdk_app_id = {APP}\n{app}\n")).unwrap();
}

/// An imhook that knows its app by the file alone, and what it logs.
fn start(data: &Path, file: &Path) -> (Process, Arc<Mutex<Vec<String>>>) {
    let variables = [
        ("IMHOOK_SDK_APP_ID", ""),
        ("IMHOOK_CALLBACK_TOKEN", ""),
        ("IMHOOK_APPS", file.to_str().unwrap()),
        ("DATABASE_URL", "postgres:///none?host=/nonexistent"),
    ];
    let ports = (free_port(), free_port());
    let mut process =
        Process::spawn(command(data, ports.0, ports.1, &variables).stderr(Stdio::piped()), ports);
    let (lines, log) = (stderr_lines(&mut process.child), Arc::<Mutex<Vec<String>>>::default());
    let written = Arc::clone(&log);
    std::thread::spawn(move || lines.for_each(|line| written.lock().unwrap().push(line)));
    (process, log)
}

fn hang_up(process: &Process) {
    kill_process(Pid::from_child(&process.child), Signal::HUP).unwrap();
}

async fn logged(log: &Mutex<Vec<String>>, text: &str) -> String {
    eventually(text, async || log.lock().unwrap().iter().find(|line| line.contains(text)).cloned()).await
}

async fn post(process: &Process, client: &reqwest::Client, token: &str) -> StatusCode {
    let (callback, _) = message("signed");
    let sign = signature(token, chrono::Utc::now().timestamp());
    let url = process.url(&format!("SdkAppid={APP}&CallbackCommand={}&{sign}", callback.command));
    client.post(url).body(callback.body).send().await.unwrap().status()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_changed_under_load_and_nothing_is_refused() {
    let (data, place) = (folder(), folder());
    let file = place.path().join("apps.toml");
    write(&file, &format!("callback_tokens = [{TOKEN:?}]"));
    let (process, log) = start(data.path(), &file);
    let client = crate::support::client().build().unwrap();
    let (console, acked, done) = (Mutex::new(TOKEN), AtomicUsize::new(0), AtomicBool::new(false));
    let sender = async || {
        while !done.load(Ordering::Relaxed) {
            let token = *console.lock().unwrap();
            assert_eq!(post(&process, &client, token).await, StatusCode::OK);
            acked.fetch_add(1, Ordering::Relaxed);
        }
    };
    let more = async |number: usize| {
        let goal = acked.load(Ordering::Relaxed) + number;
        eventually("more acks", async || (acked.load(Ordering::Relaxed) >= goal).then_some(())).await;
    };
    let reload = async |tokens: &[&str]| {
        write(&file, &format!("callback_tokens = {tokens:?}"));
        log.lock().unwrap().clear();
        hang_up(&process);
        let line = logged(&log, "reloaded").await;
        assert!(line.contains(&format!("{APP} (tokens: {})", tokens.len())), "{line}");
    };
    let operator = async {
        more(50).await;
        assert_eq!(post(&process, &client, NEW).await, StatusCode::UNAUTHORIZED);
        reload(&[NEW, TOKEN]).await;
        more(50).await;
        *console.lock().unwrap() = NEW;
        more(50).await;
        reload(&[NEW]).await;
        more(50).await;
        assert_eq!(post(&process, &client, TOKEN).await, StatusCode::UNAUTHORIZED);
        done.store(true, Ordering::Relaxed);
    };
    tokio::join!(operator, sender(), sender(), sender(), sender());
    assert!(process.terminate().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_file_changes_nothing() {
    let (data, place) = (folder(), folder());
    let file = place.path().join("apps.toml");
    write(&file, &format!("callback_tokens = [{TOKEN:?}]"));
    let (process, log) = start(data.path(), &file);
    let client = crate::support::client().build().unwrap();
    for (wrong, reason) in [
        (format!("callback_tokens = {NEW:?}"), "apps.toml, line 3"),
        ("callback_tokens = [\"\"]".to_owned(), "a callback token of the app"),
        (format!("callback_tokens = [{NEW:?}]\nbefore_policy = [\"No.Such=refuse\"]"), "No.Such"),
    ] {
        write(&file, &wrong);
        hang_up(&process);
        let line = logged(&log, reason).await;
        assert!(line.contains("ERROR") && line.contains("not reloaded") && !line.contains(NEW), "{line}");
        assert_eq!(post(&process, &client, TOKEN).await, StatusCode::OK, "{wrong}");
        assert_eq!(post(&process, &client, NEW).await, StatusCode::UNAUTHORIZED, "{wrong}");
    }
    std::fs::remove_file(&file).unwrap();
    hang_up(&process);
    logged(&log, "cannot read IMHOOK_APPS").await;
    assert_eq!(post(&process, &client, TOKEN).await, StatusCode::OK);
    assert!(process.terminate().await.success());
}

/// Allows where REST can be called; otherwise it fails, and the policy decides.
async fn decide(_: c2c::BeforeSendMessage, context: Context) -> anyhow::Result<Verdict<C2cCode>> {
    context.client()?;
    Ok(Verdict::allow())
}

#[tokio::test(flavor = "multi_thread")]
async fn policies_and_keys_are_those_of_the_moment_in_which_a_request_began() {
    let (place, gate) = (folder(), Arc::new((Notify::new(), Notify::new())));
    let file = place.path().join("apps.toml");
    let settings = |rest: &str| write(&file, &format!("callback_tokens = [{TOKEN:?}]\n{rest}"));
    settings("");
    let inside = Arc::clone(&gate);
    let waits = move |_: c2c::BeforeSendMessage, _: Context| {
        let gate = Arc::clone(&inside);
        async move {
            gate.0.notify_one();
            gate.1.notified().await;
            Ok(Verdict::allow())
        }
    };
    let router = Router::new().on_as("waits", waits).on(decide);
    let app = TestApp::with_router(router, &[&format!("--apps={}", file.display())]).await;
    let ask = async || {
        let sign = signature(TOKEN, chrono::Utc::now().timestamp());
        let query = format!("SdkAppid={APP}&CallbackCommand={}&{sign}", c2c::BeforeSendMessage::COMMAND);
        let body = json!({ "From_Account": "amy", "To_Account": "ben" }).to_string();
        app.decide(&query, body).await["ErrorCode"].clone()
    };
    // What is in force while the request begins and while its handlers run; the answer.
    let (pass, refuse, key) = ("", "before_policy = [\"refuse\"]", "secret_key = \"k\"");
    for (begins, runs, code) in
        [(pass, refuse, 0), (refuse, refuse, 1), (refuse, pass, 1), (refuse, key, 1), (key, refuse, 0)]
    {
        settings(begins);
        app.server.reload().unwrap();
        let change = async {
            gate.0.notified().await;
            settings(runs);
            app.server.reload().unwrap();
            gate.1.notify_one();
        };
        let (answer, ()) = tokio::join!(ask(), change);
        assert_eq!(answer, Value::from(code), "{begins} {runs}");
    }
    settings("before_policy = [\"C2C.CallbackAfterSendMsg=refuse\"]");
    let error = app.server.reload().unwrap_err().to_string();
    assert!(error.contains("C2C.CallbackAfterSendMsg"), "{error}");
}
