//! Times in flags: a time, or how long ago.

use chrono::{DateTime, TimeDelta, Utc};

/// A time (RFC 3339), or the time that lies a span (`90s`, `10m`, `2h`, `1d 12h`) before now.
pub(super) fn past(text: &str) -> Result<DateTime<Utc>, String> {
    let ago = || {
        let span = humantime::parse_duration(text).ok()?;
        Utc::now().checked_sub_signed(TimeDelta::from_std(span).ok()?)
    };
    ago()
        .or_else(|| DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc()))
        .ok_or_else(|| "use 90s, 10m, 2h, 1d, or a time such as 2025-01-01T11:00:00+08:00".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_times() {
        for (text, seconds) in [("90s", 90), ("10m", 600), ("2h", 7200), ("1d", 86_400), ("0s", 0)] {
            let time = past(text).unwrap();
            let ago = (Utc::now() - time).num_milliseconds();
            assert!((seconds * 1000..seconds * 1000 + 5000).contains(&ago), "{text}: {ago}");
        }
        assert_eq!(past("2025-01-01T11:00:00+08:00").unwrap().timestamp(), 1_735_700_400);
        for text in ["", "s", "h2", "-1h", "99999999999999999d", "2025-01-01", "٣s", "é"] {
            assert!(past(text).is_err(), "{text}");
        }
    }
}
