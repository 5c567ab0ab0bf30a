//! A page of Tencent's roaming history.

use super::arrival::Arrival;
use super::body::{mend_escapes, without_nul};
use super::message::{self, Content};
use super::{identity, revoke};
use crate::model::{Element, GroupId, SdkAppId, TopicId};
use crate::rest::c2c::RoamMessage;
use crate::rest::group::message::HistoryMessage;
use crate::store::{Batch, MessageRow};
use chrono::{DateTime, Utc};

/// `MsgFlagBits` of a revoked one-to-one message.
const REVOKED_BIT: i64 = 8;

/// `IsPlaceMsg` of a message in a group: as it was sent, or revoked. Others have expired or were deleted.
const SENT: i64 = 0;
const REVOKED: i64 = 2;

/// The messages of a page of two users' history, and the revocations of those that were revoked.
pub(crate) fn c2c_page(app_id: SdkAppId, received_at: DateTime<Utc>, page: Vec<RoamMessage>) -> Batch {
    let mut batch = Batch::default();
    for roamed in page {
        let (Some(from), Some(to)) = (&roamed.from, &roamed.to) else { continue };
        let (seq, random, time) = (roamed.msg_seq, roamed.msg_random, roamed.msg_time_stamp);
        let key = roamed.msg_key.as_ref().filter(|key| !key.as_str().is_empty());
        let raw = serde_json::to_vec(&(from, to, seq, random, time, &roamed.body)).unwrap_or_default();
        let arrival = arrival(app_id, received_at, &raw);
        let content = content(seq, random, time, &roamed.body, roamed.cloud_custom_data);
        let Some(mut message) = message::c2c(&arrival, from, to, key, content).message else { continue };
        if roamed.msg_flag_bits.is_some_and(|bits| bits & REVOKED_BIT != 0) {
            batch.revocations.push(revoke::revocation(&arrival, message.identity, Some(from.as_str())));
        }
        mend(&mut message.row);
        batch.messages.push(message);
    }
    batch
}

/// The messages of a page of a group's history, and the revocations of those that were revoked: their content is gone.
pub(crate) fn group_page(
    app_id: SdkAppId,
    received_at: DateTime<Utc>,
    group: &GroupId,
    topic: Option<&TopicId>,
    page: Vec<HistoryMessage>,
) -> Batch {
    let mut batch = Batch::default();
    for kept in page {
        // No number of a message.
        let Ok(seq) = kept.msg_seq.map(u32::try_from).transpose() else { continue };
        let raw =
            serde_json::to_vec(&(group, topic, &kept.from, kept.msg_random, kept.msg_time_stamp, &kept.body))
                .unwrap_or_default();
        let arrival = arrival(app_id, received_at, &raw);
        match (kept.is_place_msg.unwrap_or(SENT), kept.from, seq) {
            (SENT, Some(from), _) => {
                let content =
                    content(seq, kept.msg_random, kept.msg_time_stamp, &kept.body, kept.cloud_custom_data);
                let message = message::group(&arrival, group, topic, &from, content).message;
                batch.messages.extend(message.map(|mut message| {
                    mend(&mut message.row);
                    message
                }));
            }
            (REVOKED, _, Some(seq)) => {
                let topic = topic.map_or("", TopicId::as_str);
                let identity = identity::group(app_id, group.as_str(), topic, seq);
                batch.revocations.push(revoke::revocation(&arrival, identity, None));
            }
            _ => {}
        }
    }
    batch
}

fn arrival(app_id: SdkAppId, received_at: DateTime<Utc>, raw: &[u8]) -> Arrival<'_> {
    Arrival {
        app_id,
        source: "roaming",
        received_at,
        happened_at: received_at,
        platform: None,
        client_ip: None,
        command: "",
        raw,
    }
}

fn content(
    msg_seq: Option<u32>,
    msg_random: Option<u32>,
    msg_time: Option<i64>,
    elements: &[Element],
    cloud_custom_data: Option<String>,
) -> Content<'_> {
    // To the letter, for elements give back what they were read from.
    let body = serde_json::to_string(elements).ok();
    Content {
        msg_seq,
        msg_random,
        msg_time,
        elements,
        body: body.map(|body| mend_escapes(&body, &mut Vec::new()).into_owned()),
        cloud_custom_data,
        online_only: None,
        send_result: None,
    }
}

/// Replaces U+0000, which Postgres refuses; a callback's body is mended before it is read.
fn mend(row: &mut MessageRow) {
    let texts =
        [&mut row.msg_key, &mut row.sender, &mut row.recipient, &mut row.text, &mut row.cloud_custom_data];
    let texts = texts.into_iter().chain(&mut row.element_types).flatten().chain([&mut row.conversation]);
    for text in texts {
        *text = without_nul(text).into_owned();
    }
}
