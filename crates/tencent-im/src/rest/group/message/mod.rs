//! What is said in groups. Extensions of messages are in [`extension`](crate::rest::extension).
//!
//! | call | path | Tencent's page |
//! | --- | --- | --- |
//! | [`Send`] | `group_open_http_svc/send_group_msg` | 在群组中发送普通消息 |
//! | [`Notify`] | `group_open_http_svc/send_group_system_notification` | 在群组中发送系统通知 |
//! | [`Broadcast`] | `group_open_http_svc/send_broadcast_msg` | 直播群广播消息 |
//! | [`Import`] | `group_open_http_svc/import_group_msg` | 导入群消息 |
//! | [`Get`] | `group_open_http_svc/group_msg_get_simple` | 拉取群历史消息 |
//! | [`Recall`] | `group_open_http_svc/group_msg_recall` | 撤回群消息 |
//! | [`DeleteBySender`] | `group_open_http_svc/delete_group_msg_by_sender` | 撤回指定用户发送的消息 |
//! | [`Modify`] | `openim/modify_group_msg` | 修改群聊历史消息 |
//! | [`Clear`] | `group_open_http_svc/clear_group_msg` | 清空群聊历史消息 |
//! | [`SendReceipts`] | `group_open_http_svc/group_msg_receipt` | 发送群消息已读回执 |
//! | [`GetReceipts`] | `group_open_http_svc/get_group_msg_receipt` | 拉取群消息已读回执信息 |
//! | [`ListReaders`] | `group_open_http_svc/get_group_msg_receipt_detail` | 拉取群消息已读回执详情 |

mod history;
mod receipt;
mod send;

pub use history::{
    Clear, DeleteBySender, Get, GetResponse, HistoryMessage, Modify, Recall, RecallResponse, RecallResult,
    SeqItem,
};
pub use receipt::{
    GetReceipts, GetReceiptsResponse, ListReaders, ListReadersResponse, NonReader, ReadSeq, Reader, Receipt,
    ReceiptSeq, SendReceipts,
};
pub use send::{
    Broadcast, BroadcastResponse, Import, ImportResponse, ImportResult, ImportedMessage, Mention, Notify,
    Send, SendResponse,
};
