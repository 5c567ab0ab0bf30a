//! The push service: sending, [attributes](attribute) and [tags](tag) of users, [tasks](task) for later; [traces](trace),
//! [figures] and [losses](loss) of what went out.

pub mod attribute;
pub mod figures;
pub mod loss;
mod send;
pub mod tag;
pub mod task;
pub mod trace;

pub use send::{PushFailure, Revoke, Send, SendResponse, SendTo, SendToResponse};
