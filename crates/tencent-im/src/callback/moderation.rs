//! What moderation found.

use serde::{Deserialize, Serialize};

use super::ack::Received;
use super::object::whole;
use super::{Callback, List};
use crate::model::{Conversation, GroupId, Other, UserId, flag, number, text};

/// After moderation judged a message or a profile; by default only violations are told. The body does not
/// name the command. Tencent's page: 审核结果回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "ContentCallback.ResultNotify")]
pub struct Judgement {
    /// `C2C`, `C2CCustom`, `Group`, `GroupCustom`, `GroupInfo`, `GroupMemberInfo`, `RelationChain` or
    /// `UserInfo`.
    #[serde(deserialize_with = "text::required")]
    pub scene: String,
    /// The app.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub sdk_app_id: Option<i64>,
    /// The author.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// Who was written to, for messages.
    #[serde(rename = "ContactItem", default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// `Text`, `Image`, `Audio` or `Video`.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The texts judged.
    #[serde(default, deserialize_with = "List::or_bare", skip_serializing_if = "List::is_absent")]
    pub text_content: List<String>,
    /// The file judged.
    #[serde(rename = "FileURL", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub file_url: Option<String>,
    /// The message: its `MsgKey` if one-to-one, its `MsgSeq` in a group; missing if a group message was not
    /// delivered.
    #[serde(rename = "MsgID", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub msg_id: Option<String>,
    /// Whether it was blocked.
    #[serde(rename = "CtxcbResult", default, with = "flag", skip_serializing_if = "Option::is_none")]
    pub blocked: Option<bool>,
    /// The judgement's identity.
    #[serde(rename = "CtxcbRequestId", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The words that matched.
    #[serde(rename = "CtxcbKeywords", default, deserialize_with = "List::or_bare")]
    #[serde(skip_serializing_if = "List::is_absent")]
    pub keywords: List<String>,
    /// `Block`, `Review` or `Normal`.
    #[serde(rename = "CtxcbSuggestion", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
    /// `Normal`, `Illegal`, `Abuse`, `Polity`, `Ad`, `Porn`, `Sexy`, `Terror` or `Composite`.
    #[serde(rename = "CtxcbLabel", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The label in more detail.
    #[serde(rename = "CtxcbSubLabel", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub sub_label: Option<String>,
    /// The same in words.
    #[serde(rename = "CtxcbSubLabelDesc", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub sub_label_desc: Option<String>,
    /// The list of words that matched.
    #[serde(rename = "CtxcbLibName", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub lib_name: Option<String>,
    /// The app's own data, for messages.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub cloud_custom_data: Option<String>,
    /// When the callback was made, Unix milliseconds; not documented here.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for Judgement {
    const COMMAND: &'static str = "ContentCallback.ResultNotify";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        let contact = self.contact.as_ref();
        let group = contact.and_then(|contact| contact.to_group.as_ref()).map(Conversation::group);
        let user = || contact.and_then(|contact| contact.to.as_ref());
        let pair = || user().map(|user| Conversation::c2c(&self.from, user));
        group.or_else(pair).or_else(|| Some(Conversation::user(&self.from)))
    }
}

/// Who was written to.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "ContactItem")]
pub struct Contact {
    /// 1 a user, 2 a group; see [`kind`](Self::kind).
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub contact_type: Option<i64>,
    /// The same as an SDK of Tencent's reads it.
    #[serde(rename = "Type", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub older_type: Option<i64>,
    /// The user.
    #[serde(rename = "To_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<UserId>,
    /// The group.
    #[serde(rename = "ToGroupId", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_group: Option<GroupId>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Contact {
    /// 1 a user, 2 a group, in whichever field it came.
    #[must_use]
    pub fn kind(&self) -> Option<i64> {
        self.contact_type.or(self.older_type)
    }
}

whole! { Judgement; Contact }
