//! Before-handlers: they run in front of the answer, under its deadline, and decide it.

mod chain;
mod dispatch;

pub(super) use chain::{Chain, Typed};
pub use dispatch::{Cause, DecidedBy, Decision, Dispatch};
