//! Permission groups of communities: members who may do the same.

mod group;
mod member;

pub use group::{Create, CreateResponse, Destroy, List, ListResponse, Modify, PermissionGroup};
pub use member::{
    AddMembers, AddMembersResponse, AddResult, DeleteMembers, ListMembers, ListMembersResponse, MemberRef,
    PermissionMember,
};
