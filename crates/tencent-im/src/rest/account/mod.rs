//! Accounts: importing, checking, deleting, logging out; who is online.
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Import`] | `im_open_login_svc/account_import` | 导入单个账号 |
//! | [`ImportMany`] | `im_open_login_svc/multiaccount_import` | 导入多个账号 |
//! | [`Delete`] | `im_open_login_svc/account_delete` | 删除账号 |
//! | [`Check`] | `im_open_login_svc/account_check` | 查询账号 |
//! | [`Kick`] | `im_open_login_svc/kick` | 失效账号登录状态 |
//! | [`GetOnlineStatus`] | `openim/query_online_status` | 查询账号在线状态 |
//! | [`GetState`] | `openim/querystate` | 获取用户在线状态（旧） |

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
