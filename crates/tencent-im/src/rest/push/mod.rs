//! Pushing to everybody (`all_member_push`), and by what users are chosen: [attributes](attribute) and [tags](tag).
//! [`timpush`](super::timpush) is the newer service beside it.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Send`] | `all_member_push/im_push` | 全员推送 |

pub mod attribute;
mod send;
pub mod tag;

pub use send::{Condition, Send, SendResponse};
