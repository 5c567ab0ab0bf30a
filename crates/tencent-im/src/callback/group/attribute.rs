//! What is attached to groups and their messages.

use serde::{Deserialize, Serialize};

use super::Extension;
use crate::callback::ack::Received;
use crate::callback::object::whole;
use crate::callback::{Callback, List};
use crate::model::{Conversation, GroupId, Other, UserId, number, text};

/// After attributes of a group were set, changed, deleted or cleared. Tencent's page: 群自定义属性变更后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterGroupAttrChanged")]
pub struct AfterAttributeChange {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub group_type: Option<String>,
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// `set` (all anew), `modify`, `clear` or `delete`.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub option_type: Option<String>,
    /// The attributes concerned.
    #[serde(rename = "GroupAttr", default, skip_serializing_if = "List::is_absent")]
    pub attributes: List<Attribute>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterAttributeChange {
    const COMMAND: &'static str = "Group.CallbackAfterGroupAttrChanged";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

/// An attribute of a group.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[doc(alias = "GroupAttr")]
pub struct Attribute {
    /// Its name.
    #[serde(rename = "key", deserialize_with = "text::required")]
    pub key: String,
    /// Its value.
    #[serde(rename = "value", default, deserialize_with = "text::opaque")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

/// After extensions of a group message were set, deleted or cleared. Tencent's page: 设置群消息扩展回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterGroupMsgExtension")]
pub struct AfterSetExtension {
    /// The group.
    pub group_id: GroupId,
    /// The message's number in its group.
    #[serde(deserialize_with = "number::required")]
    pub msg_seq: u32,
    /// 1 set, 2 deleted, 3 cleared.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub operate_type: Option<i64>,
    /// The extensions concerned; empty if all were cleared.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub extension_list: List<Extension>,
    /// The newest version among the message's extensions.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub seq: Option<i64>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterSetExtension {
    const COMMAND: &'static str = "Group.CallbackAfterGroupMsgExtension";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

whole! { AfterAttributeChange, AfterSetExtension; Attribute }
