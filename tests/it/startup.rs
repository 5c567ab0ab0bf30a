//! The real binary: how it starts, what it says, how it stops.

use crate::support::app::{TOKEN, development_secret};
use crate::support::callback::{C2C, Callback, message, signature};
use crate::support::postgres::Database;
use crate::support::process::{Process, command, free_port, stderr_lines};
use crate::support::{AT_ALL, folder};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

/// Runs `imhook` with `arguments` to its end.
fn run(data: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = command(data, free_port(), free_port(), variables);
    let mut child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > AT_ALL {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Fails with this status, and tells why.
fn assert_fails(output: &Output, status: i32, reasons: &[&str]) {
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{error}");
    assert!(reasons.iter().all(|reason| error.contains(reason)), "{reasons:?} in {error}");
    assert!(!error.contains(TOKEN) && !error.contains("panicked"), "{error}");
}

/// Sends SIGTERM and waits for the end.
fn terminate(child: &mut Child) -> ExitStatus {
    let start = Instant::now();
    rustix::process::kill_process(rustix::process::Pid::from_child(child), rustix::process::Signal::TERM)
        .unwrap();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        assert!(start.elapsed() < AT_ALL, "still there after SIGTERM");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A server that is not asked for anything.
const NO_DATABASE: (&str, &str) = ("DATABASE_URL", "postgres:///imhook?host=/nonexistent");

#[test]
fn a_data_folder_is_for_one_process() {
    let data = folder();
    let first = Process::start(data.path(), &[NO_DATABASE]);
    let second = run(data.path(), &[], &[NO_DATABASE]);
    assert_fails(&second, 1, &[&format!("in use by process {}", first.child.id()), "IMHOOK_DATA_DIR"]);
    first.kill();
    let _third = Process::start(data.path(), &[NO_DATABASE]);
}

#[test]
fn a_port_in_use_is_named_with_its_variable() {
    let data = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for variable in ["IMHOOK_LISTEN", "IMHOOK_ADMIN_LISTEN"] {
        assert_fails(&run(data.path(), &[], &[NO_DATABASE, (variable, &address)]), 1, &[variable, &address]);
    }
}

#[test]
fn wrong_usage_exits_with_2_and_failure_with_1() {
    let data = folder();
    assert_fails(&run(data.path(), &["--no-such-flag"], &[]), 2, &["--no-such-flag"]);
    assert_fails(&run(data.path(), &["no-such-command"], &[]), 2, &["no-such-command"]);
    for (variable, value) in [
        ("IMHOOK_JOURNAL_MAX", "lots"),
        ("IMHOOK_LISTEN", "8080"),
        ("IMHOOK_CALLBACK_PATH", "callback"),
        ("IMHOOK_ALLOW_UNSIGNED", "perhaps"),
        ("IMHOOK_MAX_CONNECTIONS", "0"),
        ("IMHOOK_LOG_FORMAT", "yaml"),
    ] {
        let flag = variable.trim_start_matches("IMHOOK_").to_lowercase().replace('_', "-");
        assert_fails(&run(data.path(), &[], &[(variable, value)]), 2, &[&flag, value]);
    }
    assert_fails(&run(data.path(), &[], &[("IMHOOK_LOG", "imhook=loud")]), 1, &["IMHOOK_LOG"]);
}

#[test]
fn the_url_of_another_database_is_wrong() {
    let data = folder();
    for url in ["mysql://imhook:s3cr3t@localhost/imhook", "imhook:s3cr3t@localhost/imhook"] {
        let wrong = run(data.path(), &[], &[("DATABASE_URL", url)]);
        assert_fails(&wrong, 1, &["DATABASE_URL"]);
        assert!(!text(&wrong.stderr).contains("s3cr3t"));
    }
}

#[test]
fn help_has_examples_and_no_secrets() {
    let secrets = [("IMHOOK_SECRET_KEY", "s3cr3t-key"), ("DATABASE_URL", "postgres://u:s3cr3t-password@h/d")];
    let help = run(folder().path(), &["--help"], &secrets);
    let shown = text(&help.stdout);
    assert!(
        help.status.success() && shown.contains("Examples:") && shown.contains("imhook db url"),
        "{shown}"
    );
    for command in ["serve", "migrate", "db", "IMHOOK_CALLBACK_TOKEN"] {
        assert!(shown.contains(command), "{command} in {shown}");
    }
    assert!(!shown.contains("s3cr3t") && !shown.contains(TOKEN), "{shown}");
}

#[test]
fn the_url_of_no_database_says_what_to_do() {
    let data = folder();
    let none = run(data.path(), &["db", "url"], &[]);
    assert_fails(&none, 1, &["imhook serve", data.path().to_str().unwrap()]);
    assert_eq!(text(&none.stdout), "");
    let given = run(data.path(), &["db", "url"], &[NO_DATABASE]);
    assert_eq!((given.status.code(), text(&given.stdout)), (Some(0), format!("{}\n", NO_DATABASE.1)));
}

#[test]
fn migrate_works_on_an_empty_folder() {
    let data = folder();
    for _ in 0..2 {
        let migrated = run(&data.path().join("new/data"), &["migrate"], &[]);
        let said = text(&migrated.stderr);
        assert!(migrated.status.success() && said.contains("the schema is up to date"), "{said}");
    }
    let running = run(&data.path().join("new/data"), &["db", "url"], &[]);
    assert_fails(&running, 1, &["no private Postgres is running"]);
}

#[tokio::test]
async fn migrate_brings_a_given_database_up_to_date() {
    let (data, database) = (folder(), Database::empty().await);
    let migrated = run(data.path(), &["migrate"], &[("DATABASE_URL", &database.url)]);
    assert!(migrated.status.success(), "{}", text(&migrated.stderr));
    assert_eq!(database.value::<i64>("select count(*) from analytics.messages").await, Some(0));
    assert!(!data.path().join("journal").exists(), "migrate needs no journal");
}

/// `imhook serve` with a Postgres of its own, and what it has printed when it is ready.
struct Served {
    process: Process,
    printed: Vec<String>,
}

fn serve(data: &Path, without: &[&str], variables: &[(&str, &str)]) -> Served {
    let (port, admin_port) = (free_port(), free_port());
    let mut command = command(data, port, admin_port, variables);
    for name in without {
        command.env_remove(name);
    }
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let process = Process { child, port, admin_port };
    let mut printed = Vec::new();
    for line in lines {
        let last = line.contains("psql");
        printed.push(line);
        if last {
            return Served { process, printed };
        }
    }
    panic!("imhook ended: {printed:?}");
}

impl Served {
    fn curl(&self) -> &str {
        self.printed.iter().find(|line| line.contains("curl")).unwrap().trim()
    }

    /// Runs a line in a shell as its user would.
    fn shell(data: &Path, line: &str, variables: &[(&str, &str)]) -> Output {
        let imhook = Path::new(env!("CARGO_BIN_EXE_imhook")).parent().unwrap().to_owned();
        let path = format!("{}:{}", imhook.display(), std::env::var("PATH").unwrap());
        let mut shell = Command::new("sh");
        shell.env_clear().env("PATH", path).env("IMHOOK_DATA_DIR", data).envs(variables.iter().copied());
        shell.args(["-c", line]).output().unwrap()
    }

    /// What a newcomer does: runs the printed curl, then looks at the messages.
    fn try_it(&self, data: &Path, variables: &[(&str, &str)]) {
        let posted = Self::shell(data, self.curl(), variables);
        let answer: Value = serde_json::from_slice(&posted.stdout).unwrap_or_else(|_| panic!("{posted:?}"));
        assert_eq!(answer, json!({ "ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "" }));
        let acked = Instant::now();
        let query =
            "psql -XAt \"$(imhook db url)\" -c 'select sender, recipient, text from analytics.messages'";
        loop {
            let seen = Self::shell(data, query, &[]);
            if text(&seen.stdout) == "alice|bob|hello from imhook\n" {
                break;
            }
            assert!(acked.elapsed() < AT_ALL, "the message is not there: {seen:?}");
        }
    }
}

#[test]
fn a_newcomer_sees_the_first_message() {
    let data = folder();
    let mut served = serve(data.path(), &["IMHOOK_SDK_APP_ID", "IMHOOK_CALLBACK_TOKEN"], &[]);
    let printed = served.printed.join("\n");
    let port = served.process.port;
    let url = format!("http://127.0.0.1:{port}/callback/{}", development_secret(data.path()));
    assert!(printed.contains(&format!("callback URL    {url}\n")), "{printed}");
    let listen = [
        ("IMHOOK_LISTEN", &*format!("127.0.0.1:{port}")),
        ("IMHOOK_SDK_APP_ID", ""),
        ("IMHOOK_CALLBACK_TOKEN", ""),
    ];
    assert_eq!(text(&run(data.path(), &["url"], &listen).stdout), url.clone() + "\n");
    assert!(printed.contains("NONE: development mode"), "{printed}");
    assert!(printed.contains(data.path().to_str().unwrap()), "{printed}");
    served.try_it(data.path(), &[]);
    assert_eq!(terminate(&mut served.process.child).code(), Some(0));
    assert_fails(&run(data.path(), &["db", "url"], &[]), 1, &["no private Postgres is running"]);
}

#[test]
fn the_url_of_development_mode_is_made_by_the_start() {
    let data = folder();
    let none = [("IMHOOK_SDK_APP_ID", ""), ("IMHOOK_CALLBACK_TOKEN", "")];
    assert_fails(&run(data.path(), &["url"], &none), 1, &["start `imhook`", data.path().to_str().unwrap()]);
    assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 0);
    let signed = run(data.path(), &["url", "--listen=127.0.0.1:8089", "--callback-path=/im"], &[]);
    assert_eq!(text(&signed.stdout), "http://127.0.0.1:8089/im\n");
    assert!(text(&signed.stderr).contains("https://<your host>/im"), "{signed:?}");
}

/// Variables of another Postgres do not reach into the private one.
#[tokio::test]
async fn the_private_postgres_is_immune_to_variables() {
    let data = folder();
    let others = [
        ("PGSSLMODE", "require"),
        ("PGOPTIONS", "-c no_such_setting=1"),
        ("PGHOST", "203.0.113.1"),
        ("PGUSER", "x"),
    ];
    let process = Process::start(data.path(), &others);
    assert_eq!(process.post(&message("hello").0).await.0, 200);
    process.until_postgres_is(true).await;
    process.until_recorded().await;
    let handlers = run(data.path(), &["handlers", "list"], &others);
    assert!(handlers.status.success(), "{handlers:?}");
}

/// At the most talkative level, with everything that development mode does to its URL.
#[tokio::test]
async fn the_secret_of_development_mode_is_in_no_log() {
    let (data, database) = (folder(), Database::new().await);
    let variables = [
        ("DATABASE_URL", &*database.url),
        ("IMHOOK_LOG", "trace"),
        ("IMHOOK_SDK_APP_ID", ""),
        ("IMHOOK_CALLBACK_TOKEN", ""),
    ];
    let ports = (free_port(), free_port());
    let mut command = command(data.path(), ports.0, ports.1, &variables);
    let log = data.path().join("stderr");
    let mut process = Process::spawn(command.stderr(std::fs::File::create(&log).unwrap()), ports);
    let secret = development_secret(data.path());
    let client = crate::support::client().build().unwrap();
    for (path, status) in [(secret.clone(), 200), (secret.clone() + "0", 403), (secret.clone() + "/x", 404)] {
        let (callback, _) = message("hello");
        let url = format!("http://127.0.0.1:{}/callback/{path}?{}", process.port, callback.query());
        let answer = client.post(url).body(callback.body).send().await.unwrap();
        assert_eq!(answer.status(), status);
        assert!(!answer.text().await.unwrap().contains(&secret));
    }
    let doctor = run(
        data.path(),
        &["doctor"],
        &[
            &variables[..],
            &[
                ("IMHOOK_LISTEN", &format!("127.0.0.1:{}", process.port)),
                ("IMHOOK_ADMIN_LISTEN", &format!("127.0.0.1:{}", process.admin_port)),
            ],
        ]
        .concat(),
    );
    let found = text(&doctor.stdout);
    assert!(found.contains("takes a trial unsigned") && !found.contains(&secret), "{found}");
    database.wait_for("imhook.callbacks", 1).await;
    assert_eq!(terminate(&mut process.child).code(), Some(0));
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("refused") && !log.contains(&secret), "{log}");
}

#[test]
fn the_printed_curl_signs_without_showing_the_token() {
    let data = folder();
    let served = serve(data.path(), &[], &[]);
    let printed = served.printed.join("\n");
    assert!(printed.contains("Sign checked") && !printed.contains(TOKEN), "{printed}");
    served.try_it(data.path(), &[("IMHOOK_CALLBACK_TOKEN", TOKEN)]);
    let unsigned = Served::shell(data.path(), served.curl(), &[("IMHOOK_CALLBACK_TOKEN", "wrong")]);
    assert!(text(&unsigned.stdout).contains("FAIL"), "{unsigned:?}");
}

#[test]
fn the_printed_curl_signs_also_while_the_token_is_changed() {
    let data = folder();
    let tokens = ("IMHOOK_CALLBACK_TOKEN", "old-token,new-token");
    let served = serve(data.path(), &[], &[tokens, NO_DATABASE]);
    let posted = Served::shell(data.path(), served.curl(), &[tokens]);
    assert!(text(&posted.stdout).contains("\"ErrorCode\":0"), "{posted:?}\n{}", served.curl());
}

#[test]
fn a_first_start_can_be_stopped_and_begun_again() {
    let (data, slow) = (folder(), folder());
    for (program, script) in [("postgres", "echo 'postgres (PostgreSQL) 15.0'"), ("initdb", "exec sleep 600")]
    {
        let path = slow.path().join(program);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut process = Process::start(data.path(), &[("IMHOOK_PG_BIN", slow.path().to_str().unwrap())]);
    assert_eq!(terminate(&mut process.child).code(), Some(0));
    serve(data.path(), &[], &[]).try_it(data.path(), &[("IMHOOK_CALLBACK_TOKEN", TOKEN)]);
}

#[tokio::test]
async fn a_banner_that_cannot_be_printed_does_not_end_the_service() {
    let (data, database) = (folder(), Database::new().await);
    let ports = (free_port(), free_port());
    let mut command = command(data.path(), ports.0, ports.1, &[("DATABASE_URL", &database.url)]);
    command.stdout(std::fs::File::options().write(true).open("/dev/full").unwrap());
    let service = Process::spawn(&mut command, ports);
    service.until_postgres_is(true).await;
    assert_eq!(service.post(&message("hello").0).await.0, 200);
    database.wait_for("analytics.messages", 1).await;
}

const SECRET_TEXT: &str = "s3cr3t of amy and ben";

/// The log of a service that took and refused callbacks of all kinds, to its end.
async fn log_of(format: &str) -> Vec<String> {
    let (data, database) = (folder(), Database::new().await);
    let variables = [
        ("DATABASE_URL", &*database.url),
        ("IMHOOK_LOG", "debug"),
        ("IMHOOK_LOG_FORMAT", format),
        ("IMHOOK_TOKEN", "s3cr3t"),
    ];
    let (port, admin_port) = (free_port(), free_port());
    let child = command(data.path(), port, admin_port, &variables).stderr(Stdio::piped()).spawn().unwrap();
    let mut process = Process { child, port, admin_port };
    let lines = stderr_lines(&mut process.child);
    let (opened, is_open) = tokio::sync::oneshot::channel();
    let reading = std::thread::spawn(move || {
        let mut opened = Some(opened);
        let collect = lines.inspect(|line| {
            if line.contains("taking callbacks")
                && let Some(opened) = opened.take()
            {
                let _ = opened.send(());
            }
        });
        collect.collect::<Vec<_>>()
    });
    is_open.await.unwrap();
    let client = crate::support::client().build().unwrap();
    let signed = signature(TOKEN, chrono::Utc::now().timestamp());
    let good = message(SECRET_TEXT).0;
    let wrong = json!({ "MsgBody": SECRET_TEXT, "From_Account": [SECRET_TEXT], "To_Account": "ben" });
    let forged = "A%0Aforged line%1b[31m";
    let unsigned = format!("SdkAppid=1&CallbackCommand={forged}&Sign={SECRET_TEXT}&RequestTime=1");
    for (query, body, status) in [
        (good.query(), good.body.clone(), 200),
        (Callback::raw(C2C, "").query(), wrong.to_string().into_bytes(), 200),
        (Callback::raw(forged, "").query(), b"{}".to_vec(), 200),
        (Callback::raw(C2C, "").query(), SECRET_TEXT.as_bytes().to_vec(), 400),
        (unsigned, good.body.clone(), 403),
        (format!("SdkAppid=1400555001&{signed}&{signed}"), good.body.clone(), 401),
        (format!("SdkAppid=1400555001&{signed}0"), good.body, 401),
    ] {
        let answer = client.post(process.url(&query)).body(body).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{query}");
    }
    database.wait_for("imhook.callbacks", 4).await;
    assert_eq!(terminate(&mut process.child).code(), Some(0));
    reading.join().unwrap()
}

fn assert_discreet(lines: &[String]) {
    for line in lines {
        for secret in [TOKEN, "s3cr3t", "\u{1b}"] {
            assert!(!line.contains(secret), "{secret:?} in {line}");
        }
        let mut words = line.split(|c: char| !c.is_ascii_hexdigit());
        assert!(words.all(|word| word.len() != 64), "a Sign in {line}");
        assert!(!line.starts_with("forged line"), "{line}");
    }
    let with = |what: &str| lines.iter().filter(|line| line.contains(what)).count();
    // Each reason is told at once at `warn`, too.
    assert_eq!((with("acked"), with("refused")), (3, 8), "{lines:#?}");
    for told in [
        "IMHOOK_TOKEN (is IMHOOK_ADMIN_TOKEN or IMHOOK_CALLBACK_TOKEN meant?)",
        "imhook starts",
        "database up, schema at ",
        "callbacks of app 1400555001 are refused: the body is not JSON",
        "callbacks of other apps than the configured ones are refused",
    ] {
        assert_eq!(with(told), 1, "{told} in {lines:#?}");
    }
    assert!(lines.last().unwrap().contains("stopped"), "{lines:#?}");
}

#[tokio::test]
async fn the_log_tells_no_secrets() {
    let lines = log_of("text").await;
    assert_discreet(&lines);
}

#[tokio::test]
async fn the_json_log_is_json_and_tells_no_secrets() {
    let lines = log_of("json").await;
    assert_discreet(&lines);
    for line in &lines {
        let entry: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(entry["level"].is_string() && entry["timestamp"].is_string(), "{line}");
        let fields = &entry["fields"];
        let quoted = |field: &Value| field.as_str().is_some_and(|text| text.starts_with('"'));
        assert!(!fields.as_object().unwrap().values().any(quoted), "{line}");
        assert!(fields["message"] != "acked" || fields["took_ms"].is_f64(), "{line}");
    }
}
