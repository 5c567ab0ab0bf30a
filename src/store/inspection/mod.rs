//! Looking at a database and at what arrives there, without changing anything.

mod survey;
mod tail;

pub use survey::Survey;
pub use tail::{Arrived, Recorded, Tail};
