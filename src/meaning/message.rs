//! A sent message as a row of `messages`.

use super::identity;
use super::{Arrival, fitting};
use crate::callback::{c2c as one_to_one, group as groups, official as accounts};
use crate::model::{Conversation, Element, MsgKey, TopicId, texts};
use crate::store::{Kind, Message, MessageRow};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

/// What a callback about a sent message says.
pub(super) struct Read {
    pub(super) event_time: Option<i64>,
    /// `None` where its ids are no ids.
    pub(super) message: Option<Message>,
    pub(super) flags: Vec<&'static str>,
}

pub(super) fn c2c(arrival: &Arrival<'_>, event: one_to_one::AfterSendMessage, text: &str) -> Read {
    let mut flags = flags(&event.body);
    let key = event.key().map(std::borrow::Cow::into_owned);
    if key.is_some() && event.msg_key.is_none() {
        flags.push("rebuilt_key");
    }
    let (from, to) = (event.from.as_str(), event.to.as_str());
    let key_time = key.as_ref().and_then(MsgKey::time);
    let identity = key.as_ref().map(|key| identity::c2c(arrival.app_id, from, to, key.as_str(), key_time));
    let ids = fitting([from, to, key.as_ref().map_or("", MsgKey::as_str)]);
    let conversation = Conversation::c2c(from, to);
    let times = Times::new(event.msg_time, key_time, arrival.received_at);
    let row = MessageRow {
        msg_key: key.map(String::from),
        msg_seq: event.msg_seq.map(i64::from),
        msg_random: event.msg_random.map(i64::from),
        sender: Some(from.to_owned()),
        recipient: Some(to.to_owned()),
        cloud_custom_data: event.cloud_custom_data,
        online_only: event.online_only,
        send_result: event.send_msg_result,
        ..row(arrival, Kind::C2c, conversation, &times, &event.body, text)
    };
    finish(arrival, identity, ids, &times, row, flags, event.event_time)
}

pub(super) fn group(arrival: &Arrival<'_>, event: groups::AfterSendMessage, text: &str) -> Read {
    let (group, topic) = (event.group_id.as_str(), event.topic_id.as_ref().map(TopicId::as_str));
    let identity = event
        .msg_seq
        .filter(|seq| *seq > 0)
        .map(|seq| identity::group(arrival.app_id, group, topic.unwrap_or_default(), seq));
    let ids = fitting([group, topic.unwrap_or_default(), event.from.as_str()]);
    let conversation = Conversation::group(topic.unwrap_or(group));
    let times = Times::new(event.msg_time, None, arrival.received_at);
    let row = MessageRow {
        msg_seq: event.msg_seq.map(i64::from),
        msg_random: event.random.map(i64::from),
        sender: Some(event.from.as_str().to_owned()),
        group_id: Some(group.to_owned()),
        topic_id: topic.map(str::to_owned),
        cloud_custom_data: event.cloud_custom_data,
        online_only: event.online_only,
        send_result: event.send_msg_result,
        ..row(arrival, Kind::Group, conversation, &times, &event.body, text)
    };
    finish(arrival, identity, ids, &times, row, flags(&event.body), event.event_time)
}

pub(super) fn official(arrival: &Arrival<'_>, event: accounts::AfterSendMessage, text: &str) -> Read {
    let (account, key) = (event.account.as_str(), event.msg_key);
    let key_time = key.as_ref().and_then(MsgKey::time);
    let identity =
        key.as_ref().map(|key| identity::official(arrival.app_id, account, key.as_str(), key_time));
    let ids = fitting([account, key.as_ref().map_or("", MsgKey::as_str)]);
    let conversation = Conversation::official(account);
    let times = Times::new(event.msg_time, key_time, arrival.received_at);
    let row = MessageRow {
        msg_key: key.map(String::from),
        sender: Some(account.to_owned()),
        cloud_custom_data: event.cloud_custom_data,
        online_only: event.online_only,
        ..row(arrival, Kind::Official, conversation, &times, &event.body, text)
    };
    finish(arrival, identity, ids, &times, row, flags(&event.body), event.event_time)
}

/// What is odd about the elements.
pub(super) fn flags(elements: &[Element]) -> Vec<&'static str> {
    if elements.iter().any(Element::is_malformed) { vec!["malformed_element"] } else { Vec::new() }
}

/// The columns that every kind of message has; the others are `None`.
fn row(
    arrival: &Arrival<'_>,
    kind: Kind,
    conversation: Conversation,
    times: &Times,
    elements: &[Element],
    text: &str,
) -> MessageRow {
    MessageRow {
        app_id: arrival.app_id,
        kind,
        conversation: conversation.into(),
        msg_key: None,
        msg_seq: None,
        msg_random: None,
        sent_at: times.sent_at,
        sender: None,
        recipient: None,
        group_id: None,
        topic_id: None,
        text: texts(elements),
        element_types: elements
            .iter()
            .map(|element| element.msg_type().map(std::borrow::Cow::into_owned))
            .collect(),
        body: msg_body(text, elements),
        cloud_custom_data: None,
        platform: arrival.platform.map(str::to_owned),
        client_ip: arrival.client_ip.map(str::to_owned),
        online_only: None,
        send_result: None,
        source: "callback",
        received_at: arrival.received_at,
    }
}

fn finish(
    arrival: &Arrival<'_>,
    identity: Option<Uuid>,
    ids: Option<()>,
    times: &Times,
    row: MessageRow,
    mut flags: Vec<&'static str>,
    event_time: Option<i64>,
) -> Read {
    if ids.is_none() {
        flags.push("oversized_id");
        return Read { event_time, message: None, flags };
    }
    if times.odd {
        flags.push("odd_time");
    }
    let identity = identity.unwrap_or_else(|| {
        flags.push("no_identity");
        identity::body(arrival.app_id, arrival.command, arrival.raw)
    });
    let message = Message { identity, own_time: times.own, regular_time: times.regular, row };
    Read { event_time, message: Some(message), flags }
}

/// `MsgBody` to the letter; `None` where there is none.
fn msg_body(text: &str, elements: &[Element]) -> Option<String> {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow, rename = "MsgBody")]
        body: Option<&'a RawValue>,
    }
    match serde_json::from_str::<Body<'_>>(text) {
        Ok(body) => body.body.map(|body| body.get().to_owned()),
        // It stands there twice.
        Err(_) => serde_json::to_string(elements).ok(),
    }
}

/// When a message was sent.
pub(super) struct Times {
    sent_at: DateTime<Utc>,
    /// The message itself says so.
    own: bool,
    /// Lies where months have partitions of their own.
    regular: bool,
    /// What the message says about its time cannot be.
    odd: bool,
}

impl Times {
    /// The last second of the year 9999: what every tool can show.
    pub(super) const LAST: i64 = 253_402_300_799;

    /// Before 2014 there was no Tencent IM.
    const FIRST_MONTH: i64 = 1_388_534_400;

    fn new(msg_time: Option<i64>, key_time: Option<i64>, received_at: DateTime<Utc>) -> Self {
        let told = msg_time.filter(|time| *time != 0);
        let own = told.and_then(seconds).or_else(|| key_time.and_then(seconds));
        let sent_at = own.unwrap_or(received_at);
        let regular =
            sent_at.timestamp() >= Self::FIRST_MONTH && sent_at <= received_at + TimeDelta::days(31);
        let odd = !regular || (told.is_some() && told.and_then(seconds).is_none());
        Self { sent_at, own: own.is_some(), regular, odd }
    }
}

/// Unix seconds, from 1970 to 9999.
pub(super) fn seconds(time: i64) -> Option<DateTime<Utc>> {
    (0..=Times::LAST).contains(&time).then(|| DateTime::from_timestamp(time, 0))?
}
