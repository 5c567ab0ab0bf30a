//! Where recording goes on after a start: the journal at hand is compared with the cursor that Postgres has of it.

use crate::journal::Source;
use crate::store::{Cursor, Recording};

/// Why records of a journal that Postgres does not know are missing.
const ELSEWHERE: &str = "recorded in another database: this one is empty, or not the one of before";

/// Records that are missing in Postgres.
pub(super) struct Gap {
    /// The offset of the first.
    pub from: u64,
    /// The offset of the last, where it is known.
    pub to: Option<u64>,
    /// Why.
    pub reason: &'static str,
}

/// The cursor to record from. Missing records are noted as a gap, never skipped silently.
pub(super) async fn cursor(
    journal: &dyn Source,
    store: &Recording,
    found: &(dyn Fn(Gap) + Sync),
) -> anyhow::Result<Cursor> {
    let state = journal.state().borrow().clone();
    let note_gap = async |journal_id, recorded, to, reason| {
        store.note_gap(journal_id, recorded + 1, to, reason).await?;
        found(Gap { from: recorded + 1, to, reason });
        anyhow::Ok(())
    };
    let Some(cursor) = store.cursor(journal.id()).await? else {
        // Postgres does not know this journal. The unrecorded records of the one that it replaces are lost.
        let replaced = store.predecessor(journal.location()).await?;
        if let Some((replaced, recorded, false)) = replaced {
            note_gap(replaced, recorded, None, "journal replaced by a new one").await?;
        }
        // What was trimmed was recorded elsewhere, unless this is what became of the journal before.
        let forked = matches!(replaced, Some((.., true)));
        let elsewhere = (state.trimmed > 0 && !forked).then_some(ELSEWHERE);
        let cursor = store.adopt(journal.id(), journal.location(), state.trimmed, elsewhere).await?;
        if let Some(reason) = elsewhere {
            found(Gap { from: 1, to: Some(state.trimmed), reason });
        }
        return Ok(cursor);
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
        return skip(journal, store, cursor, state.trimmed, reason, found).await;
    } else {
        note_gap(journal_id, recorded, None, "cursor beyond the journal's end").await?;
    }
    // What the journal holds is another history than the one that Postgres knows: a journal of its own.
    journal.fork().await?;
    Ok(store.adopt(journal.id(), journal.location(), state.trimmed, None).await?)
}

/// Notes the records after the cursor, up to `to`, as a gap, and moves the cursor over them.
pub(super) async fn skip(
    journal: &dyn Source,
    store: &Recording,
    cursor: Cursor,
    to: u64,
    reason: &'static str,
    found: &(dyn Fn(Gap) + Sync),
) -> anyhow::Result<Cursor> {
    let from = cursor.recorded + 1;
    store.note_gap(cursor.journal_id, from, Some(to), reason).await?;
    found(Gap { from, to: Some(to), reason });
    let next = Cursor { recorded: to, generation: journal.generation(to), ..cursor };
    store.skip(cursor, next).await?;
    Ok(next)
}
