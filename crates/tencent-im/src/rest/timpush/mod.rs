//! The push service: sending, [attributes](attribute) and [tags](tag) of users, [tasks](task) for later; [traces](trace),
//! [figures] and [losses](loss) of what went out.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Send`] | `timpush/push` | 全员/标签推送 |
//! | [`SendTo`] | `timpush/batch` | 单发推送 |
//! | [`Revoke`] | `timpush/revoke` | 推送撤回 |

pub mod attribute;
pub mod figures;
pub mod loss;
mod send;
pub mod tag;
pub mod task;
pub mod trace;

pub use send::{PushFailure, Revoke, Send, SendResponse, SendTo, SendToResponse};
