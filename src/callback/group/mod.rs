//! What happens in groups.

mod message;

pub use message::{
    AfterReadReceipt, AfterRecall, AfterSendMessage, BeforeSendMessage, Mention, Reader, Recalled, Receipt,
    SendMessageException,
};

use crate::model::{Conversation, GroupId, TopicId};

/// A topic is a conversation of its own.
fn conversation(group: &GroupId, topic: Option<&TopicId>) -> Conversation {
    topic.map_or_else(|| Conversation::group(group), Conversation::group)
}
