//! The conversations of a user, and [those sorted under names](group).
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`List`] | `recentcontact/get_list` | 拉取会话列表 |
//! | [`Delete`] | `recentcontact/delete` | 删除单个会话 |
//! | [`Pin`] | `recentcontact/top` | 设置置顶会话 |
//! | [`Mark`] | `recentcontact/mark_contact` | 创建或更新会话标记数据 |

mod contact;
pub mod group;
mod list;
mod mark;

pub use contact::{Contact, ContactInfo};
pub use list::{Delete, List, ListResponse, Pin, Pinned, Session};
pub use mark::{Mark, MarkResponse, MarkResult, Marking};
