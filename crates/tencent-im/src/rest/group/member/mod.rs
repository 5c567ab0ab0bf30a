//! Who is in a group.

mod change;
mod read;

pub use change::{
    Add, AddResponse, Delete, Import, ImportResponse, ImportedMember, JoinResult, Modify, NewMember,
    SetUnreadCount,
};
pub use read::{Get, GetResponse, GetRoles, GetRolesResponse, List, ListResponse, Member, UserRole};
