//! Accounts: importing, checking, deleting, logging out; who is online.

mod life;
mod status;

pub use life::{
    Account, Check, CheckItem, CheckResponse, CheckResult, Delete, DeleteItem, DeleteResponse, DeleteResult,
    Import, ImportMany, ImportManyResponse, Kick, Registration,
};
pub use status::{
    GetOnlineStatus, GetOnlineStatusResponse, GetState, GetStateResponse, PlatformStatus, Presence,
    StatusFailure, UserState, UserStatus,
};
