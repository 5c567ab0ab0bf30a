//! Who watches.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::Response;
use crate::rest::define::{batch, endpoint, new, paged};

/// Counts who is online in a live group; refreshed every 10 seconds. Other kinds of groups need a top
/// edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_online_member_num", "Group.GetOnlineMemberNum"))]
pub struct CountOnline {
    /// The group.
    pub group_id: GroupId,
}

new!(CountOnline(group_id into GroupId));
endpoint!(CountOnline => CountOnlineResponse, "v4/group_open_http_svc/get_online_member_num",
    "获取直播群在线人数", Safe, "One group a call.");

/// The answer to [`CountOnline`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CountOnlineResponse {
    /// Members who are online.
    pub online_member_num: Option<i64>,
}

impl Response for CountOnlineResponse {}

/// Tells who is online in a live group, the newest 1000 at most, a page at a time; refreshed every 40
/// seconds.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_members", "get_live_members"))]
pub struct List {
    /// The group.
    pub group_id: GroupId,
    /// The start of the page: 0 at first, then the cursor of the page before.
    pub timestamp: i64,
    /// Only members with this mark.
    pub mark: Option<i64>,
}

new! {
    /// The first page.
    List(group_id into GroupId) { timestamp: 0, mark: None }
}

endpoint!(List => ListResponse, "v4/group_open_avchatroom_http_svc/get_members",
    "获取直播群在线成员列表", Safe, "About 250 members a page; top editions only.");
paged!(List at timestamp: i64, member_list: Viewer, |response|
    response.next_timestamp.filter(|next| *next != 0));

/// The answer to [`List`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListResponse {
    /// The members of this page.
    pub member_list: Vec<Viewer>,
    /// The start of the next page; 0 on the last page.
    pub next_timestamp: Option<i64>,
}

impl Response for ListResponse {}

/// A member who is online.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Viewer {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: Option<UserId>,
    /// The start, Unix seconds.
    pub join_time: Option<i64>,
    /// The nickname.
    pub nick_name: Option<String>,
    /// The URL of the picture.
    pub avatar: Option<String>,
}

/// Puts marks on members, or takes them off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("modify_user_info", "modify_live_member_marks"))]
pub struct Mark {
    /// The group.
    pub group_id: GroupId,
    /// 1: put on; 2: take off.
    pub command_type: i64,
    /// The members and the marks.
    pub member_list: Vec<Marking>,
}

impl Mark {
    /// Puts marks on.
    #[must_use]
    pub fn put(group_id: impl Into<GroupId>, member_list: Vec<Marking>) -> Self {
        Self { group_id: group_id.into(), command_type: 1, member_list }
    }

    /// Takes marks off.
    #[must_use]
    pub fn take(group_id: impl Into<GroupId>, member_list: Vec<Marking>) -> Self {
        Self { command_type: 2, ..Self::put(group_id, member_list) }
    }
}

endpoint!(Mark => MarkResponse, "v4/group_open_avchatroom_http_svc/modify_user_info",
    "设置直播群成员标记", Safe, "500 members a call; 10 different marks a group, 1000 members a mark.");
batch!(Mark, 500 of member_list: Marking => member_list);

/// A member and the marks.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Marking {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: Option<UserId>,
    /// The marks, numbers from 1000.
    pub marks: Option<Vec<i64>>,
}

impl Marking {
    /// A member and marks.
    #[must_use]
    pub fn new(member: impl Into<UserId>, marks: Vec<i64>) -> Self {
        Self { member: Some(member.into()), marks: Some(marks) }
    }
}

/// The answer to [`Mark`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct MarkResponse {
    /// 1: put on; 2: take off.
    pub command_type: Option<i64>,
    /// The members and the marks.
    pub member_list: Vec<Marked>,
}

impl Response for MarkResponse {}

/// A member and the marks.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Marked {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: Option<UserId>,
    /// The marks, numbers from 1000.
    pub marks: Vec<i64>,
}

/// Tells which users are in a live group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("check_members", "check_live_members"))]
pub struct Check {
    /// The group.
    pub group_id: GroupId,
    /// The users.
    #[serde(rename = "Member_Account")]
    pub members: Vec<UserId>,
}

new!(Check(group_id into GroupId, members each UserId));
endpoint!(Check => CheckResponse, "v4/group_open_avchatroom_http_svc/check_members",
    "查询用户是否在直播群内", Safe, "Several users a call.");

/// The answer to [`Check`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckResponse {
    /// The users who are in it.
    #[serde(rename = "Member_Account")]
    pub members: Vec<UserId>,
}

impl Response for CheckResponse {}
