//! Which callbacks come next: none is left out, none comes twice.

use super::filter::{Body, Filter};
use crate::store::{Arrived, Error, JournalCursor, Tail};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use uuid::Uuid;

/// Rows of one statement. A body has 1 MiB at most, and usually 1 KiB.
const PAGE: usize = 200;

/// So many rows of a journal are looked through for the last ones that match.
const LOOK_BACK: usize = 10_000;

/// Where to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// With so many of the last callbacks.
    Last(usize),
    /// With the first one since then.
    Since(DateTime<Utc>),
}

/// Reads on from where it was, journal by journal.
pub(super) struct Follower {
    tail: Tail,
    filter: Filter,
    start: Start,
    /// Up to where each journal has been read; `None` until the beginning is found. Journals go by their UUIDs: the
    /// numbers start anew with a new database.
    seen: Option<HashMap<Uuid, i64>>,
    /// When it was made, and whether Postgres was away then.
    born: DateTime<Utc>,
    late: bool,
}

impl Follower {
    pub(super) fn new(tail: Tail, filter: Filter, start: Start) -> Self {
        Self { tail, filter, start, seen: None, born: Utc::now(), late: false }
    }

    /// Appends what is new to `arrived`, a page of each journal at most, and says whether there is more. What was
    /// read before an error stays.
    pub(super) async fn look(&mut self, arrived: &mut Vec<(Arrived, Body)>) -> Result<bool, Error> {
        let Some(seen) = &mut self.seen else {
            let begun = self.begin(arrived).await;
            self.late |= begun.is_err();
            self.seen = Some(begun?);
            return Ok(true);
        };
        let journals = self.tail.journals().await?;
        let mut more = false;
        for journal in &journals {
            // One that was not there at the beginning is new from its first record.
            let seen = seen.entry(journal.uuid).or_insert(0);
            if journal.recorded <= *seen {
                continue;
            }
            let page = self.tail.after(journal.id, *seen, journal.recorded, PAGE).await?;
            let last = page.last().map(|row| row.journal_offset);
            // A page that is not full was the last one; behind it, or before it, there may be a gap.
            let full = page.len() == PAGE;
            *seen = last.filter(|_| full).unwrap_or(journal.recorded);
            more |= full;
            arrived.extend(page.into_iter().filter_map(|row| self.filter.pick(row)));
        }
        Ok(more)
    }

    /// The positions to read on from; what lies before them and is to be shown goes to `arrived`.
    async fn begin(&mut self, arrived: &mut Vec<(Arrived, Body)>) -> Result<HashMap<Uuid, i64>, Error> {
        let (lines, since) = match self.start {
            Start::Since(time) => (0, Some(time)),
            // What arrived while Postgres was away is new.
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

    /// The offset behind which a journal's callbacks arrived at `time` or later. They arrive in order of offsets, but
    /// for some milliseconds: found in some thirty steps, however many there are.
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

    /// The last callbacks of a journal up to `end` that match, backwards.
    async fn last(
        &mut self,
        journal: i32,
        mut end: i64,
        lines: usize,
    ) -> Result<Vec<(Arrived, Body)>, Error> {
        let (mut found, mut looked) = (Vec::new(), 0);
        while found.len() < lines && looked < LOOK_BACK {
            let page = self.tail.before(journal, end, PAGE).await?;
            let Some(first) = page.last().map(|row| row.journal_offset) else { break };
            (end, looked) = (first - 1, looked + page.len());
            found.extend(page.into_iter().filter_map(|row| self.filter.pick(row)));
        }
        found.truncate(lines);
        Ok(found)
    }
}
