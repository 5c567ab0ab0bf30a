//! Communities: [topics](topic), [permission groups](permission), their [rights in topics](topic_permission). All else
//! is as in [`group`](super::group).
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`CountOnline`] | `million_group_open_http_svc/get_online_member_num` | 获取社群在线人数 |

mod online;
pub mod permission;
pub mod topic;
pub mod topic_permission;

pub use online::{CountOnline, CountOnlineResponse};
