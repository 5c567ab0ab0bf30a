//! A sent message: its row and its identity, the same by whatever road it came.

use super::arrival::Arrival;
use super::identity;
use super::times::SentAt;
use crate::model::{Conversation, Element, GroupId, MsgKey, OfficialAccountId, TopicId, UserId, texts};
use crate::store::{Flag, Kind, Message, MessageRow};
use std::borrow::Cow;
use uuid::Uuid;

/// The fields that messages of all kinds have, in callbacks and in history.
pub(super) struct Content<'a> {
    pub(super) msg_seq: Option<u32>,
    pub(super) msg_random: Option<u32>,
    pub(super) msg_time: Option<i64>,
    pub(super) elements: &'a [Element],
    /// `MsgBody` to the letter.
    pub(super) body: Option<String>,
    pub(super) cloud_custom_data: Option<String>,
    pub(super) online_only: Option<bool>,
    pub(super) send_result: Option<i64>,
}

/// What was read of a message.
pub(super) struct Sent {
    /// `None` where an id is too long.
    pub(super) message: Option<Message>,
    pub(super) flags: Vec<Flag>,
}

/// A one-to-one message. A `MsgKey` that is missing is rebuilt.
pub(super) fn c2c(
    arrival: &Arrival<'_>,
    from: &UserId,
    to: &UserId,
    key: Option<&MsgKey>,
    content: Content<'_>,
) -> Sent {
    let mut flags = element_flags(content.elements);
    let rebuilt = || Some(MsgKey::new(content.msg_seq?, content.msg_random?, content.msg_time?));
    let key = key.map(Cow::Borrowed).or_else(|| {
        let rebuilt = rebuilt()?;
        flags.push(Flag::RebuiltKey);
        Some(Cow::Owned(rebuilt))
    });
    let (from, to, key_time) = (from.as_str(), to.as_str(), key.as_deref().and_then(MsgKey::time));
    let identity = key.as_deref().map(|key| identity::c2c(arrival.app_id, from, to, key.as_str(), key_time));
    let times = SentAt::new(content.msg_time, key_time, arrival.received_at);
    let row = MessageRow {
        msg_key: key.map(|key| key.into_owned().into()),
        sender: Some(from.to_owned()),
        recipient: Some(to.to_owned()),
        ..row(arrival, Kind::C2c, Conversation::c2c(from, to), content)
    };
    sent(arrival, identity, &times, row, flags)
}

/// A message in a group, or in a topic of a community.
pub(super) fn group(
    arrival: &Arrival<'_>,
    group: &GroupId,
    topic: Option<&TopicId>,
    from: &UserId,
    content: Content<'_>,
) -> Sent {
    let (group, topic) = (group.as_str(), topic.map(TopicId::as_str));
    let seq = content.msg_seq.filter(|seq| *seq > 0);
    let identity = seq.map(|seq| identity::group(arrival.app_id, group, topic.unwrap_or_default(), seq));
    let times = SentAt::new(content.msg_time, None, arrival.received_at);
    let flags = element_flags(content.elements);
    let row = MessageRow {
        sender: Some(from.as_str().to_owned()),
        group_id: Some(group.to_owned()),
        topic_id: topic.map(str::to_owned),
        ..row(arrival, Kind::Group, Conversation::group(topic.unwrap_or(group)), content)
    };
    sent(arrival, identity, &times, row, flags)
}

/// A message of an official account to its subscribers.
pub(super) fn official(
    arrival: &Arrival<'_>,
    account: &OfficialAccountId,
    key: Option<&MsgKey>,
    content: Content<'_>,
) -> Sent {
    let (account, key_time) = (account.as_str(), key.and_then(MsgKey::time));
    let identity = key.map(|key| identity::official(arrival.app_id, account, key.as_str(), key_time));
    let times = SentAt::new(content.msg_time, key_time, arrival.received_at);
    let flags = element_flags(content.elements);
    let row = MessageRow {
        msg_key: key.map(|key| key.as_str().to_owned()),
        sender: Some(account.to_owned()),
        ..row(arrival, Kind::Official, Conversation::official(account), content)
    };
    sent(arrival, identity, &times, row, flags)
}

/// What is odd about the elements of a message, sent or not.
pub(super) fn element_flags(elements: &[Element]) -> Vec<Flag> {
    if elements.iter().any(Element::is_malformed) { vec![Flag::MalformedElement] } else { Vec::new() }
}

/// The columns that messages of every kind have: without ids, and with the arrival for its time.
fn row(arrival: &Arrival<'_>, kind: Kind, conversation: Conversation, content: Content<'_>) -> MessageRow {
    let element_type = |element: &Element| element.msg_type().map(Cow::into_owned);
    MessageRow {
        app_id: arrival.app_id,
        kind,
        conversation: conversation.into(),
        msg_key: None,
        msg_seq: content.msg_seq.map(i64::from),
        msg_random: content.msg_random.map(i64::from),
        sent_at: arrival.received_at,
        sender: None,
        recipient: None,
        group_id: None,
        topic_id: None,
        text: texts(content.elements),
        element_types: content.elements.iter().map(element_type).collect(),
        body: content.body,
        cloud_custom_data: content.cloud_custom_data,
        platform: arrival.platform.map(str::to_owned),
        client_ip: arrival.client_ip.map(str::to_owned),
        online_only: content.online_only,
        send_result: content.send_result,
        source: arrival.source,
        received_at: arrival.received_at,
    }
}

/// Adds the time and, where the message has no identity, the digest that stands for it.
fn sent(
    arrival: &Arrival<'_>,
    identity: Option<Uuid>,
    times: &SentAt,
    row: MessageRow,
    mut flags: Vec<Flag>,
) -> Sent {
    let ids = [&row.msg_key, &row.sender, &row.recipient, &row.group_id, &row.topic_id];
    if !ids.into_iter().flatten().all(|id| identity::fits(id)) {
        flags.push(Flag::OversizedId);
        return Sent { message: None, flags };
    }
    if times.odd {
        flags.push(Flag::OddTime);
    }
    let identity = identity.unwrap_or_else(|| {
        flags.push(Flag::NoIdentity);
        identity::body(arrival.app_id, arrival.command, arrival.raw)
    });
    let row = MessageRow { sent_at: times.time, ..row };
    let message = Message { identity, own_time: times.own, regular_time: times.regular, row };
    Sent { message: Some(message), flags }
}
