//! The hosts that a client calls, and which of them it prefers.

use super::region::Region;
use parking_lot::Mutex;
use reqwest::Url;
use std::net::IpAddr;
use std::time::Duration;
use tokio::time::Instant;

/// How long the back-up host stays preferred behind a failure to connect to the main one.
const AWAY: Duration = Duration::from_mins(5);

/// A host and, where there is one, another for when it cannot be reached.
#[derive(Debug)]
pub(super) struct Hosts {
    main: Url,
    backup: Option<Url>,
    /// When the main host is tried again, where it could not be reached.
    away_until: Mutex<Option<Instant>>,
}

impl Hosts {
    /// The hosts of a site, unless others are given. A host given alone has no back-up. `Err` holds the text that is no
    /// host.
    pub(super) fn new(region: Region, host: Option<&str>, backup: Option<&str>) -> Result<Self, String> {
        let (site, site_backup) = region.hosts();
        let backup = if host.is_some() { backup } else { backup.or(Some(site_backup)) };
        let main = parse(host.unwrap_or(site))?;
        Ok(Self { main, backup: backup.map(parse).transpose()?, away_until: Mutex::default() })
    }

    pub(super) fn main(&self) -> &Url {
        &self.main
    }

    /// Whether all hosts fulfil a condition.
    pub(super) fn all(&self, is: impl Fn(&Url) -> bool) -> bool {
        is(&self.main) && self.backup.as_ref().is_none_or(is)
    }

    /// The host to call now.
    pub(super) fn preferred(&self) -> &Url {
        let away = *self.away_until.lock();
        match (&self.backup, away) {
            (Some(backup), Some(until)) if Instant::now() < until => backup,
            _ => &self.main,
        }
    }

    /// Notes that `host` could not be reached: the other host is preferred for a while. True if the other is the back-up,
    /// which is worth trying at once.
    pub(super) fn unreachable(&self, host: &Url) -> bool {
        if self.backup.is_none() {
            return false;
        }
        let from_main = *host == self.main;
        *self.away_until.lock() = from_main.then(|| Instant::now() + AWAY);
        from_main
    }
}

/// Reads a host name, with a port or not, or a URL without path, query and user.
fn parse(text: &str) -> Result<Url, String> {
    let text = text.trim();
    let url = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&url).map_err(|_| text.to_owned())?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let plain = url.username().is_empty() && url.password().is_none();
    if matches!(url.scheme(), "http" | "https") && url.has_host() && bare && plain {
        Ok(url)
    } else {
        Err(text.to_owned())
    }
}

/// Whether a URL's host is this machine itself.
pub(super) fn is_here(url: &Url) -> bool {
    url.host_str().is_some_and(is_loopback)
}

/// Whether a host, with a port or not, is this machine itself: `localhost`, `127.0.0.1:8080`, `[::1]` and their like.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    name.eq_ignore_ascii_case("localhost")
        || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{Hosts, is_loopback, parse};
    use crate::client::Region;
    use strum::VariantArray as _;

    #[test]
    fn a_host_is_a_name_or_a_bare_url() {
        let url = |text| parse(text).map(String::from);
        assert_eq!(url("console.tim.qq.com"), Ok("https://console.tim.qq.com/".to_owned()));
        assert_eq!(url(" localhost:8443 "), Ok("https://localhost:8443/".to_owned()));
        assert_eq!(url("http://127.0.0.1:99"), Ok("http://127.0.0.1:99/".to_owned()));
        for bad in ["", "a b", "ftp://x", "https://", "x/v4", "https://u:p@x", "https://x/?a", "https://x/#a"]
        {
            assert!(url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn each_site_has_two_hosts_of_its_own() {
        let mut hosts = Vec::new();
        for region in Region::VARIANTS {
            let site = Hosts::new(*region, None, None).unwrap();
            hosts.extend([site.main, site.backup.unwrap()].map(String::from));
        }
        assert_eq!(hosts.len(), 16);
        hosts.sort_unstable();
        hosts.dedup();
        assert_eq!(hosts.len(), 16);
        assert!(Hosts::new(Region::China, Some("x"), None).unwrap().backup.is_none());
    }

    #[test]
    fn the_backup_is_preferred_for_a_while() {
        let hosts = Hosts::new(Region::China, Some("one"), Some("two")).unwrap();
        let (one, two) = (parse("one").unwrap(), parse("two").unwrap());
        assert_eq!(hosts.preferred(), &one);
        assert!(hosts.unreachable(&one));
        assert_eq!(hosts.preferred(), &two);
        assert!(hosts.unreachable(&one), "of two calls that failed together");
        assert_eq!(hosts.preferred(), &two);
        assert!(!hosts.unreachable(&two));
        assert_eq!(hosts.preferred(), &one);
        assert!(!Hosts::new(Region::China, Some("one"), None).unwrap().unreachable(&one));
    }

    #[test]
    fn loopback_is_known() {
        for host in ["localhost", "LocalHost:8080", "127.0.0.1", "127.9.9.9:1", "[::1]", "[::1]:8080"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in
            ["", "example.com", "localhost.example.com", "10.0.0.1", "[::2]:80", "127.0.0.1.nip.io:80", ":80"]
        {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
