//! Checks of the data folder, its disk, and the clock.

use super::report::Check;
use super::web;
use crate::callback::sign;
use crate::config::Config;
use crate::config::data_dir;
use bytesize::ByteSize;
use chrono::{DateTime, Utc};
use reqwest::Url;
use rustix::fs::{Access, AtFlags, CWD, accessat, statvfs};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use tencent_im::report::without_url;

pub(super) const FOLDER: &str = "data folder";
pub(super) const DISK: &str = "disk space";
pub(super) const CLOCK: &str = "clock";

/// Free space below this is a fault: Postgres makes WAL files of 16 MiB, several at a time.
const NEARLY_FULL: u64 = 256 << 20;

/// A host of Tencent's; any will do for the clock.
const TENCENT: &str = "console.tim.qq.com";

/// Seconds that the clock may be off without a warning.
const SKEW: i64 = 10;

/// The data folder, and the process that serves in it.
pub(super) fn folder(path: &Path) -> (Vec<Check>, Option<String>) {
    let shown = path.display();
    let advice =
        "set IMHOOK_DATA_DIR to a folder that this user may write, or run doctor as the service's user";
    let found = match path.metadata() {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let above = existing(path);
            return match writable(above) {
                Ok(()) => {
                    let found = format!("{shown} does not exist yet: `imhook serve` makes it");
                    (vec![Check::ok(FOLDER, found)], None)
                }
                Err(error) => {
                    let found = format!("{shown} cannot be made in {}: {error}", above.display());
                    (vec![Check::fault(FOLDER, found, advice)], None)
                }
            };
        }
        Err(error) => return (vec![Check::fault(FOLDER, format!("{shown}: {error}"), advice)], None),
    };
    if !found.is_dir() {
        return (vec![Check::fault(FOLDER, format!("{shown} is no folder"), advice)], None);
    }
    let inside = ["lock", "journal", "journal/journal.db"].map(|name| path.join(name));
    let looked =
        std::iter::once(path).chain(inside.iter().map(AsRef::as_ref).filter(|path: &&Path| path.exists()));
    for path in looked {
        if let Err(error) = writable(path) {
            let found = format!("{} cannot be written by this user: {error}", path.display());
            return (vec![Check::fault(FOLDER, found, advice)], None);
        }
    }
    let service = match data_dir::holder_of(path) {
        Ok(service) => service,
        Err(error) => return (vec![Check::fault(FOLDER, error.to_string(), advice)], None),
    };
    let mut checks = vec![Check::ok(
        FOLDER,
        match &service {
            Some(holder) => format!("{shown}: in use by {holder}"),
            None => format!("{shown}: free, no service is running in it"),
        },
    )];
    let (owner, own) = (found.uid(), rustix::process::geteuid().as_raw());
    if owner != own {
        let found = format!("{shown} belongs to user {owner}, doctor runs as user {own}");
        let advice = "run doctor as the service's user: the two may have other rights";
        checks.push(Check::warning(FOLDER, found, advice));
    }
    (checks, service)
}

/// Whether the effective user may read and write a file or folder.
fn writable(path: &Path) -> io::Result<()> {
    let wanted = Access::READ_OK | Access::WRITE_OK;
    let wanted = if path.is_dir() { wanted | Access::EXEC_OK } else { wanted };
    Ok(accessat(CWD, path, wanted, AtFlags::EACCESS)?)
}

/// The folder itself, or the nearest one above it that exists.
fn existing(path: &Path) -> &Path {
    path.ancestors().find(|path| path.exists()).unwrap_or(path)
}

/// Whether the disk has room, also for the journal while Postgres is away.
pub(super) fn disk(data: &Path, journal_max: ByteSize) -> Vec<Check> {
    let folder = existing(data);
    let disk = match statvfs(folder) {
        Ok(disk) => disk,
        Err(error) => {
            let advice = "look at the file system of the data folder";
            return vec![Check::fault(DISK, format!("{}: {error}", folder.display()), advice)];
        }
    };
    let (free, size) = (disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize);
    let of = format!("{} of {} free at {}", ByteSize(free), ByteSize(size), folder.display());
    let max = journal_max.as_u64();
    vec![if free < NEARLY_FULL {
        Check::fault(
            DISK,
            format!("nearly full: {of}"),
            "make room, or move IMHOOK_DATA_DIR to a larger disk",
        )
    } else if max > size {
        let found = format!(
            "{of}, and the journal may grow to {journal_max} (IMHOOK_JOURNAL_MAX): more than the disk has"
        );
        Check::fault(DISK, found, "set IMHOOK_JOURNAL_MAX well below the free space")
    } else if max > free {
        let found = format!("{of}, and the journal may grow to {journal_max} (IMHOOK_JOURNAL_MAX)");
        Check::warning(
            DISK,
            found,
            "make room, or set IMHOOK_JOURNAL_MAX lower: while Postgres is away, the journal grows",
        )
    } else {
        Check::ok(DISK, format!("{of}; the journal may grow to {journal_max}"))
    }]
}

/// Compares the clock with the `Date` header of `url`, else of the host that REST is called at.
pub(super) async fn clock(url: Option<&Url>, config: &Config) -> Vec<Check> {
    let host = config.rest.rest_host.as_deref().unwrap_or(TENCENT).trim();
    let host = if host.contains("://") { host.to_owned() } else { format!("https://{host}") };
    let compared = match url.cloned().map_or_else(|| web::url(&host), Ok) {
        Ok(url) => compare(&url).await.map(|skew| (skew, url)),
        Err(error) => Err(format!("{host}: {error}")),
    };
    vec![match compared {
        Err(error) => Check::skipped(CLOCK, format!("not checked: {error}")),
        Ok((skew, url)) => {
            let host = web::shown(&url);
            let found = format!("{} s off from the clock of {host}", skew.abs());
            let advice = "correct the clock (an NTP service such as chrony or systemd-timesyncd)";
            if skew.unsigned_abs() > sign::WINDOW_SECONDS {
                let found = format!("{found}: callbacks are refused beyond {} s", sign::WINDOW_SECONDS);
                Check::fault(CLOCK, found, advice)
            } else if skew.abs() > SKEW {
                Check::warning(CLOCK, found, advice)
            } else {
                Check::ok(CLOCK, found)
            }
        }
    }]
}

/// Our time minus the server's, in seconds.
async fn compare(url: &Url) -> Result<i64, String> {
    let asked = Utc::now();
    let answer = web::client(url)?.head(url.clone()).send().await.map_err(without_url)?;
    let ours = asked + (Utc::now() - asked) / 2;
    let date = answer.headers().get("date").and_then(|date| date.to_str().ok());
    let theirs = date.and_then(|date| DateTime::parse_from_rfc2822(date).ok());
    let theirs = theirs.ok_or_else(|| format!("{} sends no Date header", web::shown(url)))?;
    // A Date has its fraction of a second cut off: half a second on average.
    Ok((ours - theirs.to_utc() - chrono::TimeDelta::milliseconds(500)).num_seconds())
}
