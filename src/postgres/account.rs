//! The user that Postgres runs as: the user of imhook, or a lower one where that is root.

use super::error::Error;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// A user by numbers, with a name for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) uid: u32,
    pub(super) gid: u32,
    pub(super) name: String,
    /// Whether imhook is root, and the server must run as another user.
    pub(super) lower: bool,
}

impl Account {
    /// Chooses the user that runs the server. An existing cluster decides by its owner, so that installing a package that brings a user
    /// `postgres` does not lock out a cluster made as `nobody`.
    pub(super) fn choose(cluster: &Path) -> Result<Self, Error> {
        let (uid, gid) = (rustix::process::geteuid().as_raw(), rustix::process::getegid().as_raw());
        let owner = std::fs::metadata(cluster).ok().map(|of| (of.uid(), of.gid()));
        // Without a readable /etc/passwd, users have numbers only.
        let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        choose(uid, gid, owner, &passwd, cluster)
    }
}

fn choose(
    uid: u32,
    gid: u32,
    owner: Option<(u32, u32)>,
    passwd: &str,
    cluster: &Path,
) -> Result<Account, Error> {
    let wrong = |owner: u32, wanted: &str, remedy: String| Error::Owner {
        path: cluster.to_owned(),
        owner: name_of(owner, passwd),
        wanted: wanted.to_owned(),
        remedy,
    };
    if uid != 0 {
        let name = name_of(uid, passwd);
        return match owner {
            Some((other, _)) if other != uid => {
                let remedy =
                    format!("run imhook as {}, or choose another IMHOOK_DATA_DIR", name_of(other, passwd));
                Err(wrong(other, &name, remedy))
            }
            _ => Ok(Account { uid, gid, name, lower: false }),
        };
    }
    match owner {
        Some((0, _)) => {
            let user = ["postgres", "nobody"].into_iter().find(|name| by_name(name, passwd).is_some());
            let remedy = format!("run `chown -R {} {}`", user.unwrap_or("nobody"), cluster.display());
            Err(wrong(0, "an unprivileged user", remedy))
        }
        Some((uid, gid)) => Ok(Account { uid, gid, name: name_of(uid, passwd), lower: true }),
        None => {
            ["postgres", "nobody"].into_iter().find_map(|name| by_name(name, passwd)).ok_or(Error::NoUser)
        }
    }
}

/// The fields of one line of the passwd database: name, password, uid, gid, and more.
fn entry(line: &str) -> Option<(&str, u32, u32)> {
    let mut fields = line.split(':');
    let name = fields.next()?;
    let uid = fields.nth(1)?.parse().ok()?;
    Some((name, uid, fields.next()?.parse().ok()?))
}

fn by_name(name: &str, passwd: &str) -> Option<Account> {
    let (_, uid, gid) = passwd.lines().filter_map(entry).find(|(of, uid, _)| *of == name && *uid != 0)?;
    Some(Account { uid, gid, name: name.to_owned(), lower: true })
}

/// The name of a user, or its number where it has none.
pub(super) fn owner_name(uid: u32) -> String {
    name_of(uid, &std::fs::read_to_string("/etc/passwd").unwrap_or_default())
}

fn name_of(uid: u32, passwd: &str) -> String {
    let found = passwd.lines().filter_map(entry).find(|(_, of, _)| *of == uid);
    found.map_or_else(|| format!("user {uid}"), |(name, ..)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/sh\npostgres:x:101:104:,,,:/:/bin/sh\n\
                          nobody:x:65534:65533::/:/bin/false\nann:x:1000:1000::/:/bin/sh\nbroken\n";

    fn chosen(uid: u32, owner: Option<(u32, u32)>, passwd: &str) -> Result<Account, Error> {
        choose(uid, uid, owner, passwd, Path::new("/data"))
    }

    #[test]
    fn root_becomes_postgres_or_nobody() {
        let account = chosen(0, None, PASSWD).unwrap();
        assert_eq!(
            (account.name.as_str(), account.uid, account.gid, account.lower),
            ("postgres", 101, 104, true)
        );
        let without = PASSWD.replace("postgres:", "other:");
        assert_eq!(chosen(0, None, &without).unwrap().uid, 65534);
        assert!(matches!(chosen(0, None, ""), Err(Error::NoUser)));
    }

    #[test]
    fn the_owner_of_the_cluster_decides() {
        assert_eq!(chosen(0, Some((65534, 65533)), PASSWD).unwrap().name, "nobody");
        assert!(chosen(0, Some((0, 0)), PASSWD).unwrap_err().to_string().contains("chown -R postgres /data"));
        assert!(
            chosen(1000, Some((101, 104)), PASSWD)
                .unwrap_err()
                .to_string()
                .contains("run imhook as postgres")
        );
    }

    #[test]
    fn others_stay_who_they_are() {
        let account = chosen(1000, None, PASSWD).unwrap();
        assert_eq!((account.name.as_str(), account.uid, account.lower), ("ann", 1000, false));
        assert_eq!(chosen(4711, None, PASSWD).unwrap().name, "user 4711");
    }
}
