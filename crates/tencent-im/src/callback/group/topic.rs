//! Topics of communities.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::{Field, conversation};
use crate::callback::List;
use crate::callback::ack::{GroupCode, Permission, Received, Wish};
use crate::callback::command::Callback;
use crate::model::{Conversation, GroupId, TopicId, UserId};

/// Before a topic is created; the body names neither the topic nor its group. If refused, the caller sees 10016 or
/// the app's own code. Tencent's page: 创建话题之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackBeforeCreateTopic")]
pub struct BeforeCreateTopic {
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The topic's name.
    pub name: Option<String>,
    /// The group; not documented here.
    pub group_id: Option<GroupId>,
    /// The time of the callback, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

callback!(
    BeforeCreateTopic = "Group.CallbackBeforeCreateTopic" => Permission<GroupCode>,
    |event| event.group_id.as_ref().map(Conversation::group)
);

impl Wish for BeforeCreateTopic {
    type Code = GroupCode;
}

/// After a topic was created. Tencent's page: 创建话题之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterCreateTopic")]
pub struct AfterCreateTopic {
    /// The group.
    pub group_id: GroupId,
    /// The topic.
    pub topic_id: TopicId,
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The owner of the group.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The topic's name.
    pub name: Option<String>,
    /// The app's own fields.
    #[serde(rename = "UserDefinedDataList", default, skip_serializing_if = "List::is_absent")]
    pub fields: List<Field>,
    /// The time of the callback, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

callback!(
    AfterCreateTopic = "Group.CallbackAfterCreateTopic" => Received,
    |event| Conversation::group(&event.topic_id)
);

/// After topics were deleted. Tencent's page: 解散话题之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterTopicDestroyed")]
pub struct AfterDestroyTopic {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The topics.
    #[serde(rename = "TopicIdList", default)]
    #[serde(deserialize_with = "List::or_bare", skip_serializing_if = "List::is_absent")]
    pub topics: List<TopicId>,
    /// The time of the callback, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

impl Callback for AfterDestroyTopic {
    const COMMAND: &'static str = "Group.CallbackAfterTopicDestroyed";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        match self.topics.as_slice() {
            [topic] => Some(Conversation::group(topic)),
            _ => Some(Conversation::group(&self.group_id)),
        }
    }
}

/// After a topic's name, introduction, notice or avatar was changed; only the changed fields are present. Tencent's
/// page: 话题资料修改之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterTopicInfoChanged")]
pub struct AfterTopicInfoChange {
    /// The group.
    pub group_id: GroupId,
    /// The topic; not documented here.
    pub topic_id: Option<TopicId>,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The new name.
    pub name: Option<String>,
    /// The new introduction.
    pub introduction: Option<String>,
    /// The new notice.
    pub notification: Option<String>,
    /// The new avatar's URL.
    pub face_url: Option<String>,
    /// The time of the callback, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

callback!(
    AfterTopicInfoChange = "Group.CallbackAfterTopicInfoChanged" => Received,
    |event| conversation(&event.group_id, event.topic_id.as_ref())
);
