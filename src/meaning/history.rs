//! A page of Tencent's roaming history.

use super::arrival::Arrival;
use super::body::{mend_escapes, without_nul};
use super::message::{Sent, message};
use super::{identity, revoke};
use crate::model::{Element, GroupId, MsgKey, SdkAppId, TopicId};
use crate::rest::c2c::RoamMessage;
use crate::rest::group::message::HistoryMessage;
use crate::store::{Batch, Kind, Message, Revocation};
use chrono::{DateTime, Utc};
use std::borrow::Cow;

/// `MsgFlagBits` of a revoked one-to-one message.
const REVOKED_BIT: i64 = 8;

/// `IsPlaceMsg` of a message in a group: as it was sent, or revoked. Others have expired or were deleted.
const SENT: i64 = 0;
const REVOKED: i64 = 2;

/// The messages of a page of two users' history, and the revocations of those that were revoked.
pub(crate) fn c2c_page(app_id: SdkAppId, received_at: DateTime<Utc>, page: &[RoamMessage]) -> Batch {
    let mut batch = Batch::default();
    for roamed in page {
        let (Some(from), Some(to)) = (&roamed.from, &roamed.to) else { continue };
        let (seq, random, time) = (roamed.msg_seq, roamed.msg_random, roamed.msg_time_stamp);
        let rebuilt = || Some(Cow::Owned(MsgKey::new(seq?, random?, time?)));
        let key = roamed.msg_key.as_ref().filter(|key| !key.as_str().is_empty());
        let sent = Sent {
            from: from.as_str(),
            to: Some(to.as_str()),
            key: key.map(Cow::Borrowed).or_else(rebuilt),
            seq,
            random,
            time,
            cloud_custom_data: roamed.cloud_custom_data.as_deref(),
            ..content(&roamed.body)
        };
        let raw = serde_json::to_vec(&(from, to, seq, random, time, &roamed.body)).unwrap_or_default();
        let arrival = arrival(app_id, received_at, &raw);
        let (message, _) = message(&arrival, Kind::C2c, sent);
        if roamed.msg_flag_bits.is_some_and(|bits| bits & REVOKED_BIT != 0) {
            let revoked = message.iter().map(|message| message.identity);
            batch.revocations.extend(revoked.map(|identity| Revocation {
                revoked_at: None,
                ..revoke::row(&arrival, identity, Some(from))
            }));
        }
        batch.messages.extend(message.map(without_nuls));
    }
    batch
}

/// The messages of a page of a group's history, and the revocations of those that were revoked: their content is gone.
pub(crate) fn group_page(
    app_id: SdkAppId,
    received_at: DateTime<Utc>,
    group: &GroupId,
    topic: Option<&TopicId>,
    page: &[HistoryMessage],
) -> Batch {
    let mut batch = Batch::default();
    for kept in page {
        // A number beyond 32 bits is no `MsgSeq`.
        let Ok(seq) = kept.msg_seq.map(u32::try_from).transpose() else { continue };
        let (random, time) = (kept.msg_random, kept.msg_time_stamp);
        let raw =
            serde_json::to_vec(&(group, topic, &kept.from, random, time, &kept.body)).unwrap_or_default();
        let arrival = arrival(app_id, received_at, &raw);
        match (kept.is_place_msg.unwrap_or(SENT), &kept.from, seq) {
            (SENT, Some(from), _) => {
                let sent = Sent {
                    from: from.as_str(),
                    group: Some(group.as_str()),
                    topic: topic.map(TopicId::as_str),
                    seq,
                    random,
                    time,
                    cloud_custom_data: kept.cloud_custom_data.as_deref(),
                    ..content(&kept.body)
                };
                batch.messages.extend(message(&arrival, Kind::Group, sent).0.map(without_nuls));
            }
            (REVOKED, _, Some(seq)) => {
                let topic = topic.map_or("", TopicId::as_str);
                let identity = identity::group(app_id, group.as_str(), topic, seq);
                batch
                    .revocations
                    .push(Revocation { revoked_at: None, ..revoke::row(&arrival, identity, None) });
            }
            _ => {}
        }
    }
    batch
}

fn arrival(app_id: SdkAppId, received_at: DateTime<Utc>, raw: &[u8]) -> Arrival<'_> {
    let (source, command) = ("roaming", "");
    let happened_at = received_at;
    Arrival { app_id, source, received_at, happened_at, platform: None, client_ip: None, command, raw }
}

/// Elements, with their body to the letter: they give back what they were read from.
fn content(elements: &[Element]) -> Sent<'_> {
    let body = serde_json::to_string(elements).ok();
    let mended = body.map(|body| mend_escapes(&body, &mut Vec::new()).into_owned().into());
    Sent { elements, body: mended, ..Sent::default() }
}

/// Replaces U+0000, which Postgres refuses. (The body of a callback is mended before it is read.)
fn without_nuls(mut message: Message) -> Message {
    let row = &mut message.row;
    let texts =
        [&mut row.msg_key, &mut row.sender, &mut row.recipient, &mut row.text, &mut row.cloud_custom_data];
    let texts = texts.into_iter().chain(&mut row.element_types).flatten().chain([&mut row.conversation]);
    for text in texts {
        *text = without_nul(text).into_owned();
    }
    message
}
