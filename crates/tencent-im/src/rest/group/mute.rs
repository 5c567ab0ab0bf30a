//! Muting members of one group.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, TopicId, UserId};
use crate::rest::define::{batch, endpoint, new};
use crate::rest::{Done, Response};

/// Mutes members for a time, or no longer.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("forbid_send_msg", "Group.ForbidSendMessage", "Group.AllowSendMessage"))]
pub struct Set {
    /// The group.
    pub group_id: GroupId,
    /// The members.
    #[serde(rename = "Members_Account")]
    pub members: Vec<UserId>,
    /// For how many seconds; 0: no longer; 4294967295: for ever.
    #[serde(alias = "ShutUpTime")]
    pub mute_time: i64,
    /// The topic, in a community that has topics.
    pub topic_id: Option<TopicId>,
}

new!(Set(group_id into GroupId, members each UserId, mute_time: i64) { topic_id: None });
endpoint!(Set => Done, "v4/group_open_http_svc/forbid_send_msg", "批量禁言和取消禁言", Safe,
    "500 members a call."; "ShutUpTime" is now "MuteTime");
batch!(Set, 500 of members: UserId);

impl Set {
    /// Lets members speak again.
    #[must_use]
    pub fn lift(group_id: impl Into<GroupId>, members: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self::new(group_id, members, 0)
    }
}

/// Tells who is muted.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "get_group_muted_account")]
pub struct Get {
    /// The group.
    pub group_id: GroupId,
    /// The topic, in a community that has topics.
    pub topic_id: Option<TopicId>,
}

new!(Get(group_id into GroupId) { topic_id: None });
endpoint!(Get => GetResponse, "v4/group_open_http_svc/get_group_muted_account", "获取被禁言群成员列表", Safe,
    "One group a call."; "ShuttedUinList" is now "MutedAccountList", "ShuttedUntil" is now "MutedUntil");

/// The answer to [`Get`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The muted.
    #[serde(alias = "ShuttedUinList")]
    pub muted_account_list: Vec<Muted>,
    /// The group.
    pub group_id: Option<GroupId>,
}

impl Response for GetResponse {}

/// A muted member.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Muted {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: Option<UserId>,
    /// The end, Unix seconds.
    #[serde(alias = "ShuttedUntil")]
    pub muted_until: Option<i64>,
}

/// Tells who is muted, as it was done before [`Get`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_group_shutted_uin", "Group.GetShuttedUpMembers"))]
pub struct GetShutted {
    /// The group.
    pub group_id: GroupId,
}

new!(GetShutted(group_id into GroupId));
endpoint!(GetShutted => GetShuttedResponse, "v4/group_open_http_svc/get_group_shutted_uin",
    "获取被禁言群成员列表（旧名）", Safe, "One group a call; superseded.");

/// The answer to [`GetShutted`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetShuttedResponse {
    /// The muted.
    pub shutted_uin_list: Vec<Shutted>,
}

impl Response for GetShuttedResponse {}

/// A muted member.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Shutted {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: Option<UserId>,
    /// The end, Unix seconds.
    pub shutted_until: Option<i64>,
}
