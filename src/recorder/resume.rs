//! Where to go on: the journal at hand compared with what Postgres knows of it.

use crate::journal::Journal;
use crate::metrics::Recorder as Metrics;
use crate::store::{Cursor, Recording};

/// The cursor to record from. What is missing is noted as a gap, never skipped silently.
pub(super) async fn cursor(
    journal: &dyn Journal,
    store: &Recording,
    metrics: &Metrics,
) -> anyhow::Result<Cursor> {
    let extent = journal.extent().borrow().clone();
    let Some(cursor) = store.cursor(journal.id()).await? else {
        return adopt(journal, store, metrics, extent.trimmed).await;
    };
    if cursor.recorded > extent.end {
        tracing::error!(
            recorded = cursor.recorded,
            end = extent.end,
            "the cursor lies beyond the journal's end"
        );
        let reason = "cursor beyond the journal's end";
        store.note_gap(cursor.journal_id, cursor.recorded + 1, None, reason).await?;
        metrics.gap();
        journal.fork().await?;
        return Ok(store.adopt(journal.id(), journal.home(), extent.trimmed).await?);
    }
    if cursor.recorded < extent.trimmed {
        tracing::error!(
            recorded = cursor.recorded,
            trimmed = extent.trimmed,
            "records are in neither the journal nor Postgres: was Postgres restored from a backup?"
        );
        let reason = "trimmed from the journal, but not in Postgres";
        store.note_gap(cursor.journal_id, cursor.recorded + 1, Some(extent.trimmed), reason).await?;
        metrics.gap();
        let next = Cursor { recorded: extent.trimmed, generation: journal.opening(extent.trimmed), ..cursor };
        store.skip(cursor, next).await?;
        return Ok(next);
    }
    if cursor.recorded > 0
        && cursor.generation.is_some()
        && cursor.generation != journal.opening(cursor.recorded)
    {
        // Another process wrote the record at the cursor: this is an old copy of the journal.
        tracing::error!(
            recorded = cursor.recorded,
            end = extent.end,
            "the journal was restored from an old copy: what it held since then is noted in imhook.gaps"
        );
        store
            .note_gap(cursor.journal_id, cursor.recorded + 1, None, "journal restored from an old copy")
            .await?;
        metrics.gap();
        journal.fork().await?;
        return Ok(store.adopt(journal.id(), journal.home(), extent.trimmed).await?);
    }
    Ok(cursor)
}

/// A journal that Postgres does not know starts at its first record. Where another one lived in its place,
/// that one is lost with what it held.
async fn adopt(
    journal: &dyn Journal,
    store: &Recording,
    metrics: &Metrics,
    trimmed: u64,
) -> anyhow::Result<Cursor> {
    if let Some((journal_id, recorded)) = store.predecessor(journal.home()).await? {
        tracing::error!(recorded, "this journal replaces another one that is gone: noted in imhook.gaps");
        store.note_gap(journal_id, recorded + 1, None, "journal replaced by a new one").await?;
        metrics.gap();
    }
    Ok(store.adopt(journal.id(), journal.home(), trimmed).await?)
}
