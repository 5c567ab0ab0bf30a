//! Pushing to everybody (`all_member_push`), and by what users are chosen: [attributes](attribute) and [tags](tag).
//! [`timpush`](super::timpush) is the newer service beside it.

pub mod attribute;
pub(super) mod attributes;
mod send;
mod service;
pub mod tag;
pub(super) mod tags;

pub use send::{Condition, Send, SendResponse};
pub use service::{AllMembers, Service, TimPush};
