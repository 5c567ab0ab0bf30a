//! Errors of the private Postgres: each says what keeps it from running, and what to do.

use super::version::OLDEST_MAJOR;
use std::io;
use std::path::PathBuf;

/// Why the private Postgres does not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be handled.
    #[error("cannot {action} {path}: {source}")]
    File {
        /// What was tried.
        action: &'static str,
        /// On which path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A program could not be started.
    #[error("cannot run {program} as {user}: {source}")]
    Spawn {
        /// The program.
        program: PathBuf,
        /// The user it was to run as.
        user: String,
        /// What the system said.
        source: io::Error,
    },
    /// Postgres refuses to run as root and there is nobody else.
    #[error(
        "Postgres refuses to run as root, and this system has neither a user `postgres` nor `nobody`; make one \
         (`useradd --system postgres`), run imhook as an ordinary user, or set DATABASE_URL"
    )]
    NoUser,
    /// The user that Postgres runs as cannot reach the data folder.
    #[error(
        "the user {user}, as whom Postgres runs because it refuses to run as root, may not enter {folder}; \
         set IMHOOK_DATA_DIR to a folder that everybody may pass through, e.g. /var/lib/imhook"
    )]
    Barred {
        /// The first folder that bars the way.
        folder: PathBuf,
        /// The user that Postgres runs as.
        user: String,
    },
    /// The cluster belongs to a user as whom imhook cannot run Postgres.
    #[error("the database in {path} belongs to {owner}, but has to belong to {wanted}; {remedy}")]
    Owner {
        /// The cluster's folder.
        path: PathBuf,
        /// Who owns the cluster.
        owner: String,
        /// Who would have to own it instead.
        wanted: String,
        /// What to do.
        remedy: String,
    },
    /// The folder of the cluster holds something else.
    #[error(
        "{path} is not empty and not a Postgres database (it has no PG_VERSION); move it away and start again"
    )]
    NotACluster {
        /// The folder.
        path: PathBuf,
    },
    /// The socket's folder belongs to somebody else.
    #[error(
        "{path} was made by another user ({owner}) and cannot be trusted with the socket; remove it, or choose a shorter IMHOOK_DATA_DIR"
    )]
    SocketFolder {
        /// The folder.
        path: PathBuf,
        /// Who owns the folder, or what it is instead.
        owner: String,
    },
    /// The folder that the operator named has no usable binaries.
    #[error(
        "IMHOOK_PG_BIN names {path}, but {reason}; name the folder with `postgres` and `initdb` of \
         version {OLDEST_MAJOR} or newer, or leave it unset"
    )]
    BinDir {
        /// The folder.
        path: PathBuf,
        /// Why the binaries there cannot be used.
        reason: String,
    },
    /// No Postgres was found, and none could be fetched.
    #[error(
        "no PostgreSQL {OLDEST_MAJOR} or newer was found{rejected}, and none was fetched: {fetch}. Install it with `{install}`, name its \
         folder in IMHOOK_PG_BIN, or name a running server in DATABASE_URL"
    )]
    NoBinaries {
        /// The folders that were found, and why each cannot be used.
        rejected: String,
        /// Why fetching did not help.
        fetch: String,
        /// The command that installs Postgres here.
        install: String,
    },
    /// The cluster wants another major version than those that are installed.
    #[error(
        "the database in {path} is of PostgreSQL {cluster}, but {found}; nothing was changed. Install \
         PostgreSQL {cluster} again or name its folder in IMHOOK_PG_BIN. To move to a newer version, dump with \
         {cluster}, move {path} away, start, and load the dump"
    )]
    WrongMajor {
        /// The cluster's folder.
        path: PathBuf,
        /// The major version of the cluster.
        cluster: String,
        /// Which versions are installed.
        found: String,
    },
    /// `initdb` failed.
    #[error("initdb could not make a database in {path}: {output}")]
    Initdb {
        /// Where.
        path: PathBuf,
        /// What `initdb` printed.
        output: String,
    },
    /// The server ends again and again.
    #[error("Postgres does not stay up ({status}); the end of {log}:\n{lines}")]
    Dies {
        /// How the server ended the last time.
        status: String,
        /// The log file of the server.
        log: PathBuf,
        /// The last lines of the log.
        lines: String,
    },
    /// An old server does not go away.
    #[error(
        "an earlier Postgres (process {pid}) on {path} does not end; end it by hand (`kill -9 {pid}`) and start again"
    )]
    Lingers {
        /// The process of that server.
        pid: i32,
        /// The cluster's folder.
        path: PathBuf,
    },
    /// The server runs but takes no connection.
    #[error("Postgres runs but takes no connection; see {log}")]
    NotReady {
        /// The log file of the server.
        log: PathBuf,
        /// What the last try met.
        source: sqlx::Error,
    },
    /// The supervising thread ended before its time.
    #[error("the supervisor of the private Postgres ended unexpectedly; start imhook again")]
    Supervisor,
}

impl Error {
    /// For `map_err` after something done to a path.
    pub(super) fn file(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { action, path, source }
    }
}
