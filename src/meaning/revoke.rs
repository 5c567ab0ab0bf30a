//! Revoked messages. A revocation names its message by identity, so that it may arrive before it.

use super::arrival::Arrival;
use super::identity;
use crate::callback::{c2c, group, official};
use crate::model::{TopicId, UserId};
use crate::store::Revocation;
use uuid::Uuid;

pub(super) fn c2c(arrival: &Arrival<'_>, event: &c2c::AfterRecall) -> Revocation {
    let (from, to, key) = (event.from.as_str(), event.to.as_str(), event.msg_key.as_str());
    // A revocation by REST names no administrator: `From_Account` is the message's sender then, too.
    let by_sender = arrival.platform != Some("RESTAPI") && identity::fit([from, to, key]);
    let identity = identity::c2c(arrival.app_id, from, to, key, event.msg_key.time());
    row(arrival, identity, by_sender.then_some(&event.from))
}

pub(super) fn group(arrival: &Arrival<'_>, event: &group::AfterRecall) -> impl Iterator<Item = Revocation> {
    let topic = event.topic_id.as_ref().map_or("", TopicId::as_str);
    event.msg_seq_list.iter().map(move |revoked| {
        let identity = identity::group(arrival.app_id, event.group_id.as_str(), topic, revoked.msg_seq);
        row(arrival, identity, event.operator.as_ref())
    })
}

pub(super) fn official(
    arrival: &Arrival<'_>,
    event: &official::AfterRecall,
) -> impl Iterator<Item = Revocation> {
    event.withdraw_msg_list.iter().map(|revoked| {
        let (account, key) = (event.account.as_str(), &revoked.msg_key);
        let identity = identity::official(arrival.app_id, account, key.as_str(), key.time());
        row(arrival, identity, None)
    })
}

/// The row of a revocation of the message with this identity.
pub(super) fn row(arrival: &Arrival<'_>, identity: Uuid, by: Option<&UserId>) -> Revocation {
    let revoked_by = by.map(|user| user.as_str().to_owned());
    Revocation { identity, app_id: arrival.app_id, revoked_at: Some(arrival.happened_at), revoked_by }
}
