//! What Postgres keeps for handlers behind the answer: who runs them, how far they are, what failed.

mod follow;
mod handlers;
mod leases;
mod letters;
mod settle;

pub use follow::{Position, Recorded, Stand};
pub use handlers::{Change, HandlerState};
pub(super) use leases::RECORDED;
pub use leases::{Lease, Process};
pub use letters::{Content, Letter, RefusedRecord, Which};
pub use settle::{Entry, Settlement};
