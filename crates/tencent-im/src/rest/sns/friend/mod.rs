//! Friends: adding, importing, changing, deleting, checking, reading.

mod change;
mod read;

pub use change::{
    Add, AddType, Delete, DeleteAll, DeleteType, FriendChange, Import, ImportedFriend, NewFriend, Update,
};
pub use read::{
    Check, CheckResponse, CheckResult, CheckType, FriendData, FriendInfo, Get, GetResponse, List,
    ListResponse, Relation,
};
