//! A journal or a database that is not the one it was: noted in `imhook.gaps`, and never a silent skip.

use crate::support::load::Ledger;
use crate::support::outage::Wire;
use crate::support::process::Process;
use crate::support::{eventually, folder};
use std::path::Path;
use std::process::Command;

/// `journal_id`, `from_offset`, `to_offset` and reason of each gap.
type Gap = (i32, i64, Option<i64>, String);

async fn gaps(wire: &Wire) -> Vec<Gap> {
    let sql = "select journal_id, from_offset, to_offset, reason from imhook.gaps order by id";
    sqlx::query_as(sql).fetch_all(&wire.database.pool).await.unwrap()
}

/// A gap names what is lost; an offset that is recorded is not.
async fn assert_no_gap_is_recorded(wire: &Wire) {
    let sql = "select g.journal_id, journal_offset, reason from imhook.gaps g join imhook.callbacks c
               on c.journal_id = g.journal_id and journal_offset between from_offset and coalesce(to_offset, from_offset)";
    let rows: Vec<(i32, i64, String)> = sqlx::query_as(sql).fetch_all(&wire.database.pool).await.unwrap();
    assert!(rows.is_empty(), "recorded, and noted as a gap: {rows:?}");
}

fn copy(from: &Path, to: &Path) {
    let done = Command::new("cp").arg("-a").args([from, to]).status().unwrap();
    assert!(done.success());
}

fn replace(journal: &Path, by: &Path) {
    std::fs::remove_dir_all(journal).unwrap();
    copy(by, journal);
}

/// One run of the service: so many messages, recorded, and a polite end.
async fn run(data: &Path, wire: &Wire, messages: usize) -> Ledger {
    let service = Process::start(data, &wire.variables());
    let ledger = service.post_messages(messages).await;
    service.until_empty().await;
    assert!(service.terminate().await.success());
    ledger
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_journal_is_noted() {
    let (wire, data) = (Wire::new().await, folder());
    let mut ledger = run(data.path(), &wire, 3).await;
    wire.cut().await;
    let service = Process::start(data.path(), &wire.variables());
    service.post_messages(4).await;
    service.kill();
    std::fs::remove_dir_all(data.path().join("journal")).unwrap();

    let service = Process::start(data.path(), &wire.variables());
    ledger.acked.extend(service.post_messages(5).await.acked);
    wire.mend();
    service.until_empty().await;
    ledger.check_all(&wire.database.pool).await;
    assert_eq!(gaps(&wire).await, [(1, 4, None, "journal replaced by a new one".to_owned())]);
    // Once is enough.
    service.terminate().await;
    ledger.acked.extend(run(data.path(), &wire, 1).await.acked);
    ledger.check_all(&wire.database.pool).await;
    assert_eq!(gaps(&wire).await.len(), 1);
}

/// Prepares a data folder whose journal is an old copy: 5 records old, while 10 are recorded.
async fn old_copy(wire: &Wire, data: &Path) -> Ledger {
    let (journal, copied) = (data.join("journal"), data.join("copied"));
    let mut ledger = run(data, wire, 5).await;
    copy(&journal, &copied);
    ledger.acked.extend(run(data, wire, 5).await.acked);
    replace(&journal, &copied);
    ledger
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_copy_of_the_journal_is_noted() {
    let (wire, data) = (Wire::new().await, folder());
    let mut ledger = old_copy(&wire, data.path()).await;
    let service = Process::start(data.path(), &wire.variables());
    // The cursor is beyond the end of what was restored.
    service.until_empty().await;
    ledger.acked.extend(service.post_messages(3).await.acked);
    service.until_empty().await;
    ledger.check(&wire.database.pool).await;
    let gaps = gaps(&wire).await;
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert_eq!((gaps[0].0, gaps[0].2), (1, None), "nobody knows how much it held: {gaps:?}");
    assert_no_gap_is_recorded(&wire).await;
}

/// The same, with so many records appended before Postgres can be reached.
async fn old_copy_and_more(more: usize) {
    let (wire, data) = (Wire::new().await, folder());
    let mut ledger = old_copy(&wire, data.path()).await;
    wire.cut().await;
    let service = Process::start(data.path(), &wire.variables());
    ledger.acked.extend(service.post_messages(more).await.acked);
    wire.mend();
    service.until_empty().await;
    ledger.check(&wire.database.pool).await;
    assert_eq!(gaps(&wire).await.len(), 1, "{:?}", gaps(&wire).await);
    assert_no_gap_is_recorded(&wire).await;

    // It goes on, in this run and the next, as if nothing had been.
    ledger.acked.extend(service.post_messages(2).await.acked);
    service.until_empty().await;
    service.terminate().await;
    ledger.acked.extend(run(data.path(), &wire, 2).await.acked);
    ledger.check(&wire.database.pool).await;
    assert_eq!(gaps(&wire).await.len(), 1, "{:?}", gaps(&wire).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_copy_that_was_written_on_is_not_skipped() {
    // 5 + 5 is exactly the cursor, 5 + 9 is beyond it.
    tokio::join!(old_copy_and_more(5), old_copy_and_more(9));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_copy_that_is_still_behind_is_not_skipped() {
    old_copy_and_more(3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_database_is_noted_once() {
    let (wire, data) = (Wire::new().await, folder());
    run(data.path(), &wire, 4).await;
    // As a backup holds it.
    let opening: String = wire.database.value("select opening::text from imhook.journals").await.unwrap();
    run(data.path(), &wire, 6).await;
    let sql = "with a as (delete from imhook.callbacks where journal_offset > 3),
                    b as (delete from imhook.messages), c as (delete from imhook.message_identities)
               update imhook.journals set recorded = 3, opening = $1::uuid";
    sqlx::query(sql).bind(opening).execute(&wire.database.pool).await.unwrap();

    let expected = [(1, 4, Some(10), "trimmed from the journal, but not in Postgres".to_owned())];
    let service = Process::start(data.path(), &wire.variables());
    service.until_empty().await;
    assert_eq!(gaps(&wire).await, expected);
    service.terminate().await;
    // Nothing was recorded in between: the cursor still is where the gap ends.
    let ledger = run(data.path(), &wire, 3).await;
    assert_eq!(gaps(&wire).await, expected);
    ledger.check(&wire.database.pool).await;
    assert_eq!(wire.database.count("imhook.callbacks where journal_offset > 10").await, 3);
    assert_eq!(wire.database.count("imhook.journals").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_a_kill_left_untrimmed_are_trimmed() {
    let (wire, data) = (Wire::new().await, folder());
    let (journal, copied) = (data.path().join("journal"), data.path().join("copied"));
    wire.cut().await;
    let service = Process::start(data.path(), &wire.variables());
    let ledger = service.post_messages(5).await;
    service.kill();
    copy(&journal, &copied);
    wire.mend();
    let service = Process::start(data.path(), &wire.variables());
    service.until_empty().await;
    service.kill();
    // As if the kill had come between Postgres's commit and the trimming.
    replace(&journal, &copied);
    let service = Process::start(data.path(), &wire.variables());
    service.until_empty().await;
    ledger.check_all(&wire.database.pool).await;
    assert!(gaps(&wire).await.is_empty());
    eventually("a file without records", async || (records(&journal) == 0).then_some(())).await;
}

fn records(journal: &Path) -> i64 {
    let connection = rusqlite::Connection::open(journal.join("journal.db")).unwrap();
    connection.query_row("select count(*) from records", [], |row| row.get(0)).unwrap()
}
