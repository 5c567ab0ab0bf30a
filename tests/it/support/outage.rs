//! Databases that can go away.

use super::eventually;
use super::postgres::Database;
use futures_util::FutureExt as _;
use imhook::internals::{DataDir, postgres};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;

/// A database of the common server, by a way of its own that can be cut.
pub struct Wire {
    /// The database itself.
    pub database: Database,
    /// The way to it.
    pub url: String,
    socket: PathBuf,
    link: PathBuf,
    _folder: TempDir,
}

impl Wire {
    pub async fn new() -> Self {
        let (database, folder) = (Database::new().await, super::folder());
        let (start, query) = database.url.split_once('?').unwrap();
        let host = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "host").unwrap().1;
        let (socket, link) = (PathBuf::from(&*host), folder.path().join("run"));
        let url = format!("{start}?host={}&user=imhook&port=5432", link.display());
        let wire = Self { database, url, socket, link, _folder: folder };
        wire.mend();
        wire
    }

    /// Where it must be cut before the service starts.
    pub async fn new_cut() -> Self {
        let wire = Self::new().await;
        wire.cut().await;
        wire
    }

    pub fn variables(&self) -> [(&'static str, &str); 1] {
        [("DATABASE_URL", &self.url)]
    }

    /// No new connections, and the end of those that are there.
    pub async fn cut(&self) {
        std::fs::remove_file(&self.link).unwrap();
        let sql = "select count(pg_terminate_backend(pid)) from pg_stat_activity
                   where datname = current_database() and application_name = 'imhook'";
        eventually("the end of the connections", async || {
            let left: i64 = sqlx::query_scalar(sql).fetch_one(&self.database.pool).await.unwrap();
            (left == 0).then_some(())
        })
        .await;
    }

    pub fn mend(&self) {
        std::os::unix::fs::symlink(&self.socket, &self.link).unwrap();
    }
}

/// A database of the common server, by a way that can fall silent as a host does that vanishes: no end of a connection
/// is told, and no byte comes any more.
pub struct Relay {
    /// The database itself.
    pub database: Database,
    /// The way to it.
    pub url: String,
    way: watch::Sender<Way>,
    _folder: TempDir,
}

/// The state of a relay's way.
#[derive(Clone, Default)]
struct Way {
    /// How often it fell silent: a connection of the time before stays silent for good.
    silences: u32,
    /// New connections are silent, too.
    silent: bool,
    /// The statement at which it falls silent next.
    last_words: Option<String>,
}

impl Way {
    fn silence(&mut self) {
        *self = Self { silences: self.silences + 1, silent: true, last_words: None };
    }
}

impl Relay {
    pub async fn new() -> Self {
        Self::to(Database::new().await)
    }

    /// A way to this database.
    pub fn to(database: Database) -> Self {
        let folder = super::folder();
        let (start, query) = database.url.split_once('?').unwrap();
        let host = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "host").unwrap().1;
        let server = PathBuf::from(&*host).join(".s.PGSQL.5432");
        let url = format!("{start}?host={}&user=imhook&port=5432", folder.path().display());
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let way = watch::Sender::new(Way::default());
        let state = way.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(relay(client, server.clone(), state.clone()));
            }
        });
        Self { database, url, way, _folder: folder }
    }

    pub fn variables(&self) -> [(&'static str, &str); 1] {
        [("DATABASE_URL", &self.url)]
    }

    /// The same for a service that is soon impatient.
    pub fn impatient(&self) -> [(&'static str, &str); 2] {
        [("DATABASE_URL", &self.url), ("IMHOOK_DATABASE_TIMEOUT", "1s")]
    }

    /// Silences the connections that are there, and new ones; or lets new ones speak again.
    pub fn silence(&self, silent: bool) {
        self.way.send_modify(|way| if silent { way.silence() } else { way.silent = false });
    }

    /// Has it fall silent at the next statement that has these words; the server does not get it.
    pub fn vanish_at(&self, words: &str) {
        self.way.send_modify(|way| way.last_words = Some(words.to_owned()));
    }

    /// Waits until it has fallen silent.
    pub async fn until_vanished(&self) {
        let mut way = self.way.subscribe();
        let vanished = way.wait_for(|way| way.silent);
        tokio::time::timeout(super::AT_ALL, vanished).await.expect("the statement comes").unwrap();
    }
}

/// One connection of a relay.
async fn relay(mut client: UnixStream, server: PathBuf, way: watch::Sender<Way>) {
    let (mut state, born) = (way.subscribe(), way.borrow().silences);
    let mut server = UnixStream::connect(server).await.unwrap();
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let up = async {
        let mut bytes = vec![0; 1 << 16];
        while let Ok(length @ 1..) = from_client.read(&mut bytes).await {
            let said =
                |words: &String| bytes[..length].windows(words.len()).any(|part| part == words.as_bytes());
            if way.borrow().last_words.as_ref().is_some_and(said) {
                way.send_modify(Way::silence);
                std::future::pending::<()>().await;
            }
            to_server.write_all(&bytes[..length]).await.unwrap();
        }
    };
    let silenced = state.wait_for(|way| way.silent || way.silences > born).map(drop);
    tokio::select! {
        biased;
        // A connection of that time stays silent for good.
        () = silenced => std::future::pending().await,
        () = up => {}
        _ = tokio::io::copy(&mut from_server, &mut to_client) => {}
    }
}

/// A server of one test.
pub struct OwnServer {
    pub url: String,
    pub pool: PgPool,
    running: Option<postgres::Private>,
    data: DataDir,
    _folder: TempDir,
}

impl OwnServer {
    /// One that has never run.
    pub fn new() -> Self {
        let folder = super::folder();
        let data = DataDir::open(folder.path()).unwrap();
        let url = postgres::url(folder.path());
        let pool = PgPoolOptions::new().max_connections(2).connect_lazy(&url).unwrap();
        Self { url, pool, running: None, data, _folder: folder }
    }

    pub fn variables(&self) -> [(&'static str, &str); 1] {
        [("DATABASE_URL", &self.url)]
    }

    pub async fn start(&mut self) {
        let path = std::env::var_os("PATH");
        let settings = postgres::Settings { bin_dir: None, path, durable: false };
        self.running = Some(postgres::Private::start(&self.data, settings).await.unwrap());
    }

    pub async fn stop(&mut self) {
        self.running.take().unwrap().stop().await;
    }

    /// `kill -9`; it is started again at once.
    pub async fn kill(&self) {
        let server = self.running.as_ref().unwrap();
        let old = server.pid().unwrap();
        super::kill(old);
        eventually("a new server", async || server.pid().is_some_and(|pid| pid != old).then_some(())).await;
    }
}

/// The private Postgres's process.
pub fn postmaster(data: &Path) -> u32 {
    let text = std::fs::read_to_string(data.join("postgres/data/postmaster.pid")).unwrap();
    text.lines().next().unwrap().parse().unwrap()
}

/// Whether a process lives; one that nobody has reaped does not.
pub fn is_alive(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}
