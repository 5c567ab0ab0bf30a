//! The times of a before-callback, all counted from its headers. Tencent gives up on an answer after two seconds and
//! carries on without it, so every later time leaves room for what comes after.

use std::time::Duration;

/// Tencent waits so long for the answer.
pub const TENCENT_WAITS: Duration = Duration::from_secs(2);

/// A decision that is made later hardly arrives in time: the largest `IMHOOK_BEFORE_DEADLINE`.
pub const LAST_DEADLINE: Duration = before_the_end(100);

/// An after-callback that is not durable by then is refused.
pub const AFTER_DEADLINE: Duration = before_the_end(100);

/// The answer to a before-callback no longer waits for the journal: the record becomes durable after it.
pub const JOURNAL_DEADLINE: Duration = before_the_end(300);

/// The default of `IMHOOK_BEFORE_DEADLINE`: leaves the journal 200 ms, a few fsyncs of a slow disk.
pub const DEFAULT_DEADLINE: Duration = before_the_end(500);

const fn before_the_end(milliseconds: u64) -> Duration {
    TENCENT_WAITS.saturating_sub(Duration::from_millis(milliseconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_has_the_default_deadline() {
        let command = <crate::Config as clap::Args>::augment_args(clap::Command::new("imhook"));
        let flag = command.get_arguments().find(|arg| arg.get_id() == "before_deadline").unwrap();
        assert_eq!(flag.get_default_values(), [format!("{}ms", DEFAULT_DEADLINE.as_millis()).as_str()]);
    }
}
