//! Communities: [topics](topic), [permission groups](permission), their [rights in topics](topic_permission). All else
//! is as in [`group`](super::group).

mod online;
pub mod permission;
pub mod topic;
pub mod topic_permission;

pub use online::{CountOnline, CountOnlineResponse};
