//! The partitions by month of `callbacks` and `messages`.

use super::batch::Batch;
use super::{Database, Error, sqlstate};
use chrono::{DateTime, Datelike as _, Months, NaiveDate, Utc};
use parking_lot::Mutex;
use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, Instant};

/// A partition that could not be made because of somebody's lock is tried again after this time.
const LOCKED_MONTH: Duration = Duration::from_mins(1);

/// A partition that was there is looked for again after this time: somebody may have dropped it.
const KNOWN_MONTH: Duration = Duration::from_secs(5);

/// What is known of the partitions.
#[derive(Debug, Default)]
pub(super) struct Partitions {
    /// By table and month: when to try next to make the partition.
    known: Mutex<HashMap<(&'static str, NaiveDate), Instant>>,
}

impl Partitions {
    /// Makes the partitions that a batch needs. Those of the next month come with the first callback of a month.
    pub(super) async fn ensure(&self, database: &Database, batch: &Batch) -> Result<(), Error> {
        let arrivals = batch.callbacks.iter().map(|row| row.received_at);
        let ahead: BTreeSet<_> =
            arrivals.flat_map(|time| [month(time), month(time + Months::new(1))]).flatten().collect();
        let regular = batch.messages.iter().filter(|message| message.regular_time);
        let sent: BTreeSet<_> = regular.filter_map(|message| month(message.row.sent_at)).collect();
        for month in &ahead {
            self.ensure_month(database, "callbacks", *month).await?;
        }
        for month in ahead.union(&sent) {
            self.ensure_month(database, "messages", *month).await?;
        }
        Ok(())
    }

    /// Makes the partition for the month that begins at `month`. Where somebody's long query is in the way, the
    /// month's rows lie in the default partition until a later try succeeds.
    async fn ensure_month(
        &self,
        database: &Database,
        parent: &'static str,
        month: NaiveDate,
    ) -> Result<(), Error> {
        let known = self.known.lock().get(&(parent, month)).copied();
        if known.is_some_and(|next_try| Instant::now() < next_try) {
            return Ok(());
        }
        let ensure = sqlx::query("select imhook.ensure_month($1, $2)").bind(parent).bind(month);
        let wait = match database.execute(ensure).await {
            Ok(_) => KNOWN_MONTH,
            // Rows are moved out of the default partition for too long.
            Err(Error::TimedOut) => LOCKED_MONTH,
            // lock_not_available: `imhook.ensure_month` waits half a second for its locks.
            Err(Error::Unavailable(error)) if sqlstate(&error).as_deref() == Some("55P03") => LOCKED_MONTH,
            Err(error) => return Err(error),
        };
        self.known.lock().insert((parent, month), Instant::now() + wait);
        Ok(())
    }
}

fn month(time: DateTime<Utc>) -> Option<NaiveDate> {
    time.date_naive().with_day(1)
}
