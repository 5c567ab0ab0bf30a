//! How programs of Postgres are started: as which user, with what environment, and bound to the life of imhook.

use super::account::Account;
use super::error::Error;
use super::search_path::SearchPath;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const SHELL: &str = "/bin/sh";

/// Starts programs as the user that Postgres runs as.
#[derive(Clone, Debug)]
pub(super) struct Launcher {
    pub(super) account: Account,
    /// `setpriv` of util-linux: absent on other systems than Linux, and without `--pdeathsig` in `BusyBox`.
    setpriv: Option<PathBuf>,
}

impl Launcher {
    pub(super) fn new(account: Account, path: &SearchPath) -> Self {
        let mut launcher = Self { account, setpriv: None };
        launcher.setpriv = path.tool("setpriv").filter(|setpriv| {
            let mut trial = launcher.command(setpriv);
            trial.args(["--pdeathsig", "INT", SHELL, "-c", ":"]);
            trial.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
        });
        launcher
    }

    /// A program that may outlive imhook.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        // The environment holds secrets, and PGPORT and its like would reach into the server. A fixed locale keeps
        // messages in the words that `supervisor` looks for.
        command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("LC_ALL", "C").env("TZ", "UTC");
        // The current folder may be closed to the lower user.
        command.current_dir("/").stdin(Stdio::null());
        // Ctrl-C in a terminal goes to a whole process group: the server must outlive the drain of requests.
        command.process_group(0);
        if self.account.lower {
            // `uid` drops the supplementary groups, too.
            command.uid(self.account.uid).gid(self.account.gid);
        }
        command
    }

    /// A program that is interrupted when the thread that starts it ends, however it ends.
    pub(super) fn bound(&self, program: &Path) -> Command {
        let Some(setpriv) = &self.setpriv else { return self.command(program) };
        // The signal is set by setpriv, which already runs as the lower user: a change of user would clear it.
        let mut command = self.command(setpriv);
        command.args(["--pdeathsig", "INT"]).arg(program);
        command
    }

    /// For `map_err` after a start that failed.
    pub(super) fn failed(&self, program: &Path) -> impl FnOnce(std::io::Error) -> Error {
        let (program, user) = (program.to_owned(), self.account.name.clone());
        move |source| Error::Spawn { program, user, source }
    }

    /// Checks that the user may enter a folder; the error names the first folder above it that bars the way.
    pub(super) fn check_way(&self, folder: &Path) -> Result<(), Error> {
        if !self.account.lower || self.may_enter(folder)? {
            return Ok(());
        }
        let mut way: Vec<&Path> = folder.ancestors().collect();
        way.reverse();
        for step in way {
            if !self.may_enter(step)? {
                return Err(Error::Barred { folder: step.to_owned(), user: self.account.name.clone() });
            }
        }
        Ok(())
    }

    fn may_enter(&self, folder: &Path) -> Result<bool, Error> {
        let shell = Path::new(SHELL);
        let mut command = self.command(shell);
        command.args(["-c", "cd -- \"$1\"", "sh"]).arg(folder).stderr(Stdio::null());
        Ok(command.status().map_err(self.failed(shell))?.success())
    }
}
