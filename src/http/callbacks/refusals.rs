//! Refused requests in the log: the first at once, then a count a minute for each app and reason.

use super::refusal::Refusal;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;
use std::time::Duration;

/// The label of all apps that are not configured.
pub(super) const OTHER: &str = "other";

/// Counts refusals, so that many of them are few lines. Strangers cannot make it grow: its keys are the labels of apps
/// and the reasons.
#[derive(Debug, Clone)]
pub(super) struct Refusals {
    counts: Arc<Mutex<BTreeMap<(String, &'static str), u64>>>,
    every: Duration,
}

impl Refusals {
    pub(super) fn new(every: Duration) -> Self {
        Self { counts: Arc::default(), every }
    }

    /// Tells of a refused request of the app with this label.
    pub(super) fn tell(&self, label: &str, refusal: &Refusal) {
        let key = (label.to_owned(), refusal.into());
        match self.counts.lock().entry(key.clone()) {
            Entry::Occupied(mut count) => return *count.get_mut() += 1,
            Entry::Vacant(count) => count.insert(1),
        };
        let whose = match label {
            "" => "that name no app".to_owned(),
            OTHER => "of other apps than the configured ones".to_owned(),
            app => format!("of app {app}"),
        };
        let (status, why) = refusal.answer();
        tracing::warn!(status = status.as_u16(), "callbacks {whose} are refused: {why}");
        tokio::spawn(self.clone().count(key, whose, why.into_owned()));
    }

    /// Tells how many there were in each minute, until one passes without any.
    async fn count(self, key: (String, &'static str), whose: String, why: String) {
        let mut told = 1;
        loop {
            tokio::time::sleep(self.every).await;
            let count = match self.counts.lock().entry(key.clone()) {
                Entry::Occupied(count) if *count.get() == 0 => {
                    count.remove();
                    return;
                }
                Entry::Occupied(mut count) => std::mem::take(count.get_mut()),
                Entry::Vacant(_) => return,
            };
            if count > told {
                tracing::warn!(count, "{count} callbacks {whose} refused in the last minute: {why}");
            }
            told = 0;
        }
    }
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;
    use crate::callback::sign::SignError;
    use std::io;
    use tracing_subscriber::fmt::MakeWriter;

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl MakeWriter<'_> for Log {
        type Writer = Self;

        fn make_writer(&self) -> Self {
            self.clone()
        }
    }

    #[tokio::test]
    async fn many_refusals_are_one_line_at_once_and_one_a_minute() {
        let log = Log::default();
        let lines = tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).finish();
        let _guard = tracing::subscriber::set_default(lines);
        let refusals = Refusals::new(Duration::from_millis(50));
        for _ in 0..12 {
            refusals.tell("1400000001", &Refusal::Sign(SignError::Mismatch));
        }
        refusals.tell(OTHER, &Refusal::UnknownApp);
        while !refusals.counts.lock().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let written = String::from_utf8(log.0.lock().clone()).unwrap();
        let lines: Vec<_> = written.lines().map(|line| line.split_once("refusals: ").unwrap().1).collect();
        let hint = "Sign does not match: is the token the one in the console?";
        let expected = [
            format!("callbacks of app 1400000001 are refused: {hint} status=401"),
            "callbacks of other apps than the configured ones are refused: SdkAppid is not an app of this receiver status=403".to_owned(),
            format!("12 callbacks of app 1400000001 refused in the last minute: {hint} count=12"),
        ];
        assert_eq!(lines, expected);
        // After a quiet minute, the next one is told at once again.
        refusals.tell("1400000001", &Refusal::Sign(SignError::Mismatch));
        assert_eq!(String::from_utf8(log.0.lock().clone()).unwrap().lines().count(), 4);
    }
}
