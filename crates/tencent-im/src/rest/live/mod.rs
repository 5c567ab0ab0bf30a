//! Live groups (`AVChatRoom`): who watches, marks, admins, robots. Who is kept out is in [`group::ban`](super::group::ban).
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`CountOnline`] | `group_open_http_svc/get_online_member_num` | 获取直播群在线人数 |
//! | [`List`] | `group_open_avchatroom_http_svc/get_members` | 获取直播群在线成员列表 |
//! | [`Mark`] | `group_open_avchatroom_http_svc/modify_user_info` | 设置直播群成员标记 |
//! | [`Check`] | `group_open_avchatroom_http_svc/check_members` | 查询用户是否在直播群内 |
//! | [`SetAdmins`] | `group_open_avchatroom_http_svc/modify_admin` | 设置/取消直播群管理员 |
//! | [`ListAdmins`] | `group_open_avchatroom_http_svc/get_admin_list` | 获取直播群管理员列表 |
//! | [`AddRobots`] | `group_open_avchatroom_http_svc/add_robots` | 设置直播群机器人 |
//! | [`DeleteRobots`] | `group_open_avchatroom_http_svc/del_robots` | 取消直播群机器人 |

mod audience;
mod staff;

pub use audience::{
    Check, CheckResponse, CountOnline, CountOnlineResponse, List, ListResponse, Mark, MarkResponse, Marked,
    Marking, Viewer,
};
pub use staff::{AddRobots, Admin, DeleteRobots, ListAdmins, ListAdminsResponse, SetAdmins};
