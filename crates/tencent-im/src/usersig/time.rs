//! Times of a `UserSig`.

use chrono::DateTime;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long a `UserSig` is good in the official texts: 180 days.
pub const LIFETIME: Duration = Duration::from_hours(180 * 24);

/// The time of this machine's clock, in Unix seconds.
#[must_use]
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// A time for people, in UTC.
#[must_use]
pub fn instant(unix_seconds: u64) -> String {
    let time = i64::try_from(unix_seconds).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    time.map_or_else(|| unix_seconds.to_string(), |time| time.format("%FT%TZ").to_string())
}
