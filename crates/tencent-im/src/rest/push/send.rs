//! Pushing to everybody.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{Element, UserId};
use crate::rest::Response;
use crate::rest::define::{endpoint, new};
use crate::rest::message::OfflinePushInfo;
use crate::rest::tag::TagValue;

/// Pushes a message to all users of the app, or to those who meet a condition.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("im_push", "Push.PushMessage"))]
pub struct Send {
    /// Marks a push sent twice: it must not come again within 7 days.
    pub msg_random: u32,
    /// The elements of the message.
    #[serde(rename = "MsgBody")]
    pub body: Vec<Element>,
    /// The sender; the administrator who calls if missing.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// Seconds that the message is kept for recipients who are offline, 604800 (7 days) or fewer; 0: it is
    /// not kept.
    pub msg_life_time: Option<i64>,
    /// The push to recipients who are offline.
    pub offline_push_info: Option<OfflinePushInfo>,
    /// Who gets it, by tags or by attributes, not both; everybody if missing.
    pub condition: Option<Condition>,
}

new! {
    /// A push with a new random.
    Send(body: Vec<Element>) { msg_random: fastrand::u32(..), ..Self::default() }
}

endpoint!(Send => SendResponse, "v4/all_member_push/im_push", "全员推送", Keyed,
    "100 pushes a day, a second or more apart; 10 tags in a condition.", 1 a second);

/// Who gets a push.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Condition {
    /// Users with one of these tags, 10 or fewer.
    pub tags_or: Option<Vec<String>>,
    /// Users with all of these tags, 10 or fewer.
    pub tags_and: Option<Vec<String>>,
    /// Users with one of these attributes.
    pub attrs_or: Option<BTreeMap<String, TagValue>>,
    /// Users with all of these attributes.
    pub attrs_and: Option<BTreeMap<String, TagValue>>,
}

/// The answer to [`Send`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendResponse {
    /// The push.
    pub task_id: Option<String>,
}

impl Response for SendResponse {}
