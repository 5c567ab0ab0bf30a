//! The rules by which a failed try is followed by another.

use crate::rest::{Class, ErrorKind, Retry};

/// Tries in all where waiting may help.
pub const TRIES: u32 = 4;
/// Tries in all of a call that is answered with 60008: "time-out", but "malformed", too.
pub const TRIES_AT_60008: u32 = 3;

/// The codes of the gateway's rate limits. The gateway refuses before any service has seen the call, so nothing was done;
/// and it counts all calls of the app, so all of them wait. (Services have rate limits, too: 10006, 10023, 10049, 22006, 23003,
/// 90024. Those are about one group, message or user, and a part of the call may have been done.)
pub const GATEWAY_LIMITS: [i64; 4] = [60007, 60011, 60018, 60019];

/// How often a call is tried in all whose last try ended like this. A try with a new `UserSig` counts, too.
pub(super) fn tries(kind: &ErrorKind, retry: Retry) -> u32 {
    let unknown_fate = match retry {
        Retry::Safe | Retry::Keyed => TRIES,
        Retry::Never => 1,
    };
    match kind {
        ErrorKind::Api { code, .. } if GATEWAY_LIMITS.contains(code) => TRIES,
        ErrorKind::Api { code: 60008, .. } => unknown_fate.min(TRIES_AT_60008),
        ErrorKind::Connect { .. } => TRIES,
        ErrorKind::Api { class: Class::Backoff, .. }
        | ErrorKind::Transport(_)
        | ErrorKind::TimedOut(_)
        | ErrorKind::Status(_)
        | ErrorKind::NotJson => unknown_fate,
        _ => 1,
    }
}
