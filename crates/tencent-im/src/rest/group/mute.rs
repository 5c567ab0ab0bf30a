//! Muting members of one group.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, TopicId, UserId};
use crate::rest::batch::Batch;
use crate::rest::{Done, Endpoint, Response, Retry};

/// Mutes members for a time, or no longer.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "forbid_send_msg")]
#[doc(alias = "Group.ForbidSendMessage")]
#[doc(alias = "Group.AllowSendMessage")]
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

impl Set {
    /// A value with the required fields.
    #[must_use]
    pub fn new(
        group_id: impl Into<GroupId>,
        members: impl IntoIterator<Item = impl Into<UserId>>,
        mute_time: i64,
    ) -> Self {
        Self {
            group_id: group_id.into(),
            members: members.into_iter().map(Into::into).collect(),
            mute_time,
            topic_id: None,
        }
    }
}

impl Endpoint for Set {
    const PATH: &'static str = "v4/group_open_http_svc/forbid_send_msg";
    const TITLE: &'static str = "批量禁言和取消禁言";
    const LIMITS: &'static str = "500 members a call.";
    const RETRY: Retry = Retry::Safe;
    const LEGACY: &'static [(&'static str, &'static str)] = &[("ShutUpTime", "MuteTime")];
    type Response = Done;
}

impl Batch for Set {
    const MAX: usize = 500;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.members)
    }

    fn append(_: &mut Done, _: Done) {}
}

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

impl Get {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>) -> Self {
        Self { group_id: group_id.into(), topic_id: None }
    }
}

impl Endpoint for Get {
    const PATH: &'static str = "v4/group_open_http_svc/get_group_muted_account";
    const TITLE: &'static str = "获取被禁言群成员列表";
    const LIMITS: &'static str = "One group a call.";
    const RETRY: Retry = Retry::Safe;
    const LEGACY: &'static [(&'static str, &'static str)] =
        &[("ShuttedUinList", "MutedAccountList"), ("ShuttedUntil", "MutedUntil")];
    type Response = GetResponse;
}

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
#[doc(alias = "get_group_shutted_uin")]
#[doc(alias = "Group.GetShuttedUpMembers")]
pub struct GetShutted {
    /// The group.
    pub group_id: GroupId,
}

impl GetShutted {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>) -> Self {
        Self { group_id: group_id.into() }
    }
}

impl Endpoint for GetShutted {
    const PATH: &'static str = "v4/group_open_http_svc/get_group_shutted_uin";
    const TITLE: &'static str = "获取被禁言群成员列表（旧名）";
    const LIMITS: &'static str = "One group a call; superseded.";
    const RETRY: Retry = Retry::Safe;
    type Response = GetShuttedResponse;
}

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
