//! One-to-one messages. Extensions of messages are in [`extension`](super::extension).
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`SendMessage`] | `openim/sendmsg` | 单发单聊消息 |
//! | [`SendMessages`] | `openim/batchsendmsg` | 批量发单聊消息 |
//! | [`ImportMessage`] | `openim/importmsg` | 导入单聊消息 |
//! | [`GetRoamMessages`] | `openim/admin_getroammsg` | 查询单聊消息 |
//! | [`RecallMessage`] | `openim/admin_msgwithdraw` | 撤回单聊消息 |
//! | [`ModifyMessage`] | `openim/modify_c2c_msg` | 修改单聊历史消息 |
//! | [`DeleteMessages`] | `openim/delete_c2c_msg_ramble` | 单向删除单聊历史消息 |
//! | [`SetRead`] | `openim/admin_set_msg_read` | 设置单聊消息已读 |
//! | [`GetUnreadCount`] | `openim/get_c2c_unread_msg_num` | 查询单聊未读消息计数 |
//! | [`SendReadReceipts`] | `openim/c2c_msg_read_receipt` | 发送单聊消息已读回执 |

mod history;
mod read;
mod send;

pub use history::{
    DeleteMessages, DeleteMessagesResponse, GetRoamMessages, GetRoamMessagesResponse, ModifyMessage,
    RecallMessage, RoamMessage,
};
pub use read::{
    CountFailure, GetUnreadCount, GetUnreadCountResponse, MessageRef, SendReadReceipts, SetRead, UnreadCount,
};
pub use send::{
    ImportMessage, SendFailure, SendMessage, SendMessageResponse, SendMessages, SendMessagesResponse,
};
