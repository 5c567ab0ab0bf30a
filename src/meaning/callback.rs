//! A callback: its row, and what it says about messages.

use super::arrival::Arrival;
use super::body::{Body, Envelope, without_nul};
use super::message::{Sent, element_flags, message};
use super::{identity, read, revoke, times};
use crate::callback::{self, Callback, DecodeError, List, Query, c2c, group, official, push};
use crate::journal::Record;
use crate::model::{Platform, TopicId};
use crate::store::{Batch, CallbackRow, Flag, Kind};
use serde_json::value::RawValue;
use std::borrow::Cow;
use uuid::Uuid;

/// What a run of records says, for one transaction.
pub(crate) fn batch(records: &[(u64, Record)]) -> Batch {
    let mut batch = Batch { callbacks: Vec::with_capacity(records.len()), ..Batch::default() };
    for (offset, record) in records {
        let row = row(*offset, record, &mut batch);
        batch.callbacks.push(row);
    }
    batch
}

/// The row of a callback that Postgres refused: nothing of its body but the exact bytes.
pub(crate) fn dead_letter_row(offset: u64, record: &Record) -> CallbackRow {
    let mut row = row_without_body(offset, record);
    row.raw = Some(record.body.clone());
    row.flags.push(Flag::DeadLetter);
    row
}

/// The row of a callback; what it says about messages goes into `batch`.
fn row(offset: u64, record: &Record, batch: &mut Batch) -> CallbackRow {
    let mut row = row_without_body(offset, record);
    let body = Body::new(&record.body);
    row.raw = (!body.flags.is_empty()).then(|| record.body.clone());
    row.flags.extend(&body.flags);
    let envelope = match body.envelope() {
        Ok(envelope) => envelope,
        Err(refused) => {
            row.raw = Some(record.body.clone());
            row.flags.push(refused);
            return row;
        }
    };
    let command = record.command.as_deref().unwrap_or_default();
    // The body of a push callback may be a bare push event, whose `EventTime` is in seconds.
    let in_seconds = matches!(command, push::OfflinePush::COMMAND | push::AllMemberPush::COMMAND);
    let event_time = envelope.as_ref().filter(|_| !in_seconds).and_then(Envelope::event_time);
    row.event_time = event_time.and_then(times::milliseconds);
    let arrival = Arrival {
        app_id: record.app_id,
        source: "callback",
        received_at: record.received_at,
        happened_at: row.event_time.unwrap_or(record.received_at),
        platform: row.platform.as_deref(),
        client_ip: row.client_ip.as_deref(),
        command,
        raw: &record.body,
    };
    let text = &body.text;
    let read = envelope
        .ok_or(Flag::Undecodable)
        .and_then(|Envelope { msg_body, .. }| Reading { arrival, text, msg_body, batch }.read());
    match read {
        Ok((identity, flags)) => {
            row.identity = identity;
            row.flags.extend(flags);
        }
        Err(flag) => row.flags.push(flag),
    }
    if row.identity.is_none() && row.event_time.is_some() {
        row.digest = Some(identity::body(record.app_id, command, &record.body));
    }
    row.body = Some(body.text.into_owned());
    row
}

fn row_without_body(offset: u64, record: &Record) -> CallbackRow {
    let query = Query::parse(&record.query);
    let platform = query.opt_platform.as_ref().map(Platform::as_str).filter(|platform| !platform.is_empty());
    // A query may have U+0000, percent-encoded.
    let text = |text: &str| without_nul(text).into_owned();
    let mut flags = Vec::new();
    if record.unsigned {
        flags.push(Flag::Unsigned);
    }
    if record.command.is_none() {
        flags.push(Flag::NoCommand);
    }
    #[expect(clippy::cast_precision_loss, reason = "microseconds of seconds")]
    let took_ms = record.took_us as f64 / 1000.0;
    CallbackRow {
        offset,
        app_id: record.app_id,
        command: record.command.as_deref().map(text),
        received_at: record.received_at,
        event_time: None,
        client_ip: query.client_ip.as_deref().filter(|ip| !ip.is_empty()).map(text),
        platform: platform.map(text),
        query: text(&record.query),
        body: None,
        raw: None,
        verdict_code: record.verdict_code,
        decided_by: record.decided_by.clone(),
        took_ms,
        flags,
        identity: None,
        digest: None,
    }
}

/// A callback whose body is being read: what it says about messages goes into `batch`.
struct Reading<'a> {
    arrival: Arrival<'a>,
    text: &'a str,
    /// `MsgBody` to the letter.
    msg_body: Option<&'a RawValue>,
    batch: &'a mut Batch,
}

/// The identity of the message that a callback carried, and what was odd.
type Found = (Option<Uuid>, Vec<Flag>);

impl Reading<'_> {
    fn read(&mut self) -> Result<Found, Flag> {
        let flags = match self.arrival.command {
            c2c::AfterSendMessage::COMMAND => return self.c2c_message(),
            group::AfterSendMessage::COMMAND => return self.group_message(),
            official::AfterSendMessage::COMMAND => return self.official_message(),
            c2c::AfterRecall::COMMAND => {
                let revocation = revoke::c2c(&self.arrival, &self.decode()?);
                self.batch.revocations.push(revocation);
                Vec::new()
            }
            group::AfterRecall::COMMAND => {
                let event: group::AfterRecall = self.decode()?;
                self.batch.revocations.extend(revoke::group(&self.arrival, &event));
                list_flags(&event.msg_seq_list)
            }
            official::AfterRecall::COMMAND => {
                let event: official::AfterRecall = self.decode()?;
                self.batch.revocations.extend(revoke::official(&self.arrival, &event));
                list_flags(&event.withdraw_msg_list)
            }
            c2c::AfterReadReport::COMMAND => {
                let mark = read::mark(&self.arrival, &self.decode()?);
                let flags = mark.as_ref().err().copied().into_iter().collect();
                self.batch.read_marks.extend(mark);
                flags
            }
            group::AfterReadReceipt::COMMAND => {
                let event: group::AfterReadReceipt = self.decode()?;
                self.batch.receipts.extend(read::receipts(&self.arrival, &event));
                list_flags(&event.group_msg_receipt_list)
            }
            // A message that is not, or not yet, sent.
            c2c::BeforeSendMessage::COMMAND => element_flags(&self.decode::<c2c::BeforeSendMessage>()?.body),
            group::BeforeSendMessage::COMMAND => {
                element_flags(&self.decode::<group::BeforeSendMessage>()?.body)
            }
            group::SendMessageException::COMMAND => {
                element_flags(&self.decode::<group::SendMessageException>()?.body)
            }
            official::BeforeSendMessage::COMMAND => {
                element_flags(&self.decode::<official::BeforeSendMessage>()?.body)
            }
            // A command that says nothing about messages, or an unknown one.
            name => {
                let check = callback::command(name).map(|command| (command.check)(self.text));
                check.unwrap_or(Ok(())).map_err(|error| self.undecodable(&error))?;
                Vec::new()
            }
        };
        Ok((None, flags))
    }

    fn decode<C: Callback>(&self) -> Result<C, Flag> {
        callback::decode(self.text).map_err(|error| self.undecodable(&error))
    }

    fn undecodable(&self, error: &DecodeError) -> Flag {
        tracing::debug!(
            command = self.arrival.command,
            field = error.field(),
            "kept as it came: the body does not have its command's shape"
        );
        Flag::Undecodable
    }

    fn c2c_message(&mut self) -> Result<Found, Flag> {
        let event: c2c::AfterSendMessage = self.decode()?;
        let sent = Sent {
            from: event.from.as_str(),
            to: Some(event.to.as_str()),
            key: event.key(),
            seq: event.msg_seq,
            random: event.msg_random,
            time: event.msg_time,
            elements: &event.body,
            cloud_custom_data: event.cloud_custom_data.as_deref(),
            online_only: event.online_only,
            send_result: event.send_msg_result,
            ..Sent::default()
        };
        Ok(self.message(Kind::C2c, sent))
    }

    fn group_message(&mut self) -> Result<Found, Flag> {
        let event: group::AfterSendMessage = self.decode()?;
        let sent = Sent {
            from: event.from.as_str(),
            group: Some(event.group_id.as_str()),
            topic: event.topic_id.as_ref().map(TopicId::as_str),
            seq: event.msg_seq,
            random: event.random,
            time: event.msg_time,
            elements: &event.body,
            cloud_custom_data: event.cloud_custom_data.as_deref(),
            online_only: event.online_only,
            send_result: event.send_msg_result,
            ..Sent::default()
        };
        Ok(self.message(Kind::Group, sent))
    }

    fn official_message(&mut self) -> Result<Found, Flag> {
        let event: official::AfterSendMessage = self.decode()?;
        let sent = Sent {
            from: event.account.as_str(),
            key: event.msg_key.as_ref().map(Cow::Borrowed),
            time: event.msg_time,
            elements: &event.body,
            cloud_custom_data: event.cloud_custom_data.as_deref(),
            online_only: event.online_only,
            ..Sent::default()
        };
        Ok(self.message(Kind::Official, sent))
    }

    fn message(&mut self, kind: Kind, sent: Sent<'_>) -> Found {
        let body = self.msg_body.map(|body| Cow::Borrowed(body.get()));
        let (message, flags) = message(&self.arrival, kind, Sent { body, ..sent });
        let identity = message.as_ref().map(|message| message.identity);
        self.batch.messages.extend(message);
        (identity, flags)
    }
}

/// What is odd about a list: entries that were left out.
fn list_flags<T>(list: &List<T>) -> Vec<Flag> {
    if list.unreadable() > 0 { vec![Flag::OddEntry] } else { Vec::new() }
}
