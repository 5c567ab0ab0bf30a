//! Groups: [members](member) and [messages](message), who may not [talk](mute) or [come in](ban), [attributes](attribute)
//! and [counters](counter); and of the groups themselves:
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Create`] | `group_open_http_svc/create_group` | 创建群组 |
//! | [`Destroy`] | `group_open_http_svc/destroy_group` | 解散群组 |
//! | [`ChangeOwner`] | `group_open_http_svc/change_group_owner` | 转让群主 |
//! | [`Import`] | `group_open_http_svc/import_group` | 导入群基础资料 |
//! | [`List`] | `group_open_http_svc/get_appid_group_list` | 获取 App 中的所有群组 |
//! | [`ListJoined`] | `group_open_http_svc/get_joined_group_list` | 获取用户所加入的群组 |
//! | [`Get`] | `group_open_http_svc/get_group_info` | 获取群详细资料 |
//! | [`Modify`] | `group_open_http_svc/modify_group_base_info` | 修改群基础资料 |

pub mod attribute;
pub mod ban;
pub mod counter;
mod field;
mod life;
mod list;
pub mod member;
pub mod message;
pub mod mute;
mod profile;

pub use field::{ApplyJoinOption, GroupType, InviteJoinOption, MsgFlag, Pair, Priority, Role, Switch};
pub use life::{ChangeOwner, Create, CreateResponse, Destroy, FirstMember, Import, ImportResponse};
pub use list::{
    GroupRef, Joined, JoinedFilter, List, ListJoined, ListJoinedResponse, ListResponse, Membership,
};
pub use profile::{Filter, Get, GetResponse, Info, Modify};
