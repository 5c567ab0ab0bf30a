//! Journal → Postgres: typed decode, batches, exactly once.
//!
//! The journal's cursor moves in the transaction that writes the records, by compare-and-set; only then is
//! the journal trimmed. Postgres may be away for as long as the journal's bound allows.

mod resume;

use crate::journal::{Journal, Limit, Record};
use crate::meaning;
use crate::metrics;
use crate::store::{Batch, Cursor, DeadLetter, Error, Recording};
use anyhow::Context as _;
use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::sync::Arc;
use std::time::Duration;
use tencent_im::report::in_words;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

/// One transaction holds so much at most.
const LIMIT: Limit = Limit { records: 2000, bytes: 4 << 20 };

/// Behind a batch with fewer records the next one begins no sooner than this after it: Postgres would be busy with
/// transactions instead of rows, and share the processors with the answers.
const FEW: usize = 200;
const GATHER: Duration = Duration::from_millis(10);

/// With nothing to record, Postgres is asked so often whether it is still there.
const IDLE: Duration = Duration::from_secs(2);

/// How the recorder stands.
#[derive(Debug, Clone, Default)]
pub struct Status {
    /// Postgres answered when it was last asked.
    pub postgres_up: bool,
    /// Why it did not.
    pub error: Option<String>,
    /// The offset of the last record that is in Postgres, once it is known.
    pub recorded: Option<u64>,
    /// When the oldest record arrived that is not in Postgres yet, once that is known.
    pub oldest: Option<DateTime<Utc>>,
}

/// Follows one journal into one database.
pub struct Recorder {
    journal: Arc<dyn Journal>,
    store: Recording,
    status: watch::Sender<Status>,
    metrics: metrics::Recorder,
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorder").field("journal", &self.journal.id()).finish_non_exhaustive()
    }
}

impl Recorder {
    /// A recorder, and where to read how it stands.
    #[must_use]
    pub fn new(
        journal: Arc<dyn Journal>,
        store: Recording,
        metrics: metrics::Recorder,
    ) -> (Self, watch::Receiver<Status>) {
        let (status, watched) = watch::channel(Status::default());
        (Self { journal, store, status, metrics }, watched)
    }

    /// Records until `stop` becomes true and the journal is empty or Postgres is away.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut pace = Pace::new();
        while let Err(error) = self.follow(&mut stop, &mut pace).await {
            let text = in_words(error.as_ref());
            let failed_before = self.status.borrow().error.is_some();
            if failed_before {
                tracing::debug!(error = %text, "still cannot record");
            } else {
                tracing::warn!(error = %text, "cannot record: the journal keeps what arrives, trying again");
            }
            let oldest = self.oldest().await;
            self.status.send_modify(|status| {
                status.postgres_up = false;
                status.error = Some(text);
                status.oldest = oldest;
            });
            if *stop.borrow() || stop.has_changed().is_err() {
                return;
            }
            let wait = pace.after(&error);
            let _ = tokio::time::timeout(wait, stop.wait_for(|stop| *stop)).await;
        }
    }

    /// Connects, finds the cursor, and records; returns when asked to stop.
    async fn follow(&self, stop: &mut watch::Receiver<bool>, pace: &mut Pace) -> anyhow::Result<()> {
        self.store.database().migrate().await?;
        let mut cursor = resume::cursor(&*self.journal, &self.store, &self.metrics).await?;
        // A kill may have come between the last commit and its trim.
        self.journal.trim(cursor.recorded);
        let mut extent = self.journal.extent();
        loop {
            let begun = Instant::now();
            let records = self.journal.read(cursor.recorded, pace.limit).await?;
            let oldest = records.first().map(|(_, record)| record.received_at);
            self.status.send_modify(|status| {
                status.recorded = Some(cursor.recorded);
                status.oldest = oldest;
            });
            if !records.is_empty() {
                let few = records.len() < FEW;
                cursor = self.record(cursor, records.into()).await?;
                self.journal.trim(cursor.recorded);
                self.all_is_well(pace);
                if few {
                    let _ = timeout_at(begun + GATHER, stop.wait_for(|stop| *stop)).await;
                }
                continue;
            }
            self.all_is_well(pace);
            if *stop.borrow() {
                return Ok(());
            }
            if extent.borrow_and_update().end > cursor.recorded {
                continue;
            }
            tokio::select! {
                changed = extent.changed() => changed.context("the journal is gone")?,
                changed = stop.changed() => if changed.is_err() { return Ok(()) },
                () = tokio::time::sleep(IDLE) => self.store.database().ping().await?,
            }
        }
    }

    /// When the oldest record arrived that is not in Postgres, as far as is known without it.
    async fn oldest(&self) -> Option<DateTime<Utc>> {
        let recorded = self.status.borrow().recorded;
        let recorded = recorded.unwrap_or_else(|| self.journal.extent().borrow().trimmed);
        let first = self.journal.read(recorded, Limit { records: 1, bytes: 0 }).await.ok()?;
        first.first().map(|(_, record)| record.received_at)
    }

    /// Postgres has just done what it was asked for.
    fn all_is_well(&self, pace: &mut Pace) {
        *pace = Pace::new();
        let failed_before = self.status.borrow().error.is_some();
        if failed_before {
            tracing::info!("recording again");
        }
        self.status.send_modify(|status| {
            status.postgres_up = true;
            status.error = None;
        });
    }

    /// Records a run of records in one transaction; where Postgres refuses a value in it, its halves.
    fn record(&self, from: Cursor, records: Arc<[(u64, Record)]>) -> BoxFuture<'_, anyhow::Result<Cursor>> {
        async move {
            let Some((last, _)) = records.last() else { return Ok(from) };
            let to = Cursor { recorded: *last, generation: self.journal.opening(*last), ..from };
            let decoded = Arc::clone(&records);
            // A batch is some milliseconds of decoding: not on a thread that answers requests.
            let mut batch = tokio::task::spawn_blocking(move || meaning::batch(&decoded)).await?;
            match self.store.record(&mut batch, from, to).await {
                Ok(()) => {
                    self.metrics.recorded(records.len(), batch.redelivered());
                    Ok(to)
                }
                Err(Error::Refused(error)) if records.len() == 1 => {
                    self.bury(from, to, &records, &error.to_string()).await
                }
                Err(Error::Refused(_)) => {
                    let (left, right) = records.split_at(records.len() / 2);
                    let middle = self.record(from, left.into()).await?;
                    self.record(middle, right.into()).await
                }
                Err(error) => Err(error.into()),
            }
        }
        .boxed()
    }

    /// Keeps a record that Postgres refuses, with its exact bytes.
    async fn bury(
        &self,
        from: Cursor,
        to: Cursor,
        records: &[(u64, Record)],
        error: &str,
    ) -> anyhow::Result<Cursor> {
        tracing::error!(offset = to.recorded, error, "Postgres refuses this callback: kept as a dead letter");
        let letters = || records.iter().map(|(offset, record)| dead_letter(*offset, record, error)).collect();
        // It should stand among the callbacks, too, as far as Postgres takes it there.
        let mut batch = Batch {
            callbacks: records.iter().map(|(offset, record)| meaning::dead(*offset, record)).collect(),
            dead_letters: letters(),
            ..Batch::default()
        };
        match self.store.record(&mut batch, from, to).await {
            Err(Error::Refused(_)) => {
                let mut batch = Batch { dead_letters: letters(), ..Batch::default() };
                self.store.record(&mut batch, from, to).await?;
            }
            recorded => recorded?,
        }
        self.metrics.recorded(records.len(), 0);
        self.metrics.dead_letter();
        Ok(to)
    }
}

fn dead_letter(offset: u64, record: &Record, error: &str) -> DeadLetter {
    DeadLetter {
        offset,
        app_id: record.app_id,
        command: record.command.clone().map(String::into_bytes),
        query: record.query.clone().into_bytes(),
        raw: record.body.clone(),
        received_at: record.received_at,
        error: error.to_owned(),
    }
}

/// How fast to try again, and with how much.
struct Pace {
    waits: ExponentialBackoff,
    limit: Limit,
}

impl Pace {
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

    /// How long to wait after `error`. A batch that took too long is halved next time.
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
        let mut pace = Pace::new();
        let longest = (0..20).map(|_| pace.after(&anyhow::anyhow!("away"))).max().unwrap();
        assert_eq!(pace.limit.records, LIMIT.records);
        assert!((Pace::LONGEST_WAIT..2 * Pace::LONGEST_WAIT).contains(&longest), "{longest:?}");

        for expected in [LIMIT.records / 2, LIMIT.records / 4] {
            pace.after(&Error::TimedOut.into());
            assert_eq!(pace.limit.records, expected);
        }
        for _ in 0..20 {
            pace.after(&Error::TimedOut.into());
        }
        assert_eq!(pace.limit.records, 1);
    }
}
