//! Who is in a group.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`List`] | `group_open_http_svc/get_group_member_info` | 获取群成员详细资料 |
//! | [`Get`] | `group_open_http_svc/get_specified_group_member_info` | 获取指定群成员详细资料 |
//! | [`GetRoles`] | `group_open_http_svc/get_role_in_group` | 查询用户在群组中的身份 |
//! | [`Add`] | `group_open_http_svc/add_group_member` | 增加群成员 |
//! | [`Delete`] | `group_open_http_svc/delete_group_member` | 删除群成员 |
//! | [`Modify`] | `group_open_http_svc/modify_group_member_info` | 修改群成员资料 |
//! | [`Import`] | `group_open_http_svc/import_group_member` | 导入群成员 |
//! | [`SetUnreadCount`] | `group_open_http_svc/set_unread_msg_num` | 设置成员未读消息计数 |

mod change;
mod read;

pub use change::{
    Add, AddResponse, Delete, Import, ImportResponse, ImportedMember, JoinResult, Modify, NewMember,
    SetUnreadCount,
};
pub use read::{Get, GetResponse, GetRoles, GetRolesResponse, List, ListResponse, Member, UserRole};
