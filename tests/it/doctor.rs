//! `imhook doctor`: finds what is wrong, names it, and changes nothing.

use crate::support::app::{APP, TOKEN};
use crate::support::callback::{message, signature};
use crate::support::doctor::{Place, Web, run, tree};
use crate::support::postgres::Database;
use crate::support::process::free_port;
use crate::support::{client, eventually, folder};
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

#[tokio::test(flavor = "multi_thread")]
async fn doctor_has_no_complaint_of_a_healthy_service() {
    let place = Place::new().await;
    let service = place.serve(&[]);
    service.until_postgres_is(true).await;
    let url = format!("http://127.0.0.1:{}/callback", service.port);
    let report = place.doctor(&[], &["--url", &url]);
    let expected = [
        ("configuration", "ok"),
        ("secrets", "ok"),
        ("data folder", "ok"),
        ("disk space", "ok"),
        ("journal", "ok"),
        ("database", "ok"),
        ("migrations", "ok"),
        ("clock", "ok"),
        ("service", "ok"),
        ("settings", "ok"),
        ("callback address", "ok"),
        ("callback URL", "ok"),
    ];
    assert_eq!(report.outcomes(), expected.into(), "{report:#?}");
    report.assert_told("data folder", "ok", &[&format!("process {}", service.child.id())]);
    report.assert_told("callback URL", "warning", &["not encrypted"]);
    report.assert_told("callback URL", "ok", &[&format!("the Sign of app {APP}")]);
    assert_eq!(place.database.count("imhook.callbacks").await, 0, "nothing of the trial is kept");

    let (status, text, _) = run(&mut place.command(&[]), &["--clock-url", &place.clock.url]);
    assert_eq!(status, 0, "{text}");
    assert!(text.contains("ok       database          Postgres "), "{text}");
    assert!(!text.contains('\u{1b}'), "no colours in a pipe: {text}");
    let mut coloured = place.command(&[("CLICOLOR_FORCE", "1")]);
    assert!(run(&mut coloured, &["--clock-url", &place.clock.url]).1.contains("\u{1b}[32mok"));
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_needs_the_token_of_the_admin_address() {
    let place = Place::new().await;
    let variable = "IMHOOK_ADMIN_TOKEN";
    let service = place.serve(&[(variable, "s3cr3t")]);
    eventually("a recorder that records", async || {
        let report = place.doctor(&[(variable, "s3cr3t")], &[]);
        (report.outcomes().get("service") == Some(&"ok")).then_some(())
    })
    .await;
    for other in ["", "s3cr3t-2"] {
        place.doctor(&[(variable, other)], &[]).assert_fault("service", &[variable]);
    }
    assert!(service.terminate().await.success());
    let public = [("IMHOOK_ADMIN_LISTEN", "0.0.0.0:0")];
    place.doctor(&public, &[]).assert_fault("configuration", &[variable, "0.0.0.0"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_has_no_complaint_before_the_first_start() {
    let place = Place::new().await;
    let data = place.data.path().join("a/b");
    let report = place.doctor(&[("IMHOOK_DATA_DIR", data.to_str().unwrap())], &[]);
    assert_eq!(report.status, 0, "{report:#?}");
    report.assert_told("data folder", "ok", &["`imhook serve` makes it"]);
    report.assert_told("addresses", "ok", &["free"]);
    report.assert_told("callback URL", "skipped", &["--url"]);
    assert!(!data.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_asks_the_private_postgres_where_it_runs() {
    let place = Place::new().await;
    let none: &[(&str, &str)] = &[("DATABASE_URL", "")];
    let report = place.doctor(none, &[]);
    assert_eq!((report.status, report.outcomes()["database"]), (0, "skipped"), "{report:#?}");
    assert!(!place.data.path().join("postgres").exists(), "no cluster is made");
    let service = place.serve(none);
    service.until_postgres_is(true).await;
    let report = place.doctor(none, &[]);
    report.assert_told("database", "ok", &["private Postgres"]);
    assert_eq!((report.status, report.outcomes()["migrations"]), (0, "ok"), "{report:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_a_missing_database() {
    let place = Place::new().await;
    let away = [("DATABASE_URL", "postgres://u:s3cr3t@127.0.0.1:1/imhook")];
    place.doctor(&away, &[]).assert_fault("database", &["refused", "DATABASE_URL"]);
    let other = [("DATABASE_URL", "mysql://u:s3cr3t@127.0.0.1/imhook")];
    place.doctor(&other, &[]).assert_fault("database", &["is not a Postgres URL"]);
    let name = place.database.url.replace("/test_", "/no_such_");
    place.doctor(&[("DATABASE_URL", &name)], &[]).assert_fault("database", &["does not exist"]);
    // Takes connections and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://u:s3cr3t@{}/imhook", silent.local_addr().unwrap());
    place.doctor(&[("DATABASE_URL", &url)], &[]).assert_fault("database", &["does not answer in time"]);
    let sql = "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$";
    sqlx::query(sql).execute(&place.database.pool).await.unwrap();
    place.doctor(&[], &[]).assert_fault("database", &["takes no writes", "standby"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_migrations_of_another_imhook() {
    let place = Place::new().await;
    let empty = Database::empty().await;
    place
        .doctor(&[("DATABASE_URL", &empty.url)], &[])
        .assert_fault("migrations", &["missing: 1, 2, 3", "imhook migrate"]);
    assert_eq!(empty.count("pg_namespace where nspname in ('imhook', 'analytics')").await, 0);
    let change = async |sql: &'static str| sqlx::query(sql).execute(&place.database.pool).await.unwrap();
    change("update imhook.migrations set version = 9001 where version = 3").await;
    place.doctor(&[], &[]).assert_fault("migrations", &["does not know: 9001", "newer imhook"]);
    change("delete from imhook.migrations where version = 9001").await;
    place.doctor(&[], &[]).assert_fault("migrations", &["missing: 3"]);
    change("update imhook.migrations set checksum = 'x' where version = 2").await;
    place.doctor(&[], &[]).assert_fault("migrations", &["broken off: 2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_an_unreadable_journal() {
    let place = Place::new().await;
    place.serve_once().await;
    // Nothing of it in the log, where it could be read in place of what is planted here.
    let connection = rusqlite::Connection::open(place.journal()).unwrap();
    connection.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())).unwrap();
    connection.close().unwrap();
    let whole = std::fs::read(place.journal()).unwrap();
    place.doctor(&[], &[]).assert_told("journal", "ok", &["empty"]);
    let version = u32::to_be_bytes(77);
    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&version);
    std::fs::write(place.journal(), newer).unwrap();
    place.doctor(&[], &[]).assert_fault("journal", &["has format 77", "newer imhook"]);
    let mut damaged = whole.clone();
    damaged[16_384..].fill(0x5a);
    std::fs::write(place.journal(), damaged).unwrap();
    place.doctor(&[], &[]).assert_fault("journal", &["journal.db", "malformed"]);
    std::fs::write(place.journal(), "no database at all").unwrap();
    place.doctor(&[], &[]).assert_fault("journal", &["not a database"]);
    std::fs::write(place.journal(), whole).unwrap();
    assert_eq!(place.doctor(&[], &[]).status, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_tells_of_records_that_wait() {
    let place = Place::new().await;
    let away = [("DATABASE_URL", "postgres://u@127.0.0.1:1/imhook")];
    let service = place.serve(&away);
    for _ in 0..3 {
        assert_eq!(service.post(&message("hello").0).await.0, 200);
    }
    place.doctor(&[], &[]).assert_told("journal", "ok", &["3 records", "of 4.0 GiB"]);
    place.doctor(&[], &[]).assert_told("service", "warning", &["Postgres is away", "3 callbacks"]);
    // After a crash: the log of SQLite is still there, and stays as it is.
    service.kill();
    let before = tree(place.data.path());
    assert!(before.keys().any(|path| path.ends_with("journal.db-wal")), "{before:?}");
    place.doctor(&[], &[]).assert_told("journal", "ok", &["3 records"]);
    assert_eq!(tree(place.data.path()), before);
    let small = [("IMHOOK_JOURNAL_MAX", "1000")];
    place.doctor(&small, &[]).assert_fault("journal", &["the journal is full"]);
    let log = place.journal().with_extension("db-shm");
    std::fs::remove_file(&log).unwrap();
    place.doctor(&[], &[]).assert_told("journal", "warning", &["without its index"]);
    assert!(!log.exists());
    let connection = rusqlite::Connection::open(place.journal()).unwrap();
    connection.execute("update records set received_at = received_at - 120000000", []).unwrap();
    connection.close().unwrap();
    place.doctor(&[], &[]).assert_told(
        "journal",
        "warning",
        &["3 records", "check that `imhook serve` is running"],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_changes_nothing() {
    let place = Place::new().await;
    let (nothing, rows) = (tree(place.data.path()), "pg_class");
    let before = place.database.count(rows).await;
    place.doctor(&[], &[]);
    assert_eq!(tree(place.data.path()), nothing);
    assert_eq!(place.database.count(rows).await, before);
    place.serve_once().await;
    let stopped = tree(place.data.path());
    assert!(stopped.len() >= 3, "{stopped:?}");
    place.doctor(&[], &[]);
    assert_eq!(tree(place.data.path()), stopped);
    // And a service can start meanwhile.
    let service = place.serve(&[]);
    service.until_postgres_is(true).await;
    let names = |tree: BTreeMap<PathBuf, _>| tree.into_keys().collect::<Vec<_>>();
    let running = names(tree(place.data.path()));
    place.doctor(&[], &[]);
    assert_eq!(names(tree(place.data.path())), running);
    assert_eq!(service.post(&message("hello").0).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_an_unusable_data_folder() {
    let place = Place::new().await;
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    place
        .doctor(&[("IMHOOK_DATA_DIR", &path(file.path()))], &[])
        .assert_fault("data folder", &["is no folder", "IMHOOK_DATA_DIR"]);
    place
        .doctor(&[("IMHOOK_DATA_DIR", &path(&file.path().join("data")))], &[])
        .assert_fault("data folder", &["Not a directory"]);
    // As somebody else.
    if rustix::process::geteuid().is_root() {
        let program = folder();
        let imhook = program.path().join("imhook");
        std::fs::copy(env!("CARGO_BIN_EXE_imhook"), &imhook).unwrap();
        let closed = place.data.path().join("closed");
        std::fs::create_dir(&closed).unwrap();
        let mut doctor = Command::new(imhook);
        let given = place.command(&[("IMHOOK_DATA_DIR", &path(&closed))]);
        doctor.env_clear().envs(given.get_envs().filter_map(|(name, value)| Some((name, value?))));
        doctor.uid(65_534).gid(65_534).current_dir("/");
        let report = place.report(&mut doctor, &[]);
        report.assert_told("data folder", "fault", &["cannot be written by this user", "Permission denied"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_a_full_disk() {
    let place = Place::new().await;
    place
        .doctor(&[("IMHOOK_JOURNAL_MAX", "1000PiB")], &[])
        .assert_fault("disk space", &["more than the disk has", "IMHOOK_JOURNAL_MAX"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_a_wrong_clock() {
    let place = Place::new().await;
    for (skew, outcome) in [(-100, "fault"), (100, "fault"), (30, "warning"), (0, "ok")] {
        let other = Web::start(skew, "405 Method Not Allowed", "");
        let report = place.doctor(&[], &["--clock-url", &other.url]);
        assert_eq!(report.outcomes()["clock"], outcome, "{skew} {report:#?}");
        if outcome == "fault" {
            report.assert_fault("clock", &["s off", "refused beyond 60 s", "NTP"]);
        }
    }
    let slow = Web::start(-100, "200 OK", "");
    let host = slow.url.trim_end_matches("/callback");
    place.report_with_its_clock(&[("IMHOOK_REST_HOST", host)]).assert_fault("clock", &[host]);
    let nobody = format!("http://127.0.0.1:{}", free_port());
    let report = place.doctor(&[], &["--clock-url", &nobody]);
    assert_eq!((report.status, report.outcomes()["clock"]), (0, "skipped"));
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_a_callback_url_that_leads_elsewhere() {
    let place = Place::new().await;
    let service = place.serve(&[]);
    service.until_postgres_is(true).await;
    let at = |url: &str| place.doctor(&[], &["--url", url]);
    let nobody = format!("http://u:s3cr3t@127.0.0.1:{}/callback?x=s3cr3t", free_port());
    at(&nobody).assert_fault("callback URL", &["cannot be reached", "refused"]);
    at("http://imhook.invalid/callback").assert_fault("callback URL", &["cannot be reached", "DNS"]);
    let path = format!("http://127.0.0.1:{}/webhook", service.port);
    at(&path).assert_fault("callback URL", &["the path is wrong", "IMHOOK_CALLBACK_PATH"]);
    for (status, body, words) in [
        ("200 OK", "<html>welcome</html>", "another program serves this URL"),
        (
            "200 OK",
            "{\"ActionStatus\":\"FAIL\",\"ErrorCode\":1,\"ErrorInfo\":\"no\\u001b\"}",
            "answers 200 OK: no",
        ),
        ("502 Bad Gateway", "", "the proxy does not reach imhook"),
        ("301 Moved Permanently", "", "does not follow"),
    ] {
        at(&Web::start(0, status, body).url).assert_fault("callback URL", &[words]);
    }
    // Takes connections and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    at(&format!("http://{}/callback", silent.local_addr().unwrap()))
        .assert_fault("callback URL", &["cannot be reached"]);
    let (status, _, error) = run(&mut place.command(&[]), &["--url", "im.example.com/callback"]);
    assert_eq!(status, 2, "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_a_token_that_the_service_does_not_have() {
    let place = Place::new().await;
    let service = place.serve(&[]);
    service.until_postgres_is(true).await;
    let apps = place.data.path().join("apps.toml");
    std::fs::write(&apps, "[[app]]\nsdk_app_id = 1400555002\ncallback_tokens = ['s3cr3t-2']\n").unwrap();
    std::fs::set_permissions(&apps, std::fs::Permissions::from_mode(0o600)).unwrap();
    let report = place.doctor(&[("IMHOOK_APPS", apps.to_str().unwrap())], &[]);
    report.assert_fault("callback address", &["refuses the Sign of app 1400555002", "restart it"]);
    let wrong = place.doctor(&[("IMHOOK_CALLBACK_TOKEN", "s3cr3t-3")], &[]);
    wrong.assert_fault("callback address", &["refuses the Sign of app 1400555001", "does not match"]);
    wrong.assert_told("settings", "warning", &["other values of IMHOOK_CALLBACK_TOKEN"]);
    let forged = signature("another", chrono::Utc::now().timestamp());
    let url = service.url(&format!("SdkAppid={APP}&CallbackCommand=C2C.CallbackAfterSendMsg&{forged}"));
    assert_eq!(client().build().unwrap().post(url).body("{}").send().await.unwrap().status(), 401);
    let after = place.doctor(&[], &[]);
    after.assert_told(
        "refusals",
        "warning",
        &["of app 1400555001 (sign)", "is IMHOOK_CALLBACK_TOKEN the token"],
    );
    let misspelt = place.doctor(&[("IMHOOK_APP_ID", "s3cr3t")], &[]);
    misspelt.assert_told("configuration", "warning", &["IMHOOK_APP_ID (is IMHOOK_SDK_APP_ID meant?)"]);
    let second = place.doctor(&[("IMHOOK_CALLBACK_TOKEN", &format!("{TOKEN},s3cr3t-4"))], &[]);
    second.assert_fault("callback address", &["refuses the Sign of app 1400555001"]);
    second.assert_told("callback address", "ok", &["the Sign of app 1400555001"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_wrong_apps() {
    let place = Place::new().await;
    let with = |name, value| place.doctor(&[(name, value)], &[]);
    with("IMHOOK_CALLBACK_TOKEN", "")
        .assert_fault("configuration", &["has no callback token", "IMHOOK_CALLBACK_TOKEN"]);
    with("IMHOOK_CALLBACK_TOKEN", "s3cr3t,,").assert_fault("configuration", &["is empty"]);
    with("IMHOOK_SDK_APP_ID", "").assert_fault("configuration", &["but not IMHOOK_SDK_APP_ID"]);
    with("IMHOOK_APPS", "/nonexistent").assert_fault("configuration", &["cannot read IMHOOK_APPS"]);
    let apps = place.data.path().join("apps.toml");
    std::fs::write(&apps, "[[app]]\nsdk_app_id = 'x'\ncallback_tokens = ['s3cr3t'\n").unwrap();
    let path = apps.to_str().unwrap();
    with("IMHOOK_APPS", path).assert_fault("configuration", &["apps.toml, line"]);
    let unsigned = [("IMHOOK_CALLBACK_TOKEN", ""), ("IMHOOK_ALLOW_UNSIGNED", "true")];
    place.doctor(&unsigned, &[]).assert_told("configuration", "warning", &["anybody can post"]);
    let none = [("IMHOOK_CALLBACK_TOKEN", ""), ("IMHOOK_SDK_APP_ID", ""), ("IMHOOK_SECRET_KEY", "")];
    place.doctor(&none, &[]).assert_told("configuration", "warning", &["development mode"]);
    let public = [none[0], none[1], none[2], ("IMHOOK_LISTEN", "0.0.0.0:18080")];
    place.doctor(&public, &[]).assert_fault("configuration", &["loopback only"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_secrets_that_look_wrong_or_lie_open() {
    let place = Place::new().await;
    let with = |name, value: &str| place.doctor(&[(name, value)], &[]);
    with("IMHOOK_SECRET_KEY", "s3cr3t").assert_told(
        "secrets",
        "warning",
        &["64 hexadecimal digits", "1400555001"],
    );
    let long = "s3cr3t".repeat(30);
    with("IMHOOK_CALLBACK_TOKEN", &long).assert_told("secrets", "warning", &["180 characters", "128"]);
    for name in ["apps.toml", ".env"] {
        let path = place.data.path().join(name);
        std::fs::write(&path, "[[app]]\nsdk_app_id = 4711\ncallback_tokens = [\"long enough\"]\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let path = path.to_str().unwrap();
        let told = if name == ".env" { place.doctor(&[], &[]) } else { with("IMHOOK_APPS", path) };
        assert_eq!(told.status, 0);
        told.assert_told("secrets", "warning", &[name, "644", "chmod o="]);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o640)).unwrap();
        let told = if name == ".env" { place.doctor(&[], &[]) } else { with("IMHOOK_APPS", path) };
        assert_eq!(told.outcomes()["secrets"], "ok", "{told:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_addresses_that_are_taken() {
    let place = Place::new().await;
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for variable in ["IMHOOK_LISTEN", "IMHOOK_ADMIN_LISTEN"] {
        place
            .doctor(&[(variable, &address)], &[])
            .assert_fault("addresses", &[variable, &address, "something else listens there"]);
    }
    let foreign = [("IMHOOK_LISTEN", "203.0.113.7:8080")];
    place.doctor(&foreign, &[]).assert_fault("addresses", &["cannot listen on 203.0.113.7:8080"]);
    // A service that runs with other variables than doctor has.
    let service = place.serve(&[]);
    service.until_postgres_is(true).await;
    let other = format!("127.0.0.1:{}", free_port());
    place
        .doctor(&[("IMHOOK_ADMIN_LISTEN", &other)], &[])
        .assert_fault("service", &["does not answer", "the variables of the service"]);
    place.doctor(&[("IMHOOK_ADMIN_LISTEN", &address)], &[]).assert_told(
        "service",
        "fault",
        &["does not answer"],
    );
}
