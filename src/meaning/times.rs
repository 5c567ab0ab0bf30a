//! Tencent's times, which may be in seconds or milliseconds, absent or absurd.

use chrono::{DateTime, TimeDelta, Utc};

/// The last second of the year 9999: every tool can show it.
const LAST: i64 = 253_402_300_799;

/// The beginning of 2014, before which there was no Tencent IM.
const FIRST_MONTH: i64 = 1_388_534_400;

/// When a message was sent.
pub(super) struct SentAt {
    pub(super) time: DateTime<Utc>,
    /// `time` comes from the message, not from its arrival.
    pub(super) own: bool,
    /// `time` lies where months have partitions of their own.
    pub(super) regular: bool,
    /// The message names a time that cannot be.
    pub(super) odd: bool,
}

impl SentAt {
    /// `MsgTime`, else the time in `MsgKey`, else the arrival.
    pub(super) fn new(msg_time: Option<i64>, key_time: Option<i64>, received_at: DateTime<Utc>) -> Self {
        let msg_time = msg_time.filter(|time| *time != 0);
        let own = msg_time.and_then(seconds).or_else(|| key_time.and_then(seconds));
        let time = own.unwrap_or(received_at);
        let regular = time.timestamp() >= FIRST_MONTH && time <= received_at + TimeDelta::days(31);
        let odd = !regular || (msg_time.is_some() && msg_time.and_then(seconds).is_none());
        Self { time, own: own.is_some(), regular, odd }
    }
}

/// A time in Unix seconds, from 1970 to 9999.
pub(super) fn seconds(time: i64) -> Option<DateTime<Utc>> {
    (0..=LAST).contains(&time).then(|| DateTime::from_timestamp(time, 0))?
}

/// A time in Unix milliseconds, up to 9999; an absurd one is `None`.
pub(super) fn milliseconds(time: i64) -> Option<DateTime<Utc>> {
    (1..=LAST * 1000).contains(&time).then(|| DateTime::from_timestamp_millis(time))?
}
