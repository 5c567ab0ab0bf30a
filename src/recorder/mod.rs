//! The recorder moves records from the journal into Postgres, in batches, exactly once.
//!
//! The journal's cursor moves in the transaction that writes the records, by compare-and-set; the journal is trimmed
//! behind the commit. Postgres may be away for as long as the journal's bound allows.

mod resume;

use crate::journal::{self, Limit, Portion, Record, Source};
use crate::meaning;
use crate::metrics;
use crate::store::{Batch, Cursor, DeadLetter, Error, Recording};
use anyhow::Context as _;
use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use resume::Gap;
use std::sync::Arc;
use std::time::Duration;
use tencent_im::report::in_words;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

/// The largest batch: one transaction.
const LIMIT: Limit = Limit { records: 2000, bytes: 4 << 20 };

/// A batch with fewer records is small: the next one begins at least [`GATHER_TIME`] after it began. Without the pause
/// Postgres would be busy with transactions instead of rows, and take processor time from the acks.
const SMALL_BATCH: usize = 200;
const GATHER_TIME: Duration = Duration::from_millis(10);

/// How often Postgres is pinged while there is nothing to record.
const PING_INTERVAL: Duration = Duration::from_secs(2);

/// How far the recorder is, and whether Postgres answers.
#[derive(Debug, Clone, Default)]
pub struct RecorderStatus {
    /// Postgres answered when it was last asked.
    pub postgres_up: bool,
    /// The time until which that answer is believed; then Postgres should have been asked again.
    believed: Option<Instant>,
    /// Why callbacks are not recorded.
    pub error: Option<String>,
    /// What this process found to be missing in Postgres, for good.
    pub missing: Option<String>,
    /// Why the journal could not be read.
    pub journal_error: Option<String>,
    /// The offset of the last record that is in Postgres, once the cursor is known.
    pub recorded: Option<u64>,
    /// When the oldest record that is not in Postgres arrived, once the journal was read.
    pub oldest: Option<DateTime<Utc>>,
}

impl RecorderStatus {
    /// Whether Postgres has answered lately.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.postgres_up && self.believed.is_some_and(|until| Instant::now() < until)
    }

    /// Why callbacks are not recorded, or what is missing of those before; `None` where all is well.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        let silent = || (!self.is_up()).then(|| "Postgres has not answered lately".to_owned());
        self.error.clone().or_else(silent).or_else(|| self.missing.clone())
    }
}

/// The recorder of one journal into one database.
pub struct Recorder {
    journal: Arc<dyn Source>,
    store: Recording,
    status: watch::Sender<RecorderStatus>,
    metrics: metrics::Recorder,
}

impl Recorder {
    /// A recorder, and its status to watch.
    #[must_use]
    pub fn new(
        journal: Arc<dyn Source>,
        store: Recording,
        metrics: metrics::Recorder,
    ) -> (Self, watch::Receiver<RecorderStatus>) {
        let (status, watched) = watch::channel(RecorderStatus::default());
        (Self { journal, store, status, metrics }, watched)
    }

    /// Records until `stop` becomes true and the journal is empty or Postgres is away.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut backoff = Backoff::new();
        while let Err(error) = self.record_all(&mut stop, &mut backoff).await {
            let text = in_words(error.as_ref());
            let failed_before = self.status.borrow().error.is_some();
            if failed_before {
                tracing::debug!(error = %text, "still cannot record");
            } else {
                tracing::warn!(
                    error = %text,
                    "cannot record callbacks: the journal keeps them, trying again"
                );
            }
            let oldest = self.oldest().await;
            // An error of the journal says nothing of Postgres.
            let up = !error.is::<Error>() && self.store.database().ping().await.is_ok();
            self.note_answer(up);
            self.status.send_modify(|status| {
                status.journal_error = error.is::<journal::Error>().then(|| text.clone());
                status.error = Some(text);
                status.oldest = oldest;
            });
            if *stop.borrow() || stop.has_changed().is_err() {
                return;
            }
            let wait = backoff.after(&error);
            let _ = tokio::time::timeout(wait, stop.wait_for(|stop| *stop)).await;
        }
    }

    /// Migrates, finds the cursor, and records until `stop` becomes true and the journal is empty.
    async fn record_all(
        &self,
        stop: &mut watch::Receiver<bool>,
        backoff: &mut Backoff,
    ) -> anyhow::Result<()> {
        let database = self.store.database();
        database.migrate().await?;
        // Ends with this call: the next one goes on.
        let mut indexes = JoinSet::new();
        let database = database.clone();
        indexes.spawn(async move {
            if let Err(error) = database.build_indexes().await {
                tracing::warn!(error = in_words(&error), "an index cannot be built now; a later try goes on");
            }
        });
        let found = |gap| self.note_gap(&gap);
        let mut cursor = resume::cursor(&*self.journal, &self.store, &found).await?;
        // The process may have been killed between its last commit and the trim behind it.
        self.journal.trim(cursor.recorded);
        let mut journal = self.journal.state();
        loop {
            let begun = Instant::now();
            let records = match self.journal.read(cursor.recorded, backoff.limit).await? {
                Portion::Records(records) => records,
                Portion::Hole { to, reason } => {
                    cursor = resume::skip(&*self.journal, &self.store, cursor, to, reason, &found).await?;
                    self.journal.trim(cursor.recorded);
                    continue;
                }
            };
            let oldest = records.first().map(|(_, record)| record.received_at);
            self.status.send_modify(|status| {
                status.recorded = Some(cursor.recorded);
                status.oldest = oldest;
            });
            if !records.is_empty() {
                let is_small = records.len() < SMALL_BATCH;
                cursor = self.record_batch(cursor, records.into()).await?;
                self.journal.trim(cursor.recorded);
                self.note_success(backoff);
                if is_small {
                    let _ = timeout_at(begun + GATHER_TIME, stop.wait_for(|stop| *stop)).await;
                }
                continue;
            }
            self.note_success(backoff);
            if *stop.borrow() {
                return Ok(());
            }
            if journal.borrow_and_update().end > cursor.recorded {
                continue;
            }
            tokio::select! {
                changed = journal.changed() => changed.context("the journal is gone")?,
                changed = stop.changed() => if changed.is_err() { return Ok(()) },
                () = tokio::time::sleep(PING_INTERVAL) => self.store.check(cursor).await?,
            }
        }
    }

    /// When the oldest record that is not in Postgres arrived, as far as that is known without asking Postgres.
    async fn oldest(&self) -> Option<DateTime<Utc>> {
        let recorded = self.status.borrow().recorded;
        let recorded = recorded.unwrap_or_else(|| self.journal.state().borrow().trimmed);
        let first = self.journal.read(recorded, Limit { records: 1, bytes: 0 }).await.ok()?;
        let Portion::Records(first) = first else { return None };
        first.first().map(|(_, record)| record.received_at)
    }

    /// Notes that Postgres has just done its work.
    fn note_success(&self, backoff: &mut Backoff) {
        *backoff = Backoff::new();
        let failed_before = self.status.borrow().error.is_some();
        if failed_before {
            tracing::info!("recording again");
        }
        self.note_answer(true);
        self.status.send_modify(|status| (status.error, status.journal_error) = (None, None));
    }

    /// Notes what Postgres answered, which is believed for a while: the next call begins within the interval of pings.
    fn note_answer(&self, up: bool) {
        let until = Instant::now() + PING_INTERVAL + self.store.database().patience();
        self.status.send_modify(|status| (status.postgres_up, status.believed) = (up, Some(until)));
    }

    /// Tells that records are missing in Postgres, until the process ends.
    fn note_gap(&self, gap: &Gap) {
        let Gap { from, to, reason } = gap;
        tracing::error!(from, to, reason, "records are missing: the gap is noted in imhook.gaps");
        self.metrics.gap();
        let to = to.map_or_else(|| "an unknown end".to_owned(), |to| to.to_string());
        let missing = format!("records {from} to {to} are missing in Postgres: {reason}");
        self.status.send_modify(|status| status.missing = Some(missing));
    }

    /// Records a batch in one transaction. Where Postgres refuses a value, the halves are tried, until the refused record
    /// stands alone.
    fn record_batch(
        &self,
        from: Cursor,
        records: Arc<[(u64, Record)]>,
    ) -> BoxFuture<'_, anyhow::Result<Cursor>> {
        async move {
            let Some((last, _)) = records.last() else { return Ok(from) };
            let to = Cursor { recorded: *last, generation: self.journal.generation(*last), ..from };
            let decoded = Arc::clone(&records);
            // Decoding a batch takes milliseconds, which the threads that answer requests cannot spare.
            let mut batch = tokio::task::spawn_blocking(move || meaning::batch(&decoded)).await?;
            match self.store.record(&mut batch, from, to).await {
                Ok(()) => {
                    self.metrics.recorded(records.len(), batch.redelivered());
                    self.note_answer(true);
                    Ok(to)
                }
                Err(Error::Refused(error)) => {
                    if let [refused] = &*records {
                        return self.keep_dead_letter(from, to, refused, &error.to_string()).await;
                    }
                    let (left, right) = records.split_at(records.len() / 2);
                    let middle = self.record_batch(from, left.into()).await?;
                    self.record_batch(middle, right.into()).await
                }
                Err(error) => Err(error.into()),
            }
        }
        .boxed()
    }

    /// Records a callback that Postgres refuses as a dead letter, with its exact bytes.
    async fn keep_dead_letter(
        &self,
        from: Cursor,
        to: Cursor,
        (offset, record): &(u64, Record),
        error: &str,
    ) -> anyhow::Result<Cursor> {
        let id = format!("{}-{offset}", from.journal_id);
        tracing::error!(
            id,
            error,
            "Postgres refuses this callback: kept as a dead letter, see imhook dead-letters show {id}"
        );
        let dead_letter = DeadLetter {
            offset: *offset,
            app_id: record.app_id,
            command: record.command.clone().map(String::into_bytes),
            query: record.query.clone().into_bytes(),
            raw: record.body.clone(),
            received_at: record.received_at,
            error: error.to_owned(),
        };
        let callbacks = vec![meaning::dead_letter_row(*offset, record)];
        let mut batch = Batch { callbacks, dead_letters: vec![dead_letter], ..Batch::default() };
        let mut recorded = self.store.record(&mut batch, from, to).await;
        if let Err(Error::Refused(_)) = recorded {
            // Postgres refuses the row among the callbacks, too.
            batch.callbacks.clear();
            recorded = self.store.record(&mut batch, from, to).await;
        }
        recorded?;
        self.metrics.recorded(1, 0);
        self.metrics.dead_letter();
        Ok(to)
    }
}

/// The wait before the next try, and how much the next batch may hold.
struct Backoff {
    waits: ExponentialBackoff,
    limit: Limit,
}

impl Backoff {
    const LONGEST_WAIT: Duration = Duration::from_secs(1);

    fn new() -> Self {
        let waits = ExponentialBuilder::new()
            .with_min_delay(Duration::from_millis(50))
            .with_max_delay(Self::LONGEST_WAIT)
            .with_jitter()
            .without_max_times()
            .build();
        Self { waits, limit: LIMIT }
    }

    /// The wait after `error`. If a batch took too long, the next ones hold half as many records.
    fn after(&mut self, error: &anyhow::Error) -> Duration {
        if matches!(error.downcast_ref(), Some(Error::TimedOut)) {
            self.limit.records = (self.limit.records / 2).max(1);
        }
        self.waits.next().unwrap_or(Self::LONGEST_WAIT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_that_takes_too_long_gets_smaller_and_others_do_not() {
        let mut backoff = Backoff::new();
        let longest = (0..20).map(|_| backoff.after(&anyhow::anyhow!("away"))).max().unwrap();
        assert_eq!(backoff.limit.records, LIMIT.records);
        assert!((Backoff::LONGEST_WAIT..2 * Backoff::LONGEST_WAIT).contains(&longest), "{longest:?}");

        for expected in [LIMIT.records / 2, LIMIT.records / 4] {
            backoff.after(&Error::TimedOut.into());
            assert_eq!(backoff.limit.records, expected);
        }
        for _ in 0..20 {
            backoff.after(&Error::TimedOut.into());
        }
        assert_eq!(backoff.limit.records, 1);
    }
}
