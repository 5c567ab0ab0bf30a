//! The private Postgres: a server that imhook starts, and ends, where no `DATABASE_URL` is given.
//!
//! The server runs with fsync on, listens on a unix socket that only its own user and root may use, lives and dies with
//! this process, and is started again when it crashes. The lock on the data folder (see [`DataDir`]) proves that no
//! other imhook uses it: hence the remains of a crash are cleared without asking. This room is a supervisor of a child
//! process; it knows nothing of `store`.

mod account;
mod binaries;
mod choice;
mod cluster;
mod error;
#[cfg(feature = "fetch-postgres")]
mod fetch;
#[cfg(not(feature = "fetch-postgres"))]
#[path = "no_fetch.rs"]
mod fetch;
mod install;
mod launcher;
mod layout;
mod leftovers;
mod log;
mod process;
mod ready;
mod search_path;
mod supervisor;
#[cfg(test)]
mod tests;
mod version;

pub use choice::{database_url, private};
pub use error::Error;

use crate::config::data_dir::DataDir;
use account::Account;
use binaries::{Binaries, Found};
use launcher::Launcher;
use layout::{Layout, NAME};
use search_path::SearchPath;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use supervisor::{Handle, KeepRunning, Plan};

/// What the environment says about the private Postgres; `config` alone may read that.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder with `postgres` and `initdb` that the operator named (`IMHOOK_PG_BIN`): the only one that is tried.
    pub bin_dir: Option<PathBuf>,
    /// `PATH`, where binaries are searched.
    pub path: Option<OsString>,
    /// Whether data must survive a crash of the machine. False is for tests only.
    pub durable: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { bin_dir: None, path: None, durable: true }
    }
}

/// A running private Postgres. Dropping it ends the server without waiting for its end.
#[derive(Debug)]
pub struct Private {
    url: String,
    handle: Handle,
}

impl Private {
    /// Finds the binaries (or fetches them), makes the cluster if there is none, starts the server, and returns
    /// when it takes connections and has the database `imhook`.
    ///
    /// # Errors
    /// When there are no binaries of the right version, or the server does not start. Each [`Error`] says what to do.
    pub async fn start(dir: &DataDir, settings: Settings) -> Result<Self, Error> {
        let layout = Layout::of(dir.path());
        let url = layout.url(NAME);
        let durable = settings.durable;
        let its_layout = layout.clone();
        let preparing = tokio::task::spawn_blocking(move || Prepared::make(&its_layout, &settings));
        let Prepared { launcher, path, found, chosen } = preparing.await.map_err(|_| Error::Supervisor)??;
        let binaries = match chosen {
            Some(binaries) => binaries,
            None => fetch_or_explain(&layout, &launcher, &path, &found).await?,
        };
        let plan = Plan { layout: layout.clone(), launcher, binaries, durable };
        let mut server = Self { url, handle: supervisor::start(plan)? };
        match server.wait_until_ready(&layout).await {
            Ok(()) => Ok(server),
            Err(error) => {
                server.stop().await;
                Err(error)
            }
        }
    }

    async fn wait_until_ready(&mut self, layout: &Layout) -> Result<(), Error> {
        let Handle { orders, pid, done } = &mut self.handle;
        let opened = async {
            // An earlier server that is about to end may still answer: wait until the new one has a process.
            if pid.wait_for(Option::is_some).await.is_err() {
                std::future::pending::<()>().await;
            }
            ready::open(layout).await
        };
        tokio::select! {
            biased;
            ended = done => Err(ended.ok().and_then(Result::err).unwrap_or(Error::Supervisor)),
            opened = opened => {
                opened.map_err(|source| Error::NotReady { log: layout.log(), source })?;
                orders.as_ref().and_then(|orders| orders.send(KeepRunning).ok()).ok_or(Error::Supervisor)
            }
        }
    }

    /// Where the database is, for libpq and sqlx alike.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The server's process; `None` while it is being started again.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        *self.handle.pid.borrow()
    }

    /// Ends the server by SIGINT (fast shutdown), after some seconds by force.
    pub async fn stop(mut self) {
        drop(self.handle.orders.take());
        if !self.handle.done.is_terminated() {
            // The supervisor has logged how the server ended.
            let _ = (&mut self.handle.done).await;
        }
    }
}

/// The URL of the database in a data folder, the same from every process.
#[must_use]
pub fn url(data_dir: &Path) -> String {
    Layout::of(data_dir).url(NAME)
}

/// Whether the private Postgres of a data folder listens, and this user may connect.
#[must_use]
pub fn is_running(data_dir: &Path) -> bool {
    std::os::unix::net::UnixStream::connect(Layout::of(data_dir).socket()).is_ok()
}

/// What is settled before the server starts: as whom it runs, and from which binaries.
struct Prepared {
    launcher: Launcher,
    path: SearchPath,
    found: Found,
    chosen: Option<Binaries>,
}

impl Prepared {
    fn make(layout: &Layout, settings: &Settings) -> Result<Self, Error> {
        let cluster = layout.cluster();
        let path = SearchPath::new(settings.path.as_deref());
        let account = Account::choose(&cluster)?;
        cluster::make_folder(layout, account.lower)?;
        let launcher = Launcher::new(account, &path);
        launcher.check_way(&layout.folder())?;
        let version = cluster::version(layout)?;
        let found = match &settings.bin_dir {
            None => Found::search(layout, &path, &launcher),
            Some(folder) => {
                let named = Binaries::inspect(folder, &launcher)
                    .map_err(|reason| Error::BinDir { path: folder.clone(), reason })?;
                Found { fit: vec![named], rejected: Vec::new() }
            }
        };
        let chosen = found.pick(version.as_deref(), &cluster)?;
        Ok(Self { launcher, path, found, chosen })
    }
}

async fn fetch_or_explain(
    layout: &Layout,
    launcher: &Launcher,
    path: &SearchPath,
    found: &Found,
) -> Result<Binaries, Error> {
    match fetch::fetch(&layout.folder(), launcher).await {
        Ok(binaries) => Ok(binaries),
        Err(fetch) => {
            let install = install::command(path, launcher.account.lower);
            Err(Error::NoBinaries { rejected: found.rejections(), fetch, install })
        }
    }
}
