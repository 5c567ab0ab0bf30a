//! The wait until a callback is durable.

use super::admit::Arrival;
use super::endpoint::CallbackEndpoint;
use crate::config::times::{AFTER_DEADLINE, JOURNAL_DEADLINE};
use crate::journal::{AppendError, Record, Terms};
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout_at};

/// The least time that an after-callback gets for its commit, however late its body was.
const LEAST: Duration = Duration::from_millis(500);

impl CallbackEndpoint {
    /// Appends the record and waits until it is durable. A before-callback waits only for a limited time and is never
    /// refused for its journal's sake, because its verdict counts more than the record.
    pub(super) async fn keep(
        &self,
        record: Record,
        before: bool,
        arrival: Arrival,
        memory: Option<OwnedSemaphorePermit>,
    ) -> Result<(), AppendError> {
        let appended = match memory {
            Some(memory) if before => {
                let appended = self.journal.append(record, Terms { outlives_caller: true, memory });
                let Ok(appended) = timeout_at(arrival.instant + JOURNAL_DEADLINE, appended).await else {
                    self.metrics.recorded_late().inc();
                    return Ok(());
                };
                appended
            }
            Some(memory) => {
                let deadline = (arrival.instant + AFTER_DEADLINE).max(Instant::now() + LEAST);
                let appended = self.journal.append(record, Terms { outlives_caller: false, memory });
                timeout_at(deadline, appended).await.unwrap_or(Err(AppendError::Stalled))
            }
            None => Err(AppendError::Busy),
        };
        match appended {
            Ok(_) => Ok(()),
            Err(error) => {
                self.metrics.journal_refused((&error).into()).inc();
                if before { Ok(()) } else { Err(error) }
            }
        }
    }
}
