//! Topics of communities: the rooms in which its members talk.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, TopicId, UserId};
use crate::rest::define::{endpoint, failures, new, outcome};
use crate::rest::group::{GroupType, MsgFlag, Switch};
use crate::rest::outcome::Outcome;
use crate::rest::{Done, Failure, Response};

/// Makes a topic.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "create_topic")]
pub struct Create {
    /// The community.
    pub group_id: GroupId,
    /// An id of the app's own: the community's and `@TOPIC#_…` behind it; Tencent makes one if missing.
    pub topic_id: Option<TopicId>,
    /// The topic's name, 30 bytes or fewer.
    pub topic_name: String,
    /// The member who appears to have done this.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
    /// The URL of the picture, 100 bytes or fewer.
    pub face_url: Option<String>,
    /// The announcement, 300 bytes or fewer.
    pub notification: Option<String>,
    /// The introduction, 240 bytes or fewer.
    pub introduction: Option<String>,
}

new!(Create(group_id into GroupId, topic_name into String) { ..Self::default() });
// The second would be another topic.
endpoint!(Create => CreateResponse, "v4/million_group_open_http_svc/create_topic", "创建话题", Never,
    "200 topics a community; name 30, introduction 240, announcement 300, picture 100, own data 3000 bytes.");

/// The answer to [`Create`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateResponse {
    /// The topic.
    pub topic_id: Option<TopicId>,
}

impl Response for CreateResponse {}

/// Reads topics, and a user's part in them.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_topic")]
pub struct Get {
    /// The community.
    pub group_id: GroupId,
    /// The user.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The topics; all if missing.
    pub topic_id_list: Option<Vec<TopicId>>,
    /// The fields wanted; all if missing.
    pub response_filter: Option<Vec<String>>,
}

new!(Get(group_id into GroupId, from into UserId) { topic_id_list: None, response_filter: None });
endpoint!(Get => GetResponse, "v4/million_group_open_http_svc/get_topic", "获取话题资料", Safe,
    "One community a call.");

/// The answer to [`Get`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The topics.
    pub topic_and_self_info: Vec<TopicResult>,
}

failures!(GetResponse: topic_and_self_info);

/// A topic, or why there is none.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TopicResult {
    /// 0, or the code of the failure.
    pub error_code: Option<i64>,
    /// The text of the code.
    pub error_info: Option<String>,
    /// The user's part in it.
    pub self_info: Option<TopicMembership>,
    /// The topic.
    pub topic_info: Option<TopicInfo>,
}

impl Outcome for TopicResult {
    fn failure(&self) -> Option<Failure> {
        Failure::of(
            self.topic_info.as_ref().and_then(|topic| topic.topic_id.as_ref()),
            self.error_code,
            self.error_info.as_deref(),
        )
    }
}

/// A topic.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TopicInfo {
    /// The topic's name, 30 bytes or fewer.
    pub topic_name: Option<String>,
    /// The community.
    #[serde(rename = "GroupID")]
    pub group_id: Option<GroupId>,
    /// The URL of the picture, 100 bytes or fewer.
    pub face_url: Option<String>,
    /// The topic.
    pub topic_id: Option<TopicId>,
    /// The number that the next message gets.
    pub next_msg_seq: Option<i64>,
    /// The announcement, 300 bytes or fewer.
    pub notification: Option<String>,
    /// The introduction, 240 bytes or fewer.
    pub introduction: Option<String>,
    /// The time of creation, Unix seconds.
    pub create_time: Option<i64>,
    /// When the last message was sent, Unix seconds.
    pub last_msg_time: Option<i64>,
    /// 1: everybody is muted.
    pub shut_up_all_flag: Option<i64>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
    /// Whether everybody but owner and admins is muted.
    #[serde(alias = "ShutUpAllMember")]
    pub mute_all_member: Option<Switch>,
}

/// A user's part in a topic.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TopicMembership {
    /// Until when the user is muted, Unix seconds; 0: not.
    pub shut_up_time: Option<i64>,
    /// The last message that the user has read.
    pub msg_seq: Option<i64>,
    /// The user's setting for new messages.
    pub msg_flag: Option<MsgFlag>,
}

/// Changes a topic.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "modify_topic")]
pub struct Modify {
    /// The community.
    pub group_id: GroupId,
    /// The topic.
    pub topic_id: TopicId,
    /// The topic's name, 30 bytes or fewer.
    pub topic_name: Option<String>,
    /// The member who appears to have done this.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
    /// The URL of the picture, 100 bytes or fewer.
    pub face_url: Option<String>,
    /// The announcement, 300 bytes or fewer.
    pub notification: Option<String>,
    /// The introduction, 240 bytes or fewer.
    pub introduction: Option<String>,
    /// Whether everybody is muted.
    #[serde(alias = "ShutUpAllMember")]
    pub mute_all_member: Option<Switch>,
}

new!(Modify(group_id into GroupId, topic_id into TopicId) { ..Self::default() });
endpoint!(Modify => Done, "v4/million_group_open_http_svc/modify_topic", "修改话题资料", Safe,
    "One topic a call.");

/// Dissolves topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "destroy_topic")]
pub struct Destroy {
    /// The community.
    pub group_id: GroupId,
    /// The topics.
    pub topic_id_list: Vec<TopicId>,
}

new!(Destroy(group_id into GroupId, topic_id_list each TopicId));
endpoint!(Destroy => DestroyResponse, "v4/million_group_open_http_svc/destroy_topic", "解散话题", Safe,
    "Several topics a call.");

/// The answer to [`Destroy`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DestroyResponse {
    /// The result for each topic.
    pub destroy_result_item: Vec<DestroyResult>,
}

failures!(DestroyResponse: destroy_result_item);

/// The result for one topic.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DestroyResult {
    /// 0, or the code of the failure.
    pub error_code: Option<i64>,
    /// The text of the code.
    pub error_info: Option<String>,
    /// The topic.
    pub topic_id: Option<TopicId>,
}

outcome!(DestroyResult: topic_id, error_code, error_info);

/// Makes a topic as it was elsewhere.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "import_topic")]
pub struct Import {
    /// `Community`.
    #[serde(rename = "Type")]
    pub kind: Option<GroupType>,
    /// The community.
    pub group_id: GroupId,
    /// An id of the app's own: the community's and `@TOPIC#_…` behind it; Tencent makes one if missing.
    pub topic_id: Option<TopicId>,
    /// The topic's name, 30 bytes or fewer.
    pub topic_name: String,
    /// The member who appears to have done this.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The app's own data, 3000 bytes or fewer.
    pub custom_string: Option<String>,
    /// The URL of the picture, 100 bytes or fewer.
    pub face_url: Option<String>,
    /// The announcement, 300 bytes or fewer.
    pub notification: Option<String>,
    /// The introduction, 240 bytes or fewer.
    pub introduction: Option<String>,
    /// The time of creation, Unix seconds.
    pub create_time: Option<i64>,
}

new!(Import(group_id into GroupId, topic_name into String) { ..Self::default() });
// Without an id of your own the second would be another topic.
endpoint!(Import => ImportResponse, "v4/group_open_http_svc/import_topic", "导入话题基础资料", Never,
    "One topic a call.");

/// The answer to [`Import`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ImportResponse {
    /// The topic.
    pub topic_id: Option<TopicId>,
}

impl Response for ImportResponse {}
