//! Groups: their life, members, messages, attributes and topics.

mod attribute;
mod life;
mod member;
mod message;
mod topic;

use crate::model::{Conversation, GroupId, TopicId};

pub use super::c2c::Extension;
pub use attribute::{AfterAttributeChange, AfterSetExtension, Attribute};
pub use life::{
    AfterCreate, AfterDestroy, AfterFull, AfterInfoChange, AfterOwnerChange, BeforeCreate, DailyQuotaAlarm,
    Field,
};
pub use member::{AfterExit, AfterFieldChange, AfterJoin, BeforeApply, BeforeInvite, Member, StateChange};
pub use message::{
    AfterReadReceipt, AfterRecall, AfterSendMessage, BeforeSendMessage, Mention, Reader, Recalled, Receipt,
    SendMessageException,
};
pub use topic::{AfterCreateTopic, AfterDestroyTopic, AfterTopicInfoChange, BeforeCreateTopic};

/// A topic is a conversation of its own.
fn conversation(group: &GroupId, topic: Option<&TopicId>) -> Conversation {
    topic.map_or_else(|| Conversation::group(group), Conversation::group)
}
