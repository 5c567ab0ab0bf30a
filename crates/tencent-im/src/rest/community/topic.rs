//! Topics of communities: the rooms in which its members talk.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, TopicId, UserId};
use crate::rest::group::{GroupType, MsgFlag, Switch};
use crate::rest::outcome::{Outcome, failed};
use crate::rest::{Done, Endpoint, Failure, Response, Retry};

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

impl Create {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, topic_name: impl Into<String>) -> Self {
        Self { group_id: group_id.into(), topic_name: topic_name.into(), ..Self::default() }
    }
}

impl Endpoint for Create {
    const PATH: &'static str = "v4/million_group_open_http_svc/create_topic";
    const TITLE: &'static str = "创建话题";
    const LIMITS: &'static str = "200 topics a community; name 30, introduction 240, announcement 300, picture 100, own data 3000 bytes.";
    // The second would be another topic.
    const RETRY: Retry = Retry::Never;
    type Response = CreateResponse;
}

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

impl Get {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, from: impl Into<UserId>) -> Self {
        Self { group_id: group_id.into(), from: from.into(), topic_id_list: None, response_filter: None }
    }
}

impl Endpoint for Get {
    const PATH: &'static str = "v4/million_group_open_http_svc/get_topic";
    const TITLE: &'static str = "获取话题资料";
    const LIMITS: &'static str = "One community a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = GetResponse;
}

/// The answer to [`Get`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The topics.
    pub topic_and_self_info: Vec<TopicResult>,
}

impl Response for GetResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.topic_and_self_info)
    }
}

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

impl Modify {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, topic_id: impl Into<TopicId>) -> Self {
        Self { group_id: group_id.into(), topic_id: topic_id.into(), ..Self::default() }
    }
}

impl Endpoint for Modify {
    const PATH: &'static str = "v4/million_group_open_http_svc/modify_topic";
    const TITLE: &'static str = "修改话题资料";
    const LIMITS: &'static str = "One topic a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

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

impl Destroy {
    /// A value with the required fields.
    #[must_use]
    pub fn new(
        group_id: impl Into<GroupId>,
        topic_id_list: impl IntoIterator<Item = impl Into<TopicId>>,
    ) -> Self {
        Self { group_id: group_id.into(), topic_id_list: topic_id_list.into_iter().map(Into::into).collect() }
    }
}

impl Endpoint for Destroy {
    const PATH: &'static str = "v4/million_group_open_http_svc/destroy_topic";
    const TITLE: &'static str = "解散话题";
    const LIMITS: &'static str = "Several topics a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = DestroyResponse;
}

/// The answer to [`Destroy`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DestroyResponse {
    /// The result for each topic.
    pub destroy_result_item: Vec<DestroyResult>,
}

impl Response for DestroyResponse {
    fn failures(&self) -> Vec<Failure> {
        failed(&self.destroy_result_item)
    }
}

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

impl Outcome for DestroyResult {
    fn failure(&self) -> Option<Failure> {
        Failure::of(self.topic_id.as_ref(), self.error_code, self.error_info.as_deref())
    }
}

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

impl Import {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, topic_name: impl Into<String>) -> Self {
        Self { group_id: group_id.into(), topic_name: topic_name.into(), ..Self::default() }
    }
}

impl Endpoint for Import {
    const PATH: &'static str = "v4/group_open_http_svc/import_topic";
    const TITLE: &'static str = "导入话题基础资料";
    const LIMITS: &'static str = "One topic a call.";
    // Without an id of your own the second would be another topic.
    const RETRY: Retry = Retry::Never;
    type Response = ImportResponse;
}

/// The answer to [`Import`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ImportResponse {
    /// The topic.
    pub topic_id: Option<TopicId>,
}

impl Response for ImportResponse {}
