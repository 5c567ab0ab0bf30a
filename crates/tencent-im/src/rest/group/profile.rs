//! The profiles of groups.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::Done;
use crate::rest::define::{batch, endpoint, failures, new, outcome};
use crate::rest::group::member::Member;
use crate::rest::group::{ApplyJoinOption, GroupType, InviteJoinOption, Pair, Switch};
use crate::rest::tag::TagValue;

/// Reads the profiles of groups, with their members where asked.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("get_group_info", "Group.GetGroup", "Group.GetGroups", "Group.FetchGroups", "Group.PullGroups"))]
pub struct Get {
    /// The groups.
    pub group_id_list: Vec<GroupId>,
    /// The parts wanted; all if missing.
    pub response_filter: Option<Filter>,
}

new!(Get(group_id_list each GroupId) { response_filter: None });
endpoint!(Get => GetResponse, "v4/group_open_http_svc/get_group_info", "获取群详细资料", Safe,
    "50 groups a call."; "ShutUpAllMember" is now "MuteAllMember", "ShutUpUntil" is now "MuteUntil");
batch!(Get, 50 of group_id_list: GroupId => group_info);

/// The fields of a group wanted in a reply.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Filter {
    /// The fields of the group.
    pub group_base_info_filter: Option<Vec<String>>,
    /// The fields of each member.
    pub member_info_filter: Option<Vec<String>>,
    /// The app's own fields of the group.
    #[serde(rename = "AppDefinedDataFilter_Group")]
    pub app_defined_data_filter: Option<Vec<String>>,
    /// The app's own fields of each member.
    #[serde(rename = "AppDefinedDataFilter_GroupMember")]
    pub app_member_defined_data_filter: Option<Vec<String>>,
}

/// The answer to [`Get`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The profiles.
    pub group_info: Vec<Info>,
}

failures!(GetResponse: group_info);

/// The profile of a group.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Info {
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
    /// How an invitation is handled.
    pub invite_join_option: Option<InviteJoinOption>,
    /// 1: a community with permission groups.
    pub enable_permission: Option<i64>,
    /// The rights of members of no permission group, as bits.
    pub default_permission: Option<i64>,
    /// Whether everybody but owner and admins is muted.
    #[serde(alias = "ShutUpAllMember")]
    pub mute_all_member: Option<Switch>,
    /// The app's own fields of the group.
    pub app_defined_data: Vec<Pair<TagValue>>,
    /// The members.
    pub member_list: Vec<Member>,
    /// The app's own fields of the member.
    pub app_member_defined_data: Vec<Pair<TagValue>>,
    /// 0, or the code of the failure.
    pub error_code: Option<i64>,
    /// The text of the code.
    pub error_info: Option<String>,
    /// The app.
    #[serde(rename = "Appid")]
    pub app_id: Option<i64>,
}

outcome!(Info: group_id, error_code, error_info);

/// Changes the profile of a group.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("modify_group_base_info", "Group.UpdateGroup"))]
pub struct Modify {
    /// The group.
    pub group_id: GroupId,
    /// The name.
    pub name: Option<String>,
    /// The introduction.
    pub introduction: Option<String>,
    /// The announcement.
    pub notification: Option<String>,
    /// The URL of the picture.
    pub face_url: Option<String>,
    /// Members at most.
    pub max_member_num: Option<i64>,
    /// How a request to join is handled.
    pub apply_join_option: Option<ApplyJoinOption>,
    /// Whether everybody but owner and admins is muted.
    #[serde(alias = "ShutUpAllMember")]
    pub mute_all_member: Option<Switch>,
    /// How an invitation is handled.
    pub invite_join_option: Option<InviteJoinOption>,
    /// The member who appears to have done this.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// 1: a community with permission groups.
    pub enable_permission: Option<i64>,
    /// The rights of members of no permission group, as bits.
    pub default_permission: Option<i64>,
    /// Whether new members see what was said before; not for live groups and communities.
    pub history_msg_before_join: Option<Switch>,
    /// The app's own fields that change.
    pub app_defined_data: Option<Vec<Pair<TagValue>>>,
}

new!(Modify(group_id into GroupId) { ..Self::default() });
endpoint!(Modify => Done, "v4/group_open_http_svc/modify_group_base_info", "修改群基础资料", Safe,
    "One group a call."; "ShutUpAllMember" is now "MuteAllMember");
