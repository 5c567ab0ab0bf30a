//! Attributes of groups and extensions of their messages.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::Extension;
use crate::callback::List;
use crate::callback::ack::Received;
use crate::model::{Conversation, GroupId, UserId};

/// After attributes of a group were set, changed, deleted or cleared. Tencent's page: 群自定义属性变更后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterGroupAttrChanged")]
pub struct AfterAttributeChange {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The change: `set` (all anew), `modify`, `clear` or `delete`.
    pub option_type: Option<String>,
    /// The attributes concerned.
    #[serde(rename = "GroupAttr", default, skip_serializing_if = "List::is_absent")]
    pub attributes: List<Attribute>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterAttributeChange = "Group.CallbackAfterGroupAttrChanged" => Received,
    |event| Conversation::group(&event.group_id)
);

/// An attribute of a group.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[doc(alias = "GroupAttr")]
pub struct Attribute {
    /// Its name.
    #[serde(rename = "key")]
    pub key: String,
    /// Its value.
    #[serde(rename = "value")]
    pub value: Option<String>,
}

/// After extensions of a group message were set, deleted or cleared. Tencent's page: 设置群消息扩展回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterGroupMsgExtension")]
pub struct AfterSetExtension {
    /// The group.
    pub group_id: GroupId,
    /// The message's number in its group.
    pub msg_seq: u32,
    /// The change: 1 set, 2 deleted, 3 cleared.
    pub operate_type: Option<i64>,
    /// The extensions concerned; empty if all were cleared.
    #[serde(default, skip_serializing_if = "List::is_absent")]
    pub extension_list: List<Extension>,
    /// The newest version among the message's extensions.
    pub seq: Option<i64>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterSetExtension = "Group.CallbackAfterGroupMsgExtension" => Received,
    |event| Conversation::group(&event.group_id)
);
