//! After-handlers: they run on recorded callbacks, at least once, in order within a conversation.
//!
//! Each after-handler follows the callbacks of its command in Postgres, behind a cursor of its own for each journal.
//! A callback on which it fails or takes long is parked in `imhook.retries`, and so are the callbacks after it in its
//! conversation, in the transaction that moves the cursor; other conversations go on. A callback on which it fails too
//! often becomes a dead letter. One process at a time runs a handler; when that process dies, another takes over.

pub(crate) mod control;
pub(crate) mod dead_letters;
mod follower;
mod handler;
mod lanes;
mod runner;
mod supervisor;

pub(super) use handler::AfterHandler;
pub(crate) use runner::Settings;
pub(crate) use supervisor::Supervisor;
