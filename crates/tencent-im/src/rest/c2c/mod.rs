//! One-to-one messages. Extensions of messages are in [`extension`](super::extension).

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
