//! Looking at a database and at what arrives there, without changing anything.

mod survey;
mod tail;

pub(crate) use survey::Survey;
pub(crate) use tail::{Arrived, JournalCursor, Tail};
