//! What the journal keeps of a callback.

use crate::model::SdkAppId;
use chrono::{DateTime, Utc};

/// One authenticated callback, as the callback endpoint hands it over.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The app that the callback is for.
    pub app_id: SdkAppId,
    /// When the request's headers had been read.
    pub received_at: DateTime<Utc>,
    /// `CallbackCommand` of the URL, else of the body.
    pub command: Option<String>,
    /// The query as it came, without its Sign.
    pub query: String,
    /// The exact body.
    pub body: Vec<u8>,
    /// The `ErrorCode` that a before-callback was answered; `None` for after-callbacks.
    pub verdict_code: Option<i64>,
    /// Who decided about a before-callback.
    pub decided_by: Option<String>,
    /// Microseconds from the headers to the decision.
    pub took_us: i64,
    /// Whether the callback was taken without a Sign, because its app has no token.
    pub unsigned: bool,
}

impl Record {
    /// What this record counts against the journal's bound, in bytes.
    pub fn size(&self) -> u64 {
        // The fixed columns and SQLite's own overhead of a row come to about 64 bytes.
        (self.body.len() + self.query.len() + self.command.as_ref().map_or(0, String::len) + 64) as u64
    }
}
