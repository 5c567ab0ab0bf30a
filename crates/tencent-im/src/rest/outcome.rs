//! What failed inside of a call that succeeded as a whole.

use super::Failure;

/// An item of a reply that tells how it went.
pub(super) trait Outcome {
    /// None if it went well.
    fn failure(&self) -> Option<Failure>;
}

impl Failure {
    /// A code that is there and not 0.
    pub(super) fn of(subject: Option<impl ToString>, code: Option<i64>, info: Option<&str>) -> Option<Self> {
        let code = code.filter(|code| *code != 0);
        Self::told(code.is_some(), subject, info).map(|failure| Self { code, ..failure })
    }

    /// A failure that is told without a code.
    pub(super) fn told(failed: bool, subject: Option<impl ToString>, info: Option<&str>) -> Option<Self> {
        failed.then(|| Self {
            subject: subject.map(|subject| subject.to_string()).unwrap_or_default(),
            code: None,
            info: info.filter(|info| !info.is_empty()).map(str::to_owned),
        })
    }
}

/// The items that failed.
pub(super) fn failed<T: Outcome>(items: &[T]) -> Vec<Failure> {
    items.iter().filter_map(Outcome::failure).collect()
}

/// The failures with those that are only listed by name.
pub(super) fn listed<T: ToString>(mut failures: Vec<Failure>, names: &[T]) -> Vec<Failure> {
    for name in names {
        let name = name.to_string();
        if failures.iter().all(|failure| failure.subject != name) {
            failures.extend(Failure::told(true, Some(name), None));
        }
    }
    failures
}
