//! Versions of Postgres, as `postgres --version` prints them.

use std::fmt;

/// The oldest major version that our SQL and options work with.
pub(super) const OLDEST_MAJOR: u32 = 15;

/// A version of Postgres. The minor number of one that is not released yet (`19beta1`, `19devel`) is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub(super) major: u32,
    pub(super) minor: u32,
}

impl Version {
    /// Reads the output of `postgres --version`.
    pub(super) fn parse(output: &str) -> Option<Self> {
        let (_, text) = output.split_once("(PostgreSQL) ")?;
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
        let major = digits(text);
        let minor = text.get(major.len()..)?.strip_prefix('.').map(digits).unwrap_or_default();
        Some(Self { major: major.parse().ok()?, minor: minor.parse().unwrap_or(0) })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        let read = |text| Version::parse(text).map(|version| version.to_string());
        assert_eq!(read("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n").as_deref(), Some("15.18"));
        assert_eq!(read("postgres (PostgreSQL) 18beta1\n").as_deref(), Some("18.0"));
        assert_eq!(read("postgres (PostgreSQL) 9.6.24").as_deref(), Some("9.6"));
        assert_eq!(read("postgres (PostgreSQL) devel"), None);
        assert_eq!(read("bash: postgres: not found"), None);
        assert!(Version::parse("x (PostgreSQL) 16.10") > Version::parse("x (PostgreSQL) 16.9"));
    }
}
