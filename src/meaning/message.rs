//! A sent message: its row and its identity, the same by whatever road it came.

use super::arrival::Arrival;
use super::identity;
use super::times::SentAt;
use crate::model::{Conversation, Element, MsgKey, texts};
use crate::store::{Flag, Kind, Message, MessageRow};
use std::borrow::Cow;

/// What a callback or a page of history says of a sent message. Which ids there are depends on the kind.
#[derive(Default)]
pub(super) struct Sent<'a> {
    /// The sender; for official accounts, the account.
    pub(super) from: &'a str,
    pub(super) to: Option<&'a str>,
    pub(super) group: Option<&'a str>,
    pub(super) topic: Option<&'a str>,
    /// Owned where it was missing and has been rebuilt.
    pub(super) key: Option<Cow<'a, MsgKey>>,
    pub(super) seq: Option<u32>,
    pub(super) random: Option<u32>,
    pub(super) time: Option<i64>,
    pub(super) elements: &'a [Element],
    /// `MsgBody` to the letter.
    pub(super) body: Option<Cow<'a, str>>,
    pub(super) cloud_custom_data: Option<&'a str>,
    pub(super) online_only: Option<bool>,
    pub(super) send_result: Option<i64>,
}

/// The message, with what is odd about it; no message where an id is too long.
pub(super) fn message(arrival: &Arrival<'_>, kind: Kind, sent: Sent<'_>) -> (Option<Message>, Vec<Flag>) {
    let mut flags = element_flags(sent.elements);
    if matches!(sent.key, Some(Cow::Owned(_))) {
        flags.push(Flag::RebuiltKey);
    }
    let app_id = arrival.app_id;
    let (from, to, topic) = (sent.from, sent.to.unwrap_or_default(), sent.topic.unwrap_or_default());
    let group = sent.group.unwrap_or_default();
    let key = sent.key.as_deref().map(MsgKey::as_str);
    let key_time = sent.key.as_deref().and_then(MsgKey::time);
    let (identity, conversation) = match kind {
        Kind::C2c => {
            let identity = key.map(|key| identity::c2c(app_id, from, to, key, key_time));
            (identity, Conversation::c2c(from, to))
        }
        Kind::Group => {
            let seq = sent.seq.filter(|seq| *seq > 0);
            let identity = seq.map(|seq| identity::group(app_id, group, topic, seq));
            (identity, Conversation::group(sent.topic.unwrap_or(group)))
        }
        Kind::Official => {
            let identity = key.map(|key| identity::official(app_id, from, key, key_time));
            (identity, Conversation::official(from))
        }
    };
    if !identity::fit([from, to, group, topic, key.unwrap_or_default()]) {
        flags.push(Flag::OversizedId);
        return (None, flags);
    }
    let times = SentAt::new(sent.time, key_time, arrival.received_at);
    if times.odd {
        flags.push(Flag::OddTime);
    }
    let identity = identity.unwrap_or_else(|| {
        flags.push(Flag::NoIdentity);
        identity::body(app_id, arrival.command, arrival.raw)
    });
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let row = MessageRow {
        app_id,
        kind,
        conversation: conversation.into(),
        msg_key: owned(key),
        msg_seq: sent.seq.map(i64::from),
        msg_random: sent.random.map(i64::from),
        sent_at: times.time,
        sender: Some(from.to_owned()),
        recipient: owned(sent.to),
        group_id: owned(sent.group),
        topic_id: owned(sent.topic),
        text: texts(sent.elements),
        element_types: sent.elements.iter().map(|element| element.msg_type().map(Cow::into_owned)).collect(),
        body: sent.body.map(Cow::into_owned),
        cloud_custom_data: owned(sent.cloud_custom_data),
        platform: owned(arrival.platform),
        client_ip: owned(arrival.client_ip),
        online_only: sent.online_only,
        send_result: sent.send_result,
        source: arrival.source,
        received_at: arrival.received_at,
    };
    (Some(Message { identity, own_time: times.own, regular_time: times.regular, row }), flags)
}

/// What is odd about the elements of a message, sent or not.
pub(super) fn element_flags(elements: &[Element]) -> Vec<Flag> {
    if elements.iter().any(Element::is_malformed) { vec![Flag::MalformedElement] } else { Vec::new() }
}
