//! Conversation groups: a user's conversations sorted under names.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Create`] | `recentcontact/create_contact_group` | 创建会话分组数据 |
//! | [`Update`] | `recentcontact/update_contact_group` | 更新会话分组数据 |
//! | [`Delete`] | `recentcontact/del_contact_group` | 删除会话分组数据 |
//! | [`Search`] | `recentcontact/search_contact_group` | 搜索会话分组标记 |
//! | [`List`] | `recentcontact/get_contact_group` | 拉取会话分组标记数据 |

mod change;
mod read;

pub use change::{
    Change, ContactChange, ContactResult, Create, CreateResponse, CreateResult, Delete, DeleteResponse,
    GroupRef, NewGroup, Update, UpdateResponse, UpdateResult,
};
pub use read::{List, ListResponse, MarkedContact, Search, SearchResponse};
