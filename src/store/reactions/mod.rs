//! What Postgres keeps for handlers behind the answer: who runs them, how far they are, what failed.

mod follow;
mod leases;
mod settle;

pub use follow::{Position, Recorded, Stand};
pub(super) use leases::RECORDED;
pub use leases::{Lease, Reactor, Wakes};
pub use settle::{Entry, Settlement};
