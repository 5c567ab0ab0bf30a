//! Reads the SQLite journal beside its writer, around what is missing or damaged.

use crate::journal::record::Record;
use crate::journal::source::{Limit, Portion};
use crate::model::SdkAppId;
use chrono::DateTime;
use rusqlite::{Connection, Error, ErrorCode, OptionalExtension as _, Result, Row, params};

const COLUMNS: &str =
    "offset, app_id, received_at, command, query, body, verdict_code, decided_by, took_us, unsigned";

const MISSING: &str = "rows are missing from the journal's file";
const DAMAGED: &str = "the journal's file is damaged";

/// The records after `after`, up to the first hole, or the hole that begins there. A record up to `end` that is not
/// found is missing.
pub(super) fn read(connection: &Connection, after: u64, end: u64, limit: Limit) -> Result<Portion> {
    let mut records = Vec::new();
    let scanned = scan(connection, after, limit, &mut records);
    if !records.is_empty() {
        return Ok(Portion::Records(records));
    }
    match scanned {
        Ok(Some(behind)) => Ok(Portion::Hole { to: behind - 1, reason: MISSING }),
        Ok(None) if after < end => Ok(Portion::Hole { to: end, reason: MISSING }),
        Ok(None) => Ok(Portion::Records(records)),
        Err(error) if is_damage(&error) => search(connection, after, end),
        Err(error) => Err(error),
    }
}

/// Whether the file's content is at fault, not the way to it.
pub(super) fn is_damage(error: &Error) -> bool {
    match error.sqlite_error_code() {
        Some(code) => matches!(code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase),
        None => true,
    }
}

/// Collects consecutive records; returns the offset of the first one behind a hole, if it came to one.
fn scan(
    connection: &Connection,
    after: u64,
    limit: Limit,
    records: &mut Vec<(u64, Record)>,
) -> Result<Option<u64>> {
    let sql = format!("select {COLUMNS} from records where offset > ?1 order by offset limit ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![after, limit.records])?;
    let (mut last, mut bytes) = (after, 0);
    while let Some(row) = rows.next()? {
        let (offset, record) = record(row)?;
        bytes += record.size();
        if offset != last + 1 {
            return Ok(Some(offset));
        }
        if bytes > limit.bytes && !records.is_empty() {
            break;
        }
        last = offset;
        records.push((offset, record));
    }
    Ok(None)
}

/// Looks for the next record that can be read, one offset after the other: each comes by the tree's other pages.
fn search(connection: &Connection, after: u64, end: u64) -> Result<Portion> {
    let sql = format!("select {COLUMNS} from records where offset = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    for offset in after + 1..=end {
        match statement.query_row([offset], record).optional() {
            Ok(Some(found)) if offset == after + 1 => return Ok(Portion::Records(vec![found])),
            Ok(Some(_)) => return Ok(Portion::Hole { to: offset - 1, reason: DAMAGED }),
            Ok(None) => {}
            Err(error) if is_damage(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(if after < end { Portion::Hole { to: end, reason: DAMAGED } } else { Portion::Records(Vec::new()) })
}

fn record(row: &Row<'_>) -> Result<(u64, Record)> {
    let record = Record {
        app_id: SdkAppId(row.get(1)?),
        received_at: DateTime::from_timestamp_micros(row.get(2)?).unwrap_or_default(),
        command: row.get(3)?,
        query: row.get(4)?,
        body: row.get_ref(5)?.as_bytes()?.to_vec(),
        verdict_code: row.get(6)?,
        decided_by: row.get(7)?,
        took_us: row.get(8)?,
        unsigned: row.get(9)?,
    };
    Ok((row.get(0)?, record))
}
