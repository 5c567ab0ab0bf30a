//! The private server against a real Postgres: the traps of running one, each shown.

use super::account::Account;
use super::launcher::Launcher;
use super::layout::Layout;
use super::search_path::SearchPath;
use super::{DataDir, Error, Private, Settings, is_running, process, url};
use rustix::process::{Pid, Signal, getpgid};
use sqlx::{Connection, PgConnection};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A data folder that the lower user can reach.
struct Place {
    home: tempfile::TempDir,
    data: PathBuf,
}

impl Place {
    fn new() -> Self {
        let home = tempfile::Builder::new().prefix("imhook-pg-").tempdir_in("/tmp").unwrap();
        std::fs::set_permissions(home.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let data = home.path().join("data");
        Self { home, data }
    }

    fn open(&self) -> DataDir {
        DataDir::open(&self.data).unwrap()
    }

    fn layout(&self) -> Layout {
        Layout::of(&self.data)
    }
}

/// Writes a file and its folder as the user that Postgres runs as would.
fn put(file: &Path, text: &str) {
    let account = launcher().account;
    let folder = file.parent().unwrap();
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(file, text).unwrap();
    for path in [folder, file] {
        chown(path, Some(account.uid), Some(account.gid)).unwrap();
    }
}

fn settings() -> Settings {
    let path = Some("/usr/local/bin:/usr/bin:/bin".into());
    Settings { path, durable: false, ..Settings::default() }
}

fn launcher() -> Launcher {
    Launcher::new(Account::choose(Path::new("/nonexistent")).unwrap(), &SearchPath::new(None))
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

async fn start(dir: &DataDir) -> Private {
    Private::start(dir, settings()).await.unwrap()
}

async fn refusal(place: &Place, settings: Settings) -> Error {
    Private::start(&place.open(), settings).await.unwrap_err()
}

async fn one(url: &str) -> Result<i32, sqlx::Error> {
    let mut connection = PgConnection::connect(url).await?;
    sqlx::query_scalar("select 1").fetch_one(&mut connection).await
}

fn number(server: &Private) -> i32 {
    server.pid().unwrap().try_into().unwrap()
}

async fn until(what: &str, limit: Duration, mut holds: impl AsyncFnMut() -> bool) -> Duration {
    let begun = Instant::now();
    while !holds().await {
        assert!(begun.elapsed() < limit, "not within {limit:?}: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn starts_stops_and_starts_again() {
    let place = Place::new();
    let dir = place.open();
    let server = start(&dir).await;
    assert_eq!(server.url(), url(&place.data));
    assert_eq!(one(server.url()).await.unwrap(), 1);
    assert!(is_running(&place.data));
    let ours = getpgid(None).unwrap();
    assert_ne!(getpgid(Pid::from_raw(number(&server))).unwrap(), ours, "Ctrl-C would reach it");
    if let Some(psql) = SearchPath::new(None).tool("psql") {
        let said = Command::new(psql)
            .arg(server.url())
            .args(["-Atc", "select current_database()"])
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&said.stdout).trim(), "imhook", "{said:?}");
    }
    server.stop().await;
    assert!(!is_running(&place.data));
    let again = start(&dir).await;
    assert_eq!(one(again.url()).await.unwrap(), 1);
    again.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_kept_by_default() {
    let place = Place::new();
    let server = Private::start(&place.open(), Settings { durable: true, ..settings() }).await.unwrap();
    let mut connection = PgConnection::connect(server.url()).await.unwrap();
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        let sql = "select current_setting($1)";
        let value: String = sqlx::query_scalar(sql).bind(setting).fetch_one(&mut connection).await.unwrap();
        assert_eq!(value, "on", "{setting}");
    }
    server.stop().await;
}

/// Trap 1: Postgres runs as a lower user, who cannot pass through a closed home.
#[tokio::test(flavor = "multi_thread")]
async fn a_closed_parent_is_named() {
    if !is_root() {
        return;
    }
    let place = Place::new();
    std::fs::set_permissions(place.home.path(), PermissionsExt::from_mode(0o700)).unwrap();
    let error = refusal(&place, settings()).await;
    assert!(matches!(&error, Error::Barred { folder, .. } if folder == place.home.path()), "{error}");
    assert!(error.to_string().contains("IMHOOK_DATA_DIR"), "{error}");
}

/// Trap 2: the number in `postmaster.pid` is another process's, or a zombie's.
#[tokio::test(flavor = "multi_thread")]
async fn stale_pid_files_do_not_block() {
    let place = Place::new();
    let dir = place.open();
    start(&dir).await.stop().await;
    // As the user that Postgres runs as: it ignores other users' processes by itself.
    let mut sleeper = launcher().command(Path::new("/bin/sleep")).arg("60").spawn().unwrap();
    let mut zombie = launcher().command(Path::new("/bin/sh")).args(["-c", ":"]).spawn().unwrap();
    let stat = format!("/proc/{}/stat", zombie.id());
    if Path::new(&stat).exists() {
        let dead = async || std::fs::read_to_string(&stat).unwrap().contains(") Z ");
        until("a zombie", Duration::from_secs(5), dead).await;
    }
    let layout = place.layout();
    for pid in [sleeper.id().to_string(), zombie.id().to_string(), String::new(), "-1".to_owned()] {
        let text = format!("{pid}\n{}\n1\n5432\n", layout.cluster().display());
        put(&layout.cluster().join("postmaster.pid"), &text);
        put(&layout.socket_lock(), &text);
        let server = start(&dir).await;
        assert_eq!(one(server.url()).await.unwrap(), 1);
        server.stop().await;
    }
    assert!(sleeper.try_wait().unwrap().is_none(), "somebody else's process was ended");
    sleeper.kill().unwrap();
    sleeper.wait().unwrap();
    zombie.wait().unwrap();
}

/// Trap 2: a server that outlived its service, and the busy process of a server that was killed.
#[tokio::test(flavor = "multi_thread")]
async fn orphans_do_not_block() {
    let place = Place::new();
    let dir = place.open();
    let server = start(&dir).await;
    let busy = "select count(*) from generate_series(1, 1000000000)";
    let mut connection = PgConnection::connect(server.url()).await.unwrap();
    let query = tokio::spawn(async move { sqlx::query(busy).execute(&mut connection).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let cluster = place.layout().cluster();
    let postmaster = number(&server);
    // The supervisor meets the busy process when it starts the server again.
    process::send(postmaster, Signal::KILL);
    let running = async || server.pid().is_some_and(|pid| i64::from(pid) != i64::from(postmaster));
    until("a new server", Duration::from_secs(2), running).await;
    until("an answer", Duration::from_secs(2), async || one(server.url()).await.is_ok()).await;
    assert!(query.await.unwrap().is_err());
    server.stop().await;

    let mut orphan = orphan(&place);
    until("the orphan", Duration::from_secs(5), async || one(&url(&place.data)).await.is_ok()).await;
    assert!(process::serves(orphan.id().try_into().unwrap(), &cluster));
    let server = start(&dir).await;
    assert!(orphan.try_wait().unwrap().is_some());
    server.stop().await;
}

/// A server that no death signal reaches.
fn orphan(place: &Place) -> Child {
    let (layout, launcher) = (place.layout(), launcher());
    let found = super::Found::search(&layout, &SearchPath::new(None), &launcher);
    let mut command = launcher.command(&found.fit[0].program("postgres"));
    command.arg("-D").arg(layout.cluster()).args(["-c", "listen_addresses=", "-c"]);
    command.arg(format!("unix_socket_directories={}", layout.socket_dir().display()));
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_is_started_again_and_a_dropped_one_ends() {
    let place = Place::new();
    let server = start(&place.open()).await;
    for _ in 0..2 {
        let killed = server.pid().unwrap();
        process::send(number(&server), Signal::KILL);
        let back = async || server.pid().is_some_and(|pid| pid != killed) && one(server.url()).await.is_ok();
        until("a new server", Duration::from_secs(5), back).await;
    }
    let pid = number(&server);
    let cluster = place.layout().cluster();
    drop(server);
    until("its end", Duration::from_secs(5), async || !process::serves(pid, &cluster)).await;
}

/// Trap 4: a killed `initdb` leaves something that is no cluster.
#[tokio::test(flavor = "multi_thread")]
async fn an_unfinished_cluster_is_made_anew() {
    let place = Place::new();
    let dir = place.open();
    let leftovers = ["data.new", "data.new-1"].map(|name| place.layout().folder().join(name));
    for folder in &leftovers {
        put(&folder.join("PG_VERSION"), "15\n");
    }
    let server = start(&dir).await;
    assert_eq!(one(server.url()).await.unwrap(), 1);
    assert!(leftovers.iter().all(|folder| !folder.exists()));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_clusters_are_left_alone() {
    let place = Place::new();
    let cluster = place.layout().cluster();
    let _ = place.open();
    put(&cluster.join("PG_VERSION"), "9\n");
    let error = refusal(&place, settings()).await;
    assert!(matches!(&error, Error::WrongMajor { cluster, .. } if cluster == "9"), "{error}");
    let entries: Vec<_> =
        std::fs::read_dir(&cluster).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(entries, ["PG_VERSION"]);
    assert_eq!(std::fs::read_to_string(cluster.join("PG_VERSION")).unwrap(), "9\n");

    std::fs::rename(cluster.join("PG_VERSION"), cluster.join("holiday.jpg")).unwrap();
    assert!(matches!(refusal(&place, settings()).await, Error::NotACluster { .. }));
    assert!(cluster.join("holiday.jpg").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_stay_up_is_quoted() {
    let place = Place::new();
    start(&place.open()).await.stop().await;
    put(&place.layout().cluster().join("postgresql.conf"), "no_such_setting = 1\n");
    let error = refusal(&place, settings()).await.to_string();
    assert!(error.contains("no_such_setting"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn useless_binaries_are_named() {
    let place = Place::new();
    let _ = place.open();
    let folder = place.home.path().join("old");
    let named = Settings { bin_dir: Some(folder.clone()), ..settings() };
    let error = refusal(&place, named.clone()).await.to_string();
    assert!(error.contains("IMHOOK_PG_BIN") && error.contains("initdb"), "{error}");
    for program in ["postgres", "initdb"] {
        put(&folder.join(program), "#!/bin/sh\necho 'postgres (PostgreSQL) 13.4'\n");
        std::fs::set_permissions(folder.join(program), PermissionsExt::from_mode(0o755)).unwrap();
    }
    let error = refusal(&place, named).await.to_string();
    assert!(error.contains("13.4 is too old"), "{error}");
    // In PATH it is passed over.
    let server =
        Private::start(&place.open(), Settings { path: Some(folder.into()), ..settings() }).await.unwrap();
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_path_has_its_socket_in_tmp() {
    let mut place = Place::new();
    place.data = place.home.path().join("x".repeat(80));
    let dir = place.open();
    let folder = place.layout().socket_dir().to_owned();
    assert!(folder.to_str().unwrap().starts_with("/tmp/imhook-"));

    // Whoever got there first could answer in the server's place.
    std::os::unix::fs::symlink(place.home.path(), &folder).unwrap();
    assert!(matches!(refusal_of(&dir).await, Error::SocketFolder { .. }));
    std::fs::remove_file(&folder).unwrap();
    if is_root() {
        std::fs::create_dir(&folder).unwrap();
        chown(&folder, Some(4711), Some(4711)).unwrap();
        assert!(refusal_of(&dir).await.to_string().contains("user 4711"));
        std::fs::remove_dir(&folder).unwrap();
    }

    let server = start(&dir).await;
    assert_eq!(one(server.url()).await.unwrap(), 1);
    assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    server.stop().await;
    std::fs::remove_dir_all(folder).unwrap();
}

async fn refusal_of(dir: &DataDir) -> Error {
    Private::start(dir, settings()).await.unwrap_err()
}

const MARK: &str = "serve-here";

/// Not a test: the process that [`a_killed_service_starts_clean`] kills.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by another test"]
async fn service_to_kill() {
    let folder = std::env::current_dir().unwrap();
    if folder.join(MARK).exists() {
        let dir = DataDir::open(&folder.join("data")).unwrap();
        let _server = start(&dir).await;
        std::fs::write(folder.join(MARK), "ready").unwrap();
        tokio::time::sleep(Duration::from_mins(1)).await;
    }
}

/// Trap 3: the death signal, which only comes while the thread that spawned lives on.
#[tokio::test(flavor = "multi_thread")]
async fn a_killed_service_starts_clean() {
    let place = Place::new();
    let (_, module) = module_path!().split_once("::").unwrap();
    let test = format!("{module}::service_to_kill");
    let mark = place.home.path().join(MARK);
    for round in 0..3 {
        std::fs::write(&mark, "").unwrap();
        let mut service = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "--ignored", &test])
            .current_dir(place.home.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let ready = async || std::fs::read_to_string(&mark).unwrap() == "ready";
        let limit = Duration::from_secs(if round == 0 { 20 } else { 2 });
        until("a clean start", limit, ready).await;
        let cluster = place.layout().cluster();
        assert!(is_running(&place.data));
        service.kill().unwrap();
        service.wait().unwrap();
        // Without setpriv only the next start ends it.
        if round == 1 && SearchPath::new(None).tool("setpriv").is_some() {
            let gone = async || process::servers(&cluster).is_empty();
            until("the server's end", Duration::from_secs(1), gone).await;
        }
    }
    let begun = Instant::now();
    let server = start(&place.open()).await;
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    server.stop().await;
}
