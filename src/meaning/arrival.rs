//! How a callback or a page of history reached us.

use crate::model::SdkAppId;
use chrono::{DateTime, Utc};

/// What is known of a callback, or of a message in a page of history, before its content is read.
pub(super) struct Arrival<'a> {
    pub(super) app_id: SdkAppId,
    /// The road, as the column `source` of `messages` names it.
    pub(super) source: &'static str,
    pub(super) received_at: DateTime<Utc>,
    /// When the callback's event happened: its `EventTime`, else the arrival.
    pub(super) happened_at: DateTime<Utc>,
    pub(super) platform: Option<&'a str>,
    pub(super) client_ip: Option<&'a str>,
    /// The callback's command.
    pub(super) command: &'a str,
    /// The exact bytes, whose digest stands for the identity of a message that has none.
    pub(super) raw: &'a [u8],
}
