//! What groups there are.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::Response;
use crate::rest::cursor::behind;
use crate::rest::define::{endpoint, new, paged};
use crate::rest::group::{ApplyJoinOption, GroupType, MsgFlag, Role, Switch};

/// Names all groups of the app, a page at a time.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_appid_group_list", "Group.FetchGroupIds", "Group.FetchGroups", "Group.PullGroups"))]
pub struct List {
    /// Groups a page at most: 10000 or fewer, and if missing.
    pub limit: Option<i64>,
    /// The start of the page: 0 at first, then the cursor of the page before.
    pub next: Option<i64>,
    /// Only groups of this kind.
    #[serde(alias = "Type")]
    pub group_type: Option<GroupType>,
}

endpoint!(List => ListResponse, "v4/group_open_http_svc/get_appid_group_list", "获取 App 中的所有群组", Safe,
    "1 call a second, 10000 groups a page.", 1 a second; "Type" is now "GroupType");
paged!(List at next: Option<i64>, group_id_list: GroupRef, |response|
    response.next.filter(|next| *next != 0));

/// The answer to [`List`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListResponse {
    /// The number of all items.
    pub total_count: Option<i64>,
    /// The groups of this page.
    pub group_id_list: Vec<GroupRef>,
    /// The start of the next page; 0 on the last page.
    pub next: Option<i64>,
}

impl Response for ListResponse {}

/// A group.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GroupRef {
    /// The group.
    pub group_id: Option<GroupId>,
}

/// Reads which groups a user is in, a page at a time; all at once without a limit.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_joined_group_list", "Group.FetchMemberGroups", "Group.PullMemberGroups"))]
pub struct ListJoined {
    /// The user.
    #[serde(rename = "Member_Account")]
    pub member: UserId,
    /// 1: live groups, too.
    pub with_huge_groups: Option<i64>,
    /// 1: work groups in which nobody said anything, too.
    pub with_no_active_groups: Option<i64>,
    /// Items of a page at most.
    pub limit: Option<i64>,
    /// The number of items to skip; 0 at first.
    pub offset: Option<i64>,
    /// Only groups of this kind.
    #[serde(alias = "Type")]
    pub group_type: Option<GroupType>,
    /// The parts wanted; all if missing.
    pub response_filter: Option<JoinedFilter>,
    /// 1: a community with topics.
    pub support_topic: Option<i64>,
}

new!(ListJoined(member into UserId) { ..Self::default() });
endpoint!(ListJoined => ListJoinedResponse, "v4/group_open_http_svc/get_joined_group_list",
    "获取用户所加入的群组", Safe, "Live groups and silent work groups only where asked.";
    "Type" is now "GroupType");
paged!(ListJoined at offset: Option<i64>, group_id_list: Joined, |response, request| {
    // Without a limit all come at once.
    request.limit?;
    behind(request.offset, response.group_id_list.len(), response.total_count)
});

/// The fields of groups and memberships wanted in a reply.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct JoinedFilter {
    /// The fields of the group.
    pub group_base_info_filter: Option<Vec<String>>,
    /// The fields of the user's own membership.
    pub self_info_filter: Option<Vec<String>>,
}

/// The answer to [`ListJoined`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListJoinedResponse {
    /// The number of all items.
    pub total_count: Option<i64>,
    /// The groups of this page.
    pub group_id_list: Vec<Joined>,
}

impl Response for ListJoinedResponse {}

/// A group that a user is in.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Joined {
    /// The group.
    pub group_id: Option<GroupId>,
    /// The kind of group.
    #[serde(rename = "Type")]
    pub kind: Option<GroupType>,
    /// The name.
    pub name: Option<String>,
    /// The introduction.
    pub introduction: Option<String>,
    /// The announcement.
    pub notification: Option<String>,
    /// The URL of the picture.
    pub face_url: Option<String>,
    /// The owner.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// The time of creation, Unix seconds.
    pub create_time: Option<i64>,
    /// Rises with every change of the profile.
    pub info_seq: Option<i64>,
    /// When the profile changed last, Unix seconds.
    pub last_info_time: Option<i64>,
    /// When the last message was sent, Unix seconds.
    pub last_msg_time: Option<i64>,
    /// The number that the next message gets.
    pub next_msg_seq: Option<i64>,
    /// Members in all.
    pub member_num: Option<i64>,
    /// Members at most.
    pub max_member_num: Option<i64>,
    /// How a request to join is handled.
    pub apply_join_option: Option<ApplyJoinOption>,
    /// Whether everybody but owner and admins is muted.
    #[serde(alias = "ShutUpAllMember")]
    pub mute_all_member: Option<Switch>,
    /// 1: a community with topics.
    pub support_topic: Option<i64>,
    /// The number that the next message gets, over all topics.
    pub gross_topic_next_msg_seq: Option<i64>,
    /// The user's own membership, if asked.
    pub self_info: Option<Membership>,
}

/// A user's membership.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Membership {
    /// The role of the user.
    pub role: Option<Role>,
    /// The start, Unix seconds.
    pub join_time: Option<i64>,
    /// The user's setting for new messages.
    pub msg_flag: Option<MsgFlag>,
    /// The last message that the user has read.
    pub msg_seq: Option<i64>,
    /// The last number that the user has read, over all topics.
    pub gross_topic_read_seq: Option<i64>,
}
