//! The journal: a durable log of callbacks between the callback endpoint and Postgres.
//!
//! What was acked must survive a `kill -9` and a power loss, and Postgres being slow or gone must not cost a
//! callback. So every authenticated callback is appended here before it is answered, with one fsync for a whole
//! group of requests; the recorder moves the records into Postgres and trims them from the journal, which is
//! empty when all is well.
//!
//! A journal has a UUID and a position is (journal, offset). Offsets count up from 1 and are never used twice.
//! The cursor, that is the offset up to which everything is in Postgres, lives in Postgres.
//!
//! The callback endpoint sees a journal as [`Append`], the recorder as [`Source`].

mod append;
mod record;
mod source;
mod sqlite;

pub use append::{Append, AppendError, State, Terms};
pub use record::Record;
pub use source::{Error, Limit, Portion, Source};
pub use sqlite::{Inspection, Sqlite};
