//! Profiles of users.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::ack::Received;
use super::object::whole;
use super::{Callback, List};
use crate::model::{Conversation, Other, UserId, number, text};

/// After a client or the REST interface changed a profile. Tencent's page: 更新资料之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Profile.CallbackPortraitSet")]
pub struct ProfileSet {
    /// Who changed it.
    #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// Whose profile it is.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The fields that changed.
    pub profile_item: List<Item>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for ProfileSet {
    const COMMAND: &'static str = "Profile.CallbackPortraitSet";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::user(&self.from))
    }
}

/// A field of a profile.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "ProfileItem")]
pub struct Item {
    /// `Tag_Profile_IM_…`, or `Tag_Profile_Custom_…` for the app's own.
    #[serde(deserialize_with = "text::required")]
    pub tag: String,
    /// The new value as JSON: a string or a number, depending on the tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Box<RawValue>>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

whole! { ProfileSet; Item }
