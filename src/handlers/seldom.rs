//! Lines of the log that would else come with every callback: one a second, with a count.

use parking_lot::Mutex;
use std::time::{Duration, Instant};

/// Counts what happens, and says when a line about it is due.
#[derive(Debug)]
pub(crate) struct Seldom {
    told: Mutex<(Option<Instant>, u64)>,
}

impl Seldom {
    const PAUSE: Duration = Duration::from_secs(1);

    pub(crate) const fn new() -> Self {
        Self { told: Mutex::new((None, 0)) }
    }

    /// Counts once. Where a line is due, how often it happened since the last line, this time included.
    pub(crate) fn count(&self) -> Option<u64> {
        let (last, count) = &mut *self.told.lock();
        *count += 1;
        let now = Instant::now();
        if last.is_some_and(|last| now < last + Self::PAUSE) {
            return None;
        }
        *last = Some(now);
        Some(std::mem::take(count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_due_at_once_and_then_once_a_second_with_all_that_was_silent() {
        let seldom = Seldom::new();
        assert_eq!(seldom.count(), Some(1));
        assert!((0..99).all(|_| seldom.count().is_none()));
        seldom.told.lock().0 = Instant::now().checked_sub(Seldom::PAUSE);
        assert_eq!(seldom.count(), Some(100));
        assert_eq!(seldom.count(), None);
    }
}
