//! Topics of communities.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::{Field, conversation};
use crate::callback::ack::{GroupCode, Permission, Received, Wish};
use crate::callback::{Callback, List};
use crate::model::{Conversation, GroupId, TopicId, UserId};

/// Before a topic is created; neither it nor its group is named. Refused, the caller sees 10016 or the app's
/// own code. Tencent's page: 创建话题之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackBeforeCreateTopic")]
pub struct BeforeCreateTopic {
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The topic's name.
    pub name: Option<String>,
    /// The group; not documented here.
    pub group_id: Option<GroupId>,
    /// When the callback was made, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

impl Callback for BeforeCreateTopic {
    const COMMAND: &'static str = "Group.CallbackBeforeCreateTopic";
    type Ack = Permission<GroupCode>;

    fn conversation(&self) -> Option<Conversation> {
        self.group_id.as_ref().map(Conversation::group)
    }
}

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
    /// Who asked for it: an administrator where the REST interface did.
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
    /// When the callback was made, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

impl Callback for AfterCreateTopic {
    const COMMAND: &'static str = "Group.CallbackAfterCreateTopic";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.topic_id))
    }
}

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
    /// When the callback was made, Unix milliseconds; not documented here.
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

/// After a topic's name, introduction, notice or avatar was changed; only what changed is there. Tencent's
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
    /// Who asked for it: an administrator where the REST interface did.
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
    /// When the callback was made, Unix milliseconds; not documented here.
    pub event_time: Option<i64>,
}

impl Callback for AfterTopicInfoChange {
    const COMMAND: &'static str = "Group.CallbackAfterTopicInfoChanged";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(conversation(&self.group_id, self.topic_id.as_ref()))
    }
}
