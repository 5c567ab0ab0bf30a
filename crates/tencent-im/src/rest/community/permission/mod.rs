//! Permission groups of communities: members who may do the same.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Create`] | `group_open_http_svc/create_permission_group` | 创建权限组 |
//! | [`Destroy`] | `group_open_http_svc/destroy_permission_group` | 解散权限组 |
//! | [`Modify`] | `group_open_http_svc/modify_permission_group` | 修改权限组资料 |
//! | [`List`] | `group_open_http_svc/get_permission_group` | 获取权限组资料 |
//! | [`AddMembers`] | `group_open_http_svc/add_permission_group_member` | 增加权限组成员 |
//! | [`DeleteMembers`] | `group_open_http_svc/delete_permission_group_member` | 删除权限组成员 |
//! | [`ListMembers`] | `group_open_http_svc/get_permission_group_member_list` | 获取权限组成员列表 |

mod group;
mod member;

pub use group::{Create, CreateResponse, Destroy, List, ListResponse, Modify, PermissionGroup};
pub use member::{
    AddMembers, AddMembersResponse, AddResult, DeleteMembers, ListMembers, ListMembersResponse, MemberRef,
    PermissionMember,
};
