//! What the documents tell people to type: SQL is run, shell commands are run or at least understood. (Rust is tested by
//! `cargo test --doc`.)

use crate::support::app::{APP, TestApp};
use crate::support::callback::{C2C, Callback, GROUP};
use crate::support::fixture::Fixture;
use crate::support::folder;
use crate::support::tencent::{ADMIN, Answer, KEY, Tencent};
use clap::error::ErrorKind;
use serde_json::json;
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Every document for users, with its text.
fn documents() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guides = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let readmes = ["README.md", "README.zh-CN.md", "crates/tencent-im/README.md"].map(|name| root.join(name));
    let markdown = |path: &PathBuf| path.extension().is_some_and(|kind| kind == "md") && path.exists();
    let documents = readmes.into_iter().chain(guides).filter(markdown);
    documents.map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

/// The fenced blocks of a language, each with the place where it stands. One in a list is indented.
pub fn blocks(language: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    for (path, text) in documents() {
        let mut lines = text.lines().enumerate();
        while let Some((number, line)) = lines.next() {
            if line.trim() == format!("```{language}") {
                let indent = line.len() - line.trim_start().len();
                let inside = lines.by_ref().map(|(_, line)| line).take_while(|line| line.trim() != "```");
                let block: Vec<_> = inside.map(|line| line.get(indent..).unwrap_or_default()).collect();
                blocks.push((format!("{}:{}", path.display(), number + 1), block.join("\n")));
            }
        }
    }
    blocks
}

/// A service that has every sample, and what the documents name.
async fn documented() -> TestApp {
    let app = TestApp::start().await;
    let advertising = json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "to the casino" } }]);
    let named = [
        Callback::sample(C2C, &json!({ "MsgKey": "7_7_1735700400", "MsgSeq": 7, "MsgBody": advertising })),
        Callback::sample(C2C, &json!({ "MsgKey": "881200_4294967290_1735700400" })),
        Callback::sample(
            C2C,
            &json!({ "MsgKey": "1_2837546_1735700400", "From_Account": "alice", "To_Account": "bob" }),
        ),
        Callback::sample(GROUP, &json!({ "GroupId": "@TGS#2J4SZEAEL", "MsgSeq": 4711 })),
    ];
    app.record(&named).await;
    let samples = Fixture::all();
    for sample in &samples {
        app.decide(&Callback::raw(sample.command(), "").query(), sample.body.to_string()).await;
    }
    let rows = i64::try_from(named.len() + samples.len()).unwrap();
    app.database.wait_for("imhook.callbacks", rows).await;
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sql_block_runs() {
    let (app, blocks) = (documented().await, blocks("sql"));
    assert!(blocks.len() >= 2, "{blocks:?}");
    for (place, sql) in blocks {
        // What it changes is for the next one not there.
        let mut transaction = app.database.pool.begin().await.unwrap();
        if let Err(error) = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *transaction).await {
            panic!("{place}: {error}");
        }
        transaction.rollback().await.unwrap();
    }
}

/// Runs a block in a shell, in this folder, with this beginning.
fn bash(folder: &Path, options: &[&str], beginning: &str, block: &str, variables: &[(&str, &str)]) -> Output {
    let mut bash = Command::new("/bin/bash");
    bash.args(options).args(["-c", &format!("{beginning}\n{block}")]).env_clear().current_dir(folder);
    bash.envs(variables.iter().copied()).stdin(Stdio::null()).output().unwrap()
}

/// The words of each command of a block, as the shell reads them: there are no programs for it, so that all commands
/// but the shell's own are only written down.
fn commands(place: &str, block: &str) -> Vec<Vec<String>> {
    let note = r#"exec 3>noted; command_not_found_handle() { printf '%s\0' "$@" $'\1' >&3; }"#;
    let folder = folder();
    let syntax = bash(folder.path(), &["-n"], "", block, &[]);
    assert!(syntax.status.success(), "{place}: {}", String::from_utf8_lossy(&syntax.stderr));
    bash(folder.path(), &[], note, block, &[("PATH", "/nonexistent")]);
    let noted = std::fs::read_to_string(folder.path().join("noted")).unwrap();
    let commands = noted.split("\u{1}\0").filter(|words| !words.is_empty());
    commands.map(|words| words.trim_end_matches('\0').split('\0').map(str::to_owned).collect()).collect()
}

/// The arguments that a command gives to imhook, perhaps by way of `xargs`.
fn of_imhook(words: &[String]) -> Option<&[String]> {
    let at = words.iter().position(|word| word == "imhook")?;
    (at == 0 || ["xargs", "sudo"].contains(&words[0].as_str())).then(|| &words[at..])
}

/// Whether imhook has these subcommands and flags. Placeholders stand for values, so that those are not judged.
fn assert_understood(place: &str, words: &[String]) {
    if let Err(error) = imhook::command().try_get_matches_from(words) {
        let wrong = [ErrorKind::UnknownArgument, ErrorKind::InvalidSubcommand, ErrorKind::ArgumentConflict];
        assert!(!wrong.contains(&error.kind()), "{place}: {words:?}: {error}");
    }
}

/// What ends by itself and changes nothing outside of its folder and its database.
fn is_runnable(words: &[String]) -> bool {
    let subcommands = ["call", "callbacks", "db", "dead-letters", "handlers", "pull", "revoke", "usersig"];
    match words[0].as_str() {
        "imhook" => words.len() > 1 && subcommands.contains(&words[1].as_str()),
        program => ["psql", "xargs", "sha256sum", "grep", "jq"].contains(&program),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_shell_block_runs_or_is_understood() {
    let (app, tencent) = (documented().await, Tencent::start().await);
    let roamed = json!({ "ActionStatus": "OK", "ErrorCode": 0, "Complete": 1, "MsgCnt": 0, "MsgList": [] });
    tencent.answer("v4/openim/admin_getroammsg", [Answer::Json(roamed)]);
    let history = json!({ "ActionStatus": "OK", "ErrorCode": 0, "IsFinished": 1, "RspMsgList": [] });
    tencent.answer("v4/group_open_http_svc/group_msg_get_simple", [Answer::Json(history)]);
    let recalled =
        json!({ "ActionStatus": "OK", "ErrorCode": 0, "RecallRetList": [{ "MsgSeq": 4711, "RetCode": 0 }] });
    tencent.answer("v4/group_open_http_svc/group_msg_recall", [Answer::Json(recalled)]);

    let here = folder();
    let binary = Path::new(env!("CARGO_BIN_EXE_imhook")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    let (id, host) = (APP.to_string(), tencent.url());
    let variables = [
        ("PATH", path.as_str()),
        ("HOME", here.path().to_str().unwrap()),
        ("DATABASE_URL", app.database.url.as_str()),
        ("IMHOOK_SDK_APP_ID", id.as_str()),
        ("IMHOOK_SECRET_KEY", KEY),
        ("IMHOOK_ADMIN", ADMIN),
        ("IMHOOK_REST_HOST", host.as_str()),
    ];
    let message = r#"{"To_Account":"ben","MsgRandom":1,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}]}"#;
    std::fs::write(here.path().join("message.json"), message).unwrap();
    let options = ["-euo", "pipefail"];
    let signed = bash(here.path(), &options, "", "imhook usersig sign amy >amy.sig", &variables);
    assert!(signed.status.success(), "{signed:?}");

    let (blocks, mut ran) = (blocks("sh"), 0);
    for (place, block) in &blocks {
        let commands = commands(place, block);
        for words in commands.iter().filter_map(|words| of_imhook(words)) {
            assert_understood(place, words);
        }
        if !commands.is_empty() && commands.iter().all(|words| is_runnable(words)) {
            let output = bash(here.path(), &options, "", block, &variables);
            assert!(output.status.success(), "{place}: {}", String::from_utf8_lossy(&output.stderr));
            ran += 1;
        }
    }
    assert!(ran >= 2 && blocks.len() >= 6, "{ran} of {} ran", blocks.len());
    assert!(tencent.seen("").len() > 4, "calls went out");
}

/// Commands in prose, as in `imhook handlers list`.
#[test]
fn every_command_in_prose_is_understood() {
    let mut understood = 0;
    for (path, text) in documents() {
        let spans = text.split('`').skip(1).step_by(2);
        for span in spans.filter(|span| span.starts_with("imhook ") && !span.contains(" = ")) {
            let words: Vec<_> = span.split_whitespace().map(str::to_owned).collect();
            assert_understood(&path.display().to_string(), &words);
            understood += 1;
        }
    }
    assert!(understood > 20, "{understood}");
}

#[test]
fn every_variable_that_documents_name_exists() {
    let known: BTreeSet<_> = imhook::command()
        .get_subcommands()
        .flat_map(|subcommand| subcommand.get_arguments().cloned().collect::<Vec<_>>())
        .chain(imhook::command().get_arguments().cloned())
        .filter_map(|argument| argument.get_env().map(|name| name.to_str().unwrap().to_owned()))
        .collect();
    for (path, text) in documents() {
        for (at, _) in text.match_indices("IMHOOK_") {
            let end =
                text[at..].find(|c: char| !c.is_ascii_uppercase() && c != '_').unwrap_or(text.len() - at);
            let name = &text[at..at + end];
            assert!(known.contains(name), "{}: {name}", path.display());
        }
    }
}
