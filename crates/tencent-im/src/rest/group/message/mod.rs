//! What is said in groups. Extensions of messages are in [`extension`](crate::rest::extension).

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
