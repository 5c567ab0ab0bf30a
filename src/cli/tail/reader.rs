//! Reads recorded callbacks page by page: none is left out, none comes twice.

use super::filter::{Body, Filter};
use crate::store::{Arrived, Error, JournalCursor, Tail};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use uuid::Uuid;

/// Rows of one query. A body has 1 MiB at most, and usually 1 KiB.
const PAGE: usize = 200;

/// Rows of a journal among which the last ones that match are looked for.
const LOOK_BACK: usize = 10_000;

/// Where reading begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// With this number of the last callbacks.
    Last(usize),
    /// With the first callback since this time.
    Since(DateTime<Utc>),
}

/// A reader that remembers its position in each journal.
pub(super) struct Reader {
    tail: Tail,
    filter: Filter,
    start: Start,
    /// The last offset that was read of each journal; `None` until the beginning is found. Journals go by their UUIDs:
    /// their numbers start anew with a new database.
    seen: Option<HashMap<Uuid, i64>>,
    /// When the reader was made, and whether Postgres was away then.
    born: DateTime<Utc>,
    late: bool,
}

impl Reader {
    pub(super) fn new(tail: Tail, filter: Filter, start: Start) -> Self {
        Self { tail, filter, start, seen: None, born: Utc::now(), late: false }
    }

    /// Appends new callbacks to `arrived`, a page of each journal at most, and says whether there are more. Callbacks
    /// that were read before an error stay.
    pub(super) async fn read(&mut self, arrived: &mut Vec<(Arrived, Body)>) -> Result<bool, Error> {
        let Some(seen) = &mut self.seen else {
            let begun = self.begin(arrived).await;
            self.late |= begun.is_err();
            self.seen = Some(begun?);
            return Ok(true);
        };
        let journals = self.tail.journals().await?;
        let mut more = false;
        for journal in &journals {
            // A journal that did not exist at the beginning is new from its first record.
            let seen = seen.entry(journal.uuid).or_insert(0);
            if journal.recorded <= *seen {
                continue;
            }
            let page = self.tail.after(journal.id, *seen, journal.recorded, PAGE).await?;
            let last = page.last().map(|row| row.journal_offset);
            // A page that is not full was the last one, even if offsets are missing up to `recorded`.
            let full = page.len() == PAGE;
            *seen = last.filter(|_| full).unwrap_or(journal.recorded);
            more |= full;
            arrived.extend(page.into_iter().filter_map(|row| self.filter.pick(row)));
        }
        Ok(more)
    }

    /// The positions to read on from. Callbacks before them that are to be shown go to `arrived`.
    async fn begin(&mut self, arrived: &mut Vec<(Arrived, Body)>) -> Result<HashMap<Uuid, i64>, Error> {
        let (lines, since) = match self.start {
            Start::Since(time) => (0, Some(time)),
            // Callbacks that arrived while Postgres was away are new.
            Start::Last(lines) => (lines, self.late.then_some(self.born)),
        };
        let (mut seen, mut last) = (HashMap::new(), Vec::new());
        for journal in self.tail.journals().await? {
            let position = match since {
                Some(time) => self.before_time(&journal, time).await?,
                None => journal.recorded,
            };
            last.extend(self.last(journal.id, position, lines).await?);
            seen.insert(journal.uuid, position);
        }
        last.sort_by_key(|(row, _)| (row.received_at, row.journal_id, row.journal_offset));
        arrived.extend(last.split_off(last.len().saturating_sub(lines)));
        Ok(seen)
    }

    /// The offset behind which a journal's callbacks arrived at `time` or later. Offsets are in order of arrival but for
    /// some milliseconds, so a binary search finds it in some thirty steps.
    async fn before_time(&mut self, journal: &JournalCursor, time: DateTime<Utc>) -> Result<i64, Error> {
        let (mut earlier, mut end) = (0, journal.recorded);
        while earlier < end {
            let middle = earlier + (end - earlier) / 2;
            match self.tail.first_from(journal.id, middle + 1).await? {
                Some((offset, arrival)) if arrival < time => earlier = offset,
                _ => end = middle,
            }
        }
        Ok(earlier.min(journal.recorded))
    }

    /// The last matching callbacks of a journal up to `end`, the newest first.
    async fn last(
        &mut self,
        journal: i32,
        mut end: i64,
        lines: usize,
    ) -> Result<Vec<(Arrived, Body)>, Error> {
        let (mut found, mut read) = (Vec::new(), 0);
        while found.len() < lines && read < LOOK_BACK {
            let page = self.tail.before(journal, end, PAGE).await?;
            let Some(first) = page.last().map(|row| row.journal_offset) else { break };
            (end, read) = (first - 1, read + page.len());
            found.extend(page.into_iter().filter_map(|row| self.filter.pick(row)));
        }
        found.truncate(lines);
        Ok(found)
    }
}
