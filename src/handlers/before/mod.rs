//! Before-handlers: they run before the answer, under its deadline, and decide it.

mod chain;
mod decision;
mod dispatch;

pub(super) use chain::{Chain, TypedChain};
pub(crate) use decision::{Cause, DecidedBy, Decision};
pub(crate) use dispatch::Dispatch;
