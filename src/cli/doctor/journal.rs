//! Checks of the journal.

use super::report::Check;
use crate::journal::{Error, Inspection};
use bytesize::ByteSize;
use chrono::{TimeDelta, Utc};
use std::path::Path;

pub(super) const NAME: &str = "journal";

/// A record that waits longer for Postgres is a sign of trouble.
const WAITING: TimeDelta = TimeDelta::minutes(1);

/// A write-ahead log of this size is that of a long reader.
const LARGE_WAL: u64 = 256 << 20;

pub(super) fn check(folder: &Path, max: ByteSize) -> Vec<Check> {
    let inspection = match Inspection::of(folder) {
        Ok(Some(inspection)) => inspection,
        Ok(None) => return vec![Check::ok(NAME, "does not exist yet: `imhook serve` makes it")],
        Err(error @ Error::Unrecovered { .. }) => {
            let advice = "nothing to do: the next `imhook serve` recovers the journal's WAL";
            return vec![Check::warning(NAME, error.to_string(), advice)];
        }
        Err(error) => {
            let advice = match error {
                Error::Format { .. } => "start the newer imhook, or name another IMHOOK_DATA_DIR",
                _ => {
                    "if the journal is damaged, move its folder elsewhere: `imhook serve` begins a new one. Callbacks \
                     that Postgres does not have yet are in the old one only"
                }
            };
            return vec![Check::fault(NAME, error.to_string(), advice)];
        }
    };
    let Inspection { records, bytes, oldest, wal, damage } = inspection;
    if let Some(damage) = damage {
        let advice =
            "stop imhook, keep a copy of the folder, and save the records with `sqlite3 journal.db .recover`";
        let path = folder.join("journal.db");
        return vec![Check::fault(NAME, format!("{} is damaged: {damage}", path.display()), advice)];
    }
    if wal > LARGE_WAL {
        let advice =
            "a process that keeps journal.db open for reading makes it grow: end it, and look into a copy";
        return vec![Check::warning(NAME, format!("the write-ahead log has {}", ByteSize(wal)), advice)];
    }
    let Some(oldest) = oldest else { return vec![Check::ok(NAME, "empty: all is recorded")] };
    let found = format!(
        "{records} records, {} of {max}, the oldest from {}",
        ByteSize(bytes),
        oldest.format("%Y-%m-%d %H:%M:%S UTC")
    );
    vec![if bytes >= max.as_u64() {
        let advice =
            "the journal is full, so callbacks are refused: bring Postgres back, or raise IMHOOK_JOURNAL_MAX";
        Check::fault(NAME, found, advice)
    } else if Utc::now() - oldest > WAITING {
        Check::warning(
            NAME,
            found,
            "the records wait for Postgres: check that `imhook serve` is running and reaches it",
        )
    } else {
        Check::ok(NAME, found)
    }]
}
