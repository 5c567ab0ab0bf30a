//! What the recorder, or a page of history, brings: the rows of one transaction.

use super::flags::Flag;
use super::rows::{CallbackRow, DeadLetter, Message, ReadMark, Receipt, Revocation};

/// A run of records, read: the rows for each table.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Every record, in order.
    pub callbacks: Vec<CallbackRow>,
    /// The messages among them, in order.
    pub messages: Vec<Message>,
    /// Revocations.
    pub revocations: Vec<Revocation>,
    /// One-to-one read reports.
    pub read_marks: Vec<ReadMark>,
    /// Group read receipts.
    pub receipts: Vec<Receipt>,
    /// Records that Postgres would not take.
    pub dead_letters: Vec<DeadLetter>,
}

impl Batch {
    /// How many of the callbacks had come before, as far as it was recorded.
    pub(crate) fn redelivered(&self) -> usize {
        self.callbacks.iter().filter(|callback| callback.flags.contains(&Flag::Redelivered)).count()
    }
}
