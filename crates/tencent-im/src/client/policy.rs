//! Which failed try is followed by another.

use crate::rest::{Class, Error, Retry};

/// Tries in all where waiting may help.
pub const TRIES: u32 = 4;
/// Tries in all of a call that is answered with 60008: "time-out", but "malformed", too.
pub const TRIES_AT_60008: u32 = 3;

/// The gateway's rate limits. It refuses before any service has seen the call, so nothing was done; and it counts
/// all calls of the app, so all of them wait. (Services have rate limits, too: 10006, 10023, 10049, 22006, 23003,
/// 90024. They are about one group, message or user, and a part of the call may have been done.)
pub const GATEWAY_LIMITS: [i64; 4] = [60007, 60011, 60018, 60019];

/// How often a call is tried in all that failed like this the last time. (A new `UserSig` is not counted here.)
pub(super) fn tries(error: &Error, retry: Retry) -> u32 {
    let unknown_fate = match retry {
        Retry::Safe | Retry::Keyed => TRIES,
        Retry::Never => 1,
    };
    match error {
        Error::Api { code, .. } if GATEWAY_LIMITS.contains(code) => TRIES,
        Error::Api { code: 60008, .. } => unknown_fate.min(TRIES_AT_60008),
        Error::Api { class: Class::Backoff, .. } => unknown_fate,
        Error::Connect { .. } => TRIES,
        Error::Transport { .. } | Error::TimedOut { .. } | Error::Status { .. } | Error::NotJson { .. } => {
            unknown_fate
        }
        _ => 1,
    }
}
