//! What happens in groups.

mod message;

pub use message::{
    AfterReadReceipt, AfterRecall, AfterSendMessage, BeforeSendMessage, Mention, Reader, Recalled, Receipt,
    SendMessageException,
};
