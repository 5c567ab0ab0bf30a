//! Results of moderation.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::List;
use super::ack::Received;
use super::command::Callback;
use crate::model::{Conversation, GroupId, UserId, flag};

/// After moderation judged a message or a profile; by default only violations are reported. The body does not
/// name the command. Tencent's page: 审核结果回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "ContentCallback.ResultNotify")]
pub struct Judgement {
    /// `C2C`, `C2CCustom`, `Group`, `GroupCustom`, `GroupInfo`, `GroupMemberInfo`, `RelationChain` or
    /// `UserInfo`.
    pub scene: String,
    /// The app.
    pub sdk_app_id: Option<i64>,
    /// The author.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The addressee, for messages.
    #[serde(rename = "ContactItem")]
    pub contact: Option<Contact>,
    /// `Text`, `Image`, `Audio` or `Video`.
    pub content_type: Option<String>,
    /// The texts judged.
    #[serde(default, deserialize_with = "List::or_bare", skip_serializing_if = "List::is_absent")]
    pub text_content: List<String>,
    /// The file judged.
    #[serde(rename = "FileURL")]
    pub file_url: Option<String>,
    /// The message: its `MsgKey` if one-to-one, its `MsgSeq` in a group; missing if a group message was not
    /// delivered.
    #[serde(rename = "MsgID")]
    pub msg_id: Option<String>,
    /// Whether the content was blocked.
    #[serde(rename = "CtxcbResult", serialize_with = "flag::serialize")]
    pub blocked: Option<bool>,
    /// The judgement's identity.
    #[serde(rename = "CtxcbRequestId")]
    pub request_id: Option<String>,
    /// The words that matched.
    #[serde(rename = "CtxcbKeywords", default)]
    #[serde(deserialize_with = "List::or_bare", skip_serializing_if = "List::is_absent")]
    pub keywords: List<String>,
    /// `Block`, `Review` or `Normal`.
    #[serde(rename = "CtxcbSuggestion")]
    pub suggestion: Option<String>,
    /// `Normal`, `Illegal`, `Abuse`, `Polity`, `Ad`, `Porn`, `Sexy`, `Terror` or `Composite`.
    #[serde(rename = "CtxcbLabel")]
    pub label: Option<String>,
    /// The label in more detail.
    #[serde(rename = "CtxcbSubLabel")]
    pub sub_label: Option<String>,
    /// The detailed label as text.
    #[serde(rename = "CtxcbSubLabelDesc")]
    pub sub_label_desc: Option<String>,
    /// The name of the word list that matched.
    #[serde(rename = "CtxcbLibName")]
    pub lib_name: Option<String>,
    /// The app's own data, for messages.
    pub cloud_custom_data: Option<String>,
    /// The time of the callback, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
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

/// The addressee of a message.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "ContactItem")]
pub struct Contact {
    /// The type as documented: 1 a user, 2 a group; see [`kind`](Self::kind).
    pub contact_type: Option<i64>,
    /// The type in the field that an SDK of Tencent's reads.
    #[serde(rename = "Type")]
    pub older_type: Option<i64>,
    /// The user.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The group.
    #[serde(rename = "ToGroupId")]
    pub to_group: Option<GroupId>,
}

impl Contact {
    /// The type, 1 a user, 2 a group, in whichever field it came.
    #[must_use]
    pub fn kind(&self) -> Option<i64> {
        self.contact_type.or(self.older_type)
    }
}
