//! Where recording goes on after a start: the journal at hand is compared with the cursor that Postgres has of it.

use crate::journal::Source;
use crate::metrics::Recorder as Metrics;
use crate::store::{Cursor, Recording};

/// The cursor to record from. Missing records are noted as a gap, never skipped silently.
pub(super) async fn cursor(
    journal: &dyn Source,
    store: &Recording,
    metrics: &Metrics,
) -> anyhow::Result<Cursor> {
    let state = journal.state().borrow().clone();
    let note_gap = async |journal_id, recorded, to, reason| {
        note_gap(store, metrics, journal_id, recorded, to, reason).await
    };
    let Some(cursor) = store.cursor(journal.id()).await? else {
        // Postgres does not know this journal. The unrecorded records of the one that it replaces are lost.
        if let Some((replaced, recorded)) = store.predecessor(journal.location()).await? {
            note_gap(replaced, recorded, None, "journal replaced by a new one").await?;
        }
        return Ok(store.adopt(journal.id(), journal.location(), state.trimmed).await?);
    };
    let Cursor { journal_id, recorded, generation } = cursor;
    if (state.trimmed..=state.end).contains(&recorded) {
        if recorded == 0 || generation.is_none() || generation == journal.generation(recorded) {
            return Ok(cursor);
        }
        // Another generation wrote the record at the cursor: the file is an old copy that was written on.
        note_gap(journal_id, recorded, None, "journal restored from an old copy").await?;
    } else if recorded < state.trimmed {
        // Postgres may have been restored from a backup.
        let reason = "trimmed from the journal, but not in Postgres";
        return skip(journal, store, metrics, cursor, state.trimmed, reason).await;
    } else {
        note_gap(journal_id, recorded, None, "cursor beyond the journal's end").await?;
    }
    // What the journal holds is another history than the one that Postgres knows: a journal of its own.
    journal.fork().await?;
    Ok(store.adopt(journal.id(), journal.location(), state.trimmed).await?)
}

/// Notes the records after the cursor, up to `to`, as a gap, and moves the cursor over them.
pub(super) async fn skip(
    journal: &dyn Source,
    store: &Recording,
    metrics: &Metrics,
    cursor: Cursor,
    to: u64,
    reason: &str,
) -> anyhow::Result<Cursor> {
    note_gap(store, metrics, cursor.journal_id, cursor.recorded, Some(to), reason).await?;
    let next = Cursor { recorded: to, generation: journal.generation(to), ..cursor };
    store.skip(cursor, next).await?;
    Ok(next)
}

async fn note_gap(
    store: &Recording,
    metrics: &Metrics,
    journal_id: i32,
    recorded: u64,
    to: Option<u64>,
    reason: &str,
) -> anyhow::Result<()> {
    tracing::error!(recorded, to, reason, "records are missing: the gap is noted in imhook.gaps");
    store.note_gap(journal_id, recorded + 1, to, reason).await?;
    metrics.gap();
    Ok(())
}
