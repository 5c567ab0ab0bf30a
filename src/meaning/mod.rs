//! A record's meaning: the row of the callback, and what it says about messages.

pub(crate) mod identity;
mod message;

use crate::callback::{self, Callback, DecodeError, List, Query, body, c2c, group, official, push};
use crate::journal::Record;
use crate::model::{Element, Platform, SdkAppId, number};
use crate::store::{Batch, CallbackRow, ReadMark, Receipt, Revocation};
use chrono::{DateTime, Utc};
use message::Times;
use serde::Deserialize;

/// Decodes a run of records.
pub(crate) fn batch(records: &[(u64, Record)]) -> Batch {
    let mut batch = Batch { callbacks: Vec::with_capacity(records.len()), ..Batch::default() };
    for (offset, record) in records {
        let clean = body::clean(&record.body);
        let mut row = bare(*offset, record);
        row.flags.extend(clean.flags.into_iter().map(<&str>::from));
        if let Some(text) = &clean.text {
            let arrival = Arrival::new(record, &row);
            let read = arrival.read(text, &mut batch).unwrap_or_else(|Unreadable| Read {
                event_time: other(text).ok().and_then(|read| read.event_time),
                flags: vec!["undecodable"],
                identity: None,
            });
            row.event_time = read.event_time.and_then(milliseconds);
            row.identity = read.identity;
            row.flags.extend(read.flags);
        }
        if row.identity.is_none() && row.event_time.is_some() {
            let command = record.command.as_deref().unwrap_or_default();
            row.digest = Some(identity::body(record.app_id, command, &record.body));
        }
        row.body = clean.text;
        row.raw = clean.raw;
        batch.callbacks.push(row);
    }
    batch
}

/// The row of a callback that Postgres refused: nothing but its exact bytes.
pub(crate) fn dead(offset: u64, record: &Record) -> CallbackRow {
    let mut row = bare(offset, record);
    row.raw = Some(record.body.clone());
    row.flags.push("dead_letter");
    row
}

/// A callback's row without anything of its body.
fn bare(offset: u64, record: &Record) -> CallbackRow {
    let query = Query::parse(&record.query);
    let platform = query.opt_platform.as_ref().map(Platform::as_str).filter(|platform| !platform.is_empty());
    let mut flags = Vec::new();
    if record.unsigned {
        flags.push("unsigned");
    }
    if record.command.is_none() {
        flags.push("no_command");
    }
    #[expect(clippy::cast_precision_loss, reason = "microseconds of seconds")]
    let took_ms = record.took_us as f64 / 1000.0;
    CallbackRow {
        offset,
        app_id: record.app_id,
        command: record.command.as_deref().map(without_nul),
        received_at: record.received_at,
        event_time: None,
        client_ip: query.client_ip.as_deref().filter(|ip| !ip.is_empty()).map(without_nul),
        platform: platform.map(without_nul),
        query: without_nul(&record.query),
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

/// Postgres's text has no NUL; a query may have one, percent-encoded.
fn without_nul(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// What the URL and the clock say about a callback.
pub(super) struct Arrival<'a> {
    pub(super) app_id: SdkAppId,
    pub(super) command: &'a str,
    pub(super) received_at: DateTime<Utc>,
    pub(super) platform: Option<&'a str>,
    pub(super) client_ip: Option<&'a str>,
    pub(super) raw: &'a [u8],
}

/// What a body says about its callback as a whole.
#[derive(Default)]
pub(super) struct Read {
    pub(super) event_time: Option<i64>,
    pub(super) identity: Option<uuid::Uuid>,
    pub(super) flags: Vec<&'static str>,
}

/// JSON of another shape than its command's.
pub(super) struct Unreadable;

impl<'a> Arrival<'a> {
    fn new(record: &'a Record, row: &'a CallbackRow) -> Self {
        Self {
            app_id: record.app_id,
            command: record.command.as_deref().unwrap_or_default(),
            received_at: record.received_at,
            platform: row.platform.as_deref(),
            client_ip: row.client_ip.as_deref(),
            raw: &record.body,
        }
    }

    fn read(&self, text: &str, batch: &mut Batch) -> Result<Read, Unreadable> {
        match self.command {
            c2c::AfterSendMessage::COMMAND => self.message(message::c2c, text, batch),
            group::AfterSendMessage::COMMAND => self.message(message::group, text, batch),
            official::AfterSendMessage::COMMAND => self.message(message::official, text, batch),
            c2c::AfterRecall::COMMAND => Ok(self.c2c_recall(&self.decode(text)?, batch)),
            group::AfterRecall::COMMAND => Ok(self.group_recall(&self.decode(text)?, batch)),
            official::AfterRecall::COMMAND => Ok(self.official_recall(&self.decode(text)?, batch)),
            c2c::AfterReadReport::COMMAND => Ok(self.read_report(&self.decode(text)?, batch)),
            group::AfterReadReceipt::COMMAND => Ok(self.read_receipt(&self.decode(text)?, batch)),
            c2c::BeforeSendMessage::COMMAND => {
                let event: c2c::BeforeSendMessage = self.decode(text)?;
                Ok(unsent(event.event_time, &event.body))
            }
            group::BeforeSendMessage::COMMAND => {
                let event: group::BeforeSendMessage = self.decode(text)?;
                Ok(unsent(event.event_time, &event.body))
            }
            group::SendMessageException::COMMAND => {
                let event: group::SendMessageException = self.decode(text)?;
                Ok(unsent(event.event_time, &event.body))
            }
            official::BeforeSendMessage::COMMAND => {
                let event: official::BeforeSendMessage = self.decode(text)?;
                Ok(unsent(event.event_time, &event.body))
            }
            _ => self.other(text),
        }
    }

    /// A command that says nothing about messages here, or that is not known.
    fn other(&self, text: &str) -> Result<Read, Unreadable> {
        let command = callback::command(self.command);
        command.map_or(Ok(()), |command| (command.check)(text)).map_err(|error| self.unreadable(&error))?;
        let read = other(text)?;
        // Events of pushes count seconds, and a body may be one of them.
        let in_seconds = matches!(self.command, push::OfflinePush::COMMAND | push::AllMemberPush::COMMAND);
        Ok(if in_seconds { Read::default() } else { read })
    }

    fn unreadable(&self, error: &DecodeError) -> Unreadable {
        tracing::debug!(command = ?self.command, field = error.field(), "kept as it came: not of its command's shape");
        Unreadable
    }

    pub(super) fn decode<C: Callback>(&self, text: &str) -> Result<C, Unreadable> {
        callback::decode(text).map_err(|error| self.unreadable(&error))
    }

    fn message<C: Callback>(
        &self,
        read: impl Fn(&Self, C, &str) -> message::Read,
        text: &str,
        batch: &mut Batch,
    ) -> Result<Read, Unreadable> {
        let message::Read { event_time, message, flags } = read(self, self.decode(text)?, text);
        let identity = message.as_ref().map(|message| message.identity);
        batch.messages.extend(message);
        Ok(Read { event_time, identity, flags })
    }

    fn c2c_recall(&self, event: &c2c::AfterRecall, batch: &mut Batch) -> Read {
        let (from, to, key) = (event.from.as_str(), event.to.as_str(), event.msg_key.as_str());
        // By REST an administrator recalls, and Tencent does not say which one.
        let revoked_by = (self.platform != Some("RESTAPI")).then(|| from.to_owned());
        batch.revocations.push(Revocation {
            identity: identity::c2c(self.app_id, from, to, key, event.msg_key.time()),
            app_id: self.app_id,
            revoked_at: self.event_time(event.event_time),
            revoked_by: fitting([from, to, key]).and(revoked_by),
        });
        Read { event_time: event.event_time, ..Read::default() }
    }

    fn group_recall(&self, event: &group::AfterRecall, batch: &mut Batch) -> Read {
        let topic = event.topic_id.as_ref().map_or("", |topic| topic.as_str());
        batch.revocations.extend(event.msg_seq_list.iter().map(|recalled| Revocation {
            identity: identity::group(self.app_id, event.group_id.as_str(), topic, recalled.msg_seq),
            app_id: self.app_id,
            revoked_at: self.event_time(event.event_time),
            revoked_by: event.operator.as_ref().map(|operator| operator.as_str().to_owned()),
        }));
        Read { event_time: event.event_time, flags: odd(&event.msg_seq_list), ..Read::default() }
    }

    fn official_recall(&self, event: &official::AfterRecall, batch: &mut Batch) -> Read {
        batch.revocations.extend(event.withdraw_msg_list.iter().map(|recalled| {
            let (account, key) = (event.account.as_str(), &recalled.msg_key);
            Revocation {
                identity: identity::official(self.app_id, account, key.as_str(), key.time()),
                app_id: self.app_id,
                revoked_at: self.event_time(event.event_time),
                revoked_by: None,
            }
        }));
        Read { event_time: event.event_time, flags: odd(&event.withdraw_msg_list), ..Read::default() }
    }

    fn read_report(&self, event: &c2c::AfterReadReport, batch: &mut Batch) -> Read {
        let mut read = Read { event_time: event.event_time, ..Read::default() };
        let (reader, peer) = (event.reporter.as_str(), event.peer.as_str());
        match (message::seconds(event.last_read_time), fitting([reader, peer])) {
            (None, _) => read.flags.push("odd_time"),
            (_, None) => read.flags.push("oversized_id"),
            (Some(last_read_time), Some(())) => batch.read_marks.push(ReadMark {
                app_id: self.app_id,
                reader: reader.to_owned(),
                peer: peer.to_owned(),
                last_read_time,
                reported_at: self.event_time(event.event_time),
            }),
        }
        read
    }

    fn read_receipt(&self, event: &group::AfterReadReceipt, batch: &mut Batch) -> Read {
        let group_id = event.group_id.as_str();
        batch.receipts.extend(event.group_msg_receipt_list.iter().map(|receipt| Receipt {
            identity: identity::group(self.app_id, group_id, "", receipt.msg_seq),
            app_id: self.app_id,
            group_id: group_id.to_owned(),
            msg_seq: i64::from(receipt.msg_seq),
            read_num: receipt.read_num.unwrap_or_default(),
            unread_num: receipt.unread_num.unwrap_or_default(),
            members:
                receipt.read_receipt_members.iter().map(|reader| reader.member.as_str().to_owned()).collect(),
            reported_at: self.event_time(event.event_time),
        }));
        Read { event_time: event.event_time, flags: odd(&event.group_msg_receipt_list), ..Read::default() }
    }

    /// `EventTime`, else the arrival.
    fn event_time(&self, event_time: Option<i64>) -> DateTime<Utc> {
        event_time.and_then(milliseconds).unwrap_or(self.received_at)
    }
}

/// A message that is not, or not yet, sent.
fn unsent(event_time: Option<i64>, body: &[Element]) -> Read {
    Read { event_time, flags: message::flags(body), ..Read::default() }
}

/// Entries that could not be read.
fn odd<T>(list: &List<T>) -> Vec<&'static str> {
    if list.unreadable() > 0 { vec!["odd_entry"] } else { Vec::new() }
}

/// What every command has.
fn other(text: &str) -> Result<Read, Unreadable> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Envelope {
        #[serde(rename = "EventTime", with = "number")]
        event_time: Option<i64>,
    }
    is_object(text)?;
    let envelope: Envelope = serde_json::from_str(text).unwrap_or_default();
    Ok(Read { event_time: envelope.event_time, ..Read::default() })
}

fn is_object(text: &str) -> Result<(), Unreadable> {
    if text.trim_start().starts_with('{') { Ok(()) } else { Err(Unreadable) }
}

/// `EventTime` is in milliseconds; absurd ones are left to the body.
fn milliseconds(time: i64) -> Option<DateTime<Utc>> {
    (1..=Times::LAST * 1000).contains(&time).then(|| DateTime::from_timestamp_millis(time))?
}

/// Ids that fit into an index. Tencent's have 48 bytes at most; longer ones stay in the callback's body.
pub(super) fn fitting<const N: usize>(ids: [&str; N]) -> Option<()> {
    ids.iter().all(|id| id.len() <= 256).then_some(())
}
