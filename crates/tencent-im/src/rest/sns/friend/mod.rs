//! Friends: adding, importing, changing, deleting, checking, reading.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Add`] | `sns/friend_add` | 添加好友 |
//! | [`Import`] | `sns/friend_import` | 导入好友 |
//! | [`Update`] | `sns/friend_update` | 更新好友 |
//! | [`Delete`] | `sns/friend_delete` | 删除好友 |
//! | [`DeleteAll`] | `sns/friend_delete_all` | 删除所有好友 |
//! | [`Check`] | `sns/friend_check` | 校验好友 |
//! | [`List`] | `sns/friend_get` | 拉取好友 |
//! | [`Get`] | `sns/friend_get_list` | 拉取指定好友 |

mod change;
mod read;

pub use change::{
    Add, AddType, Delete, DeleteAll, DeleteType, FriendChange, Import, ImportedFriend, NewFriend, Update,
};
pub use read::{
    Check, CheckResponse, CheckResult, CheckType, FriendData, FriendInfo, Get, GetResponse, List,
    ListResponse, Relation,
};
