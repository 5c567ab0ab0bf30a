//! Tags and values: the fields of profiles and friendships.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use super::word::words;
use crate::rest::define::new;

words! {
    /// A field of a profile or of a friendship. The app's own are `Tag_Profile_Custom_…` and `Tag_SNS_Custom_…`
    /// with up to 8 letters.
    Tag {
        /// The nickname, a text.
        Nick = "Tag_Profile_IM_Nick",
        /// `Gender_Type_Unknown`, `Gender_Type_Female` or `Gender_Type_Male`.
        Gender = "Tag_Profile_IM_Gender",
        /// The day of birth, a number `YYYYMMDD`.
        Birthday = "Tag_Profile_IM_BirthDay",
        /// The place, a text.
        Location = "Tag_Profile_IM_Location",
        /// The user's signature, a text.
        SelfSignature = "Tag_Profile_IM_SelfSignature",
        /// Who becomes a friend: `AllowType_Type_NeedConfirm`, `AllowType_Type_AllowAny` or
        /// `AllowType_Type_DenyAny`.
        AllowType = "Tag_Profile_IM_AllowType",
        /// The language, a number of the app's.
        Language = "Tag_Profile_IM_Language",
        /// The URL of the picture, a text.
        Image = "Tag_Profile_IM_Image",
        /// The user's settings for new messages, as bits.
        MsgSettings = "Tag_Profile_IM_MsgSettings",
        /// Whether administrators forbid new friends: `AdminForbid_Type_None` or `AdminForbid_Type_SendOut`.
        AdminForbidType = "Tag_Profile_IM_AdminForbidType",
        /// The level, a number of the app's.
        Level = "Tag_Profile_IM_Level",
        /// The role, a number of the app's.
        Role = "Tag_Profile_IM_Role",
        /// A name for the friend that only this user sees, a text.
        Remark = "Tag_SNS_IM_Remark",
        /// The friend lists that the friend is in, a list of texts.
        FriendLists = "Tag_SNS_IM_Group",
        /// Where the request came from, a text.
        AddSource = "Tag_SNS_IM_AddSource",
        /// The text that went with the request.
        AddWording = "Tag_SNS_IM_AddWording",
        /// When they became friends, Unix seconds.
        AddTime = "Tag_SNS_IM_AddTime",
        /// When the remark was set, Unix seconds.
        RemarkTime = "Tag_SNS_IM_RemarkTime",
    }
}

/// A value whose form depends on its tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TagValue {
    /// A text.
    Text(String),
    /// A whole number of at most 64 bits.
    Number(i64),
    /// A list of texts.
    Texts(Vec<String>),
    /// Anything else, as it came.
    Other(Value),
}

impl From<&str> for TagValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for TagValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for TagValue {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Vec<String>> for TagValue {
    fn from(texts: Vec<String>) -> Self {
        Self::Texts(texts)
    }
}

/// A field and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Field {
    /// The tag.
    pub tag: Tag,
    /// The value.
    pub value: TagValue,
}

new! {
    /// A field and its value.
    Field(tag into Tag, value into TagValue)
}

/// A field and its value, as they come back.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct FieldInfo {
    /// The tag.
    pub tag: Option<Tag>,
    /// The value.
    pub value: Option<TagValue>,
}

impl From<Field> for FieldInfo {
    fn from(field: Field) -> Self {
        Self { tag: Some(field.tag), value: Some(field.value) }
    }
}
