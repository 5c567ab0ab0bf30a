//! The rows that are written: one struct a table, fields as columns.

use super::flags::Flag;
use crate::model::SdkAppId;
use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

/// A row of `callbacks`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CallbackRow {
    /// Its offset in the journal.
    pub offset: u64,
    /// SDKAppID.
    pub app_id: SdkAppId,
    /// The command, where the URL or the body names one.
    pub command: Option<String>,
    /// When its headers had been read.
    pub received_at: DateTime<Utc>,
    /// `EventTime` of the body.
    pub event_time: Option<DateTime<Utc>>,
    /// `ClientIP` of the query.
    pub client_ip: Option<String>,
    /// `OptPlatform` of the query.
    pub platform: Option<String>,
    /// The query without its Sign.
    pub query: String,
    /// JSON that Postgres takes; `None` where there is none.
    pub body: Option<String>,
    /// The exact bytes, where `body` is not the text as received.
    pub raw: Option<Vec<u8>>,
    /// `ErrorCode` of a before-callback's answer.
    pub verdict_code: Option<i64>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// Milliseconds from the headers to the decision.
    pub took_ms: f64,
    /// What was odd about it.
    pub flags: Vec<Flag>,
    /// The message it carried.
    pub identity: Option<Uuid>,
    /// By what a redelivery of a callback that carries no message is told.
    pub digest: Option<Uuid>,
}

/// What kind of conversation a message belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::EnumString, strum::IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Kind {
    /// One-to-one.
    C2c,
    /// In a group or a topic of it.
    Group,
    /// From an official account.
    Official,
}

/// A row of `messages` with its identity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Message {
    /// What makes it one message, whatever road it comes by.
    pub identity: Uuid,
    /// `sent_at` is the message's own time, not that of its arrival.
    pub own_time: bool,
    /// `sent_at` lies where months of their own are worth while, not in an absurd past or future.
    pub regular_time: bool,
    /// The columns.
    pub row: MessageRow,
}

/// The columns of `messages`, but for its identity; documented at `analytics.messages`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct MessageRow {
    pub app_id: SdkAppId,
    pub kind: Kind,
    pub conversation: String,
    pub msg_key: Option<String>,
    pub msg_seq: Option<i64>,
    pub msg_random: Option<i64>,
    pub sent_at: DateTime<Utc>,
    pub sender: Option<String>,
    pub recipient: Option<String>,
    pub group_id: Option<String>,
    pub topic_id: Option<String>,
    pub text: Option<String>,
    pub element_types: Vec<Option<String>>,
    pub body: Option<String>,
    pub cloud_custom_data: Option<String>,
    pub platform: Option<String>,
    pub client_ip: Option<String>,
    pub online_only: Option<bool>,
    pub send_result: Option<i64>,
    pub source: &'static str,
    pub received_at: DateTime<Utc>,
}

/// A row of `revocations`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Revocation {
    /// The message.
    pub identity: Uuid,
    /// SDKAppID.
    pub app_id: SdkAppId,
    /// `EventTime`, else the arrival; `None` where nothing tells when it was.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Who did it, where Tencent says so.
    pub revoked_by: Option<String>,
}

/// A row of `read_marks`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReadMark {
    /// SDKAppID.
    pub app_id: SdkAppId,
    /// Who read.
    pub reader: String,
    /// Whose messages.
    pub peer: String,
    /// Messages sent until then are read.
    pub last_read_time: DateTime<Utc>,
    /// `EventTime`, else the arrival.
    pub reported_at: DateTime<Utc>,
}

/// A row of `receipts`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Receipt {
    /// The message.
    pub identity: Uuid,
    /// SDKAppID.
    pub app_id: SdkAppId,
    /// The group.
    pub group_id: String,
    /// The message's `MsgSeq`.
    pub msg_seq: i64,
    /// How many have read it.
    pub read_num: i64,
    /// How many have not.
    pub unread_num: i64,
    /// Who read it since the last report.
    pub members: Vec<String>,
    /// `EventTime`, else the arrival.
    pub reported_at: DateTime<Utc>,
}

/// A row of `dead_letters`: a record that Postgres would not take.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DeadLetter {
    /// Its offset in the journal.
    pub offset: u64,
    /// SDKAppID.
    pub app_id: SdkAppId,
    /// The command, as bytes: it may be what Postgres refuses.
    pub command: Option<Vec<u8>>,
    /// The query, as bytes.
    pub query: Vec<u8>,
    /// The exact body.
    pub raw: Vec<u8>,
    /// When its headers had been read.
    pub received_at: DateTime<Utc>,
    /// Why Postgres refused it.
    pub error: String,
}

/// A number as Postgres has it. Offsets and app ids are far below the limit of `bigint`.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// One column of many rows, for `unnest`.
pub(super) fn column<R, T>(rows: &[R], value: impl Fn(&R) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

/// Reads rows into a struct whose fields have the names of the columns.
macro_rules! from_row {
    ($row:ty: $($column:ident),+) => {
        impl sqlx::FromRow<'_, sqlx::postgres::PgRow> for $row {
            fn from_row(row: &sqlx::postgres::PgRow) -> sqlx::Result<Self> {
                use sqlx::Row as _;
                Ok(Self { $($column: row.try_get(stringify!($column))?),+ })
            }
        }
    };
}
pub(super) use from_row;
