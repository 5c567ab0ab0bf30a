//! Profiles of users.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use serde_with::skip_serializing_none;

use super::List;
use super::ack::Received;
use crate::model::{Conversation, UserId};

/// After a client or the REST interface changed a profile. Tencent's page: 更新资料之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Profile.CallbackPortraitSet")]
pub struct ProfileSet {
    /// The user who changed the profile.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The owner of the profile.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The fields that changed.
    pub profile_item: List<Item>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(ProfileSet = "Profile.CallbackPortraitSet" => Received, |event| Conversation::user(&event.from));

/// A field of a profile.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "ProfileItem")]
pub struct Item {
    /// `Tag_Profile_IM_…`, or `Tag_Profile_Custom_…` for the app's own.
    pub tag: String,
    /// The new value as JSON: a string or a number, depending on the tag.
    #[serde(default, deserialize_with = "value")]
    pub value: Option<Box<RawValue>>,
}

/// A value may be an empty string: it counts, unlike an id.
fn value<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::deserialize(input).map(Some)
}
