//! The conversations of a user, and [those sorted under names](group).

mod contact;
pub mod group;
mod list;
mod mark;

pub use contact::{Contact, ContactInfo};
pub use list::{Delete, List, ListResponse, Pin, Pinned, Session};
pub use mark::{Mark, MarkResponse, MarkResult, Marking};
