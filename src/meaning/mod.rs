//! What a callback, or a page of roaming history, says: the rows it becomes. Pure functions, no I/O.
//!
//! Both roads to a message meet in [`message`]: it makes the row and the identity, so that the same message is
//! the same row whichever way it comes.

mod arrival;
pub mod body;
mod callback;
mod history;
pub(crate) mod identity;
mod message;
mod read;
mod revoke;
mod times;

pub(crate) use callback::{batch, dead_letter_row};
pub(crate) use history::{c2c_page, group_page};
