//! The wait until a callback is durable.

use super::admit::Arrival;
use super::endpoint::CallbackEndpoint;
use crate::config::times::JOURNAL_DEADLINE;
use crate::journal::{AppendError, Record};

impl CallbackEndpoint {
    /// Appends the record and waits until it is durable. A before-callback waits only for a limited time and is never
    /// refused for its journal's sake, because its verdict counts more than the record.
    pub(super) async fn keep(
        &self,
        record: Record,
        before: bool,
        arrival: Arrival,
    ) -> Result<(), AppendError> {
        let appended = self.journal.append(record);
        let appended = if before {
            let in_time = tokio::time::timeout_at(arrival.instant + JOURNAL_DEADLINE, appended).await;
            let Ok(appended) = in_time else {
                self.metrics.recorded_late().inc();
                return Ok(());
            };
            appended
        } else {
            appended.await
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
