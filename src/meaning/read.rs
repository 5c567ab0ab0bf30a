//! Read messages: marks of one-to-one conversations, receipts of groups.

use super::arrival::Arrival;
use super::{identity, times};
use crate::callback::{c2c, group};
use crate::store::{Flag, ReadMark, Receipt};

/// How far a user has read a conversation; the flag says why that cannot be kept.
pub(super) fn mark(arrival: &Arrival<'_>, event: &c2c::AfterReadReport) -> Result<ReadMark, Flag> {
    let (reader, peer) = (event.reporter.as_str(), event.peer.as_str());
    let last_read_time = times::seconds(event.last_read_time).ok_or(Flag::OddTime)?;
    if !identity::fit([reader, peer]) {
        return Err(Flag::OversizedId);
    }
    Ok(ReadMark {
        app_id: arrival.app_id,
        reader: reader.to_owned(),
        peer: peer.to_owned(),
        last_read_time,
        reported_at: arrival.happened_at,
    })
}

/// Who has read which messages of a group.
pub(super) fn receipts(
    arrival: &Arrival<'_>,
    event: &group::AfterReadReceipt,
) -> impl Iterator<Item = Receipt> {
    let group_id = event.group_id.as_str();
    event.group_msg_receipt_list.iter().map(move |receipt| Receipt {
        identity: identity::group(arrival.app_id, group_id, "", receipt.msg_seq),
        app_id: arrival.app_id,
        group_id: group_id.to_owned(),
        msg_seq: i64::from(receipt.msg_seq),
        read_num: receipt.read_num.unwrap_or_default(),
        unread_num: receipt.unread_num.unwrap_or_default(),
        members: receipt
            .read_receipt_members
            .iter()
            .map(|reader| reader.member.as_str().to_owned())
            .collect(),
        reported_at: arrival.happened_at,
    })
}
