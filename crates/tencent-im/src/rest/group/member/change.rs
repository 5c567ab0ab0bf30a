//! Members come, change and go.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};
use crate::rest::define::{batch, endpoint, failures, new};
use crate::rest::group::{MsgFlag, Pair, Role};
use crate::rest::outcome::Outcome;
use crate::rest::{Done, Failure};

/// Puts users into a group. Not for live groups.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("add_group_member", "Group.AddMembers"))]
pub struct Add {
    /// The group.
    pub group_id: GroupId,
    /// 1: members get no notice.
    pub silence: Option<i64>,
    /// The users.
    pub member_list: Vec<NewMember>,
}

impl Add {
    /// A value with the required fields.
    #[must_use]
    pub fn new(group_id: impl Into<GroupId>, members: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self {
            group_id: group_id.into(),
            silence: None,
            member_list: members.into_iter().map(|member| NewMember { member: member.into() }).collect(),
        }
    }
}

endpoint!(Add => AddResponse, "v4/group_open_http_svc/add_group_member", "增加群成员", Safe,
    "100 users a call.");
batch!(Add, 100 of member_list: NewMember => member_list);

/// A user who gets in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMember {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: UserId,
}

/// The answer to [`Add`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AddResponse {
    /// The result for each user.
    pub member_list: Vec<JoinResult>,
}

failures!(AddResponse: member_list);

/// The result for one user.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct JoinResult {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: Option<UserId>,
    /// 0: failed; 1: done; 2: was a member before.
    pub result: Option<i64>,
}

impl Outcome for JoinResult {
    fn failure(&self) -> Option<Failure> {
        Failure::told(self.result == Some(0), self.member.as_ref(), None)
    }
}

/// Takes members out of a group. In live groups [`ban`](crate::rest::group::ban) them instead.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("delete_group_member", "Group.DeleteMembers"))]
pub struct Delete {
    /// The group.
    pub group_id: GroupId,
    /// 1: members get no notice.
    pub silence: Option<i64>,
    /// The reason, for the clients to show.
    pub reason: Option<String>,
    /// The members.
    #[serde(rename = "MemberToDel_Account")]
    pub members: Vec<UserId>,
}

new!(Delete(group_id into GroupId, members each UserId) { ..Self::default() });
endpoint!(Delete => Done, "v4/group_open_http_svc/delete_group_member", "删除群成员", Safe,
    "500 members a call.");
batch!(Delete, 500 of members: UserId);

/// Changes the role, the name, … of a member. Not for live groups.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("modify_group_member_info", "Group.UpdateMember"))]
pub struct Modify {
    /// The group.
    pub group_id: GroupId,
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: UserId,
    /// The role of the member.
    pub role: Option<Role>,
    /// The member's setting for new messages.
    pub msg_flag: Option<MsgFlag>,
    /// The member's name in this group, 50 bytes or fewer.
    pub name_card: Option<String>,
    /// The app's own fields of the member.
    pub app_member_defined_data: Option<Vec<Pair>>,
    /// Mutes the member for so many seconds; 0: no longer; 4294967295: for ever.
    #[serde(alias = "ShutUpTime", alias = "ShutUpUntil")]
    pub mute_time: Option<i64>,
}

new!(Modify(group_id into GroupId, member into UserId) { ..Self::default() });
endpoint!(Modify => Done, "v4/group_open_http_svc/modify_group_member_info", "修改群成员资料", Safe,
    "One member a call; a name has 50 bytes or fewer.";
    "ShutUpTime" is now "MuteTime", "ShutUpUntil" is now "MuteTime");

/// Puts members into an imported group, as it was elsewhere. Not for live groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("import_group_member", "Group.ImportMembers"))]
pub struct Import {
    /// The group.
    pub group_id: GroupId,
    /// The members.
    pub member_list: Vec<ImportedMember>,
}

new!(Import(group_id into GroupId, member_list: Vec<ImportedMember>));
endpoint!(Import => ImportResponse, "v4/group_open_http_svc/import_group_member", "导入群成员", Safe,
    "300 members a call.");
batch!(Import, 300 of member_list: ImportedMember => member_list);

/// A member to import.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ImportedMember {
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: UserId,
    /// The role of the member.
    pub role: Option<Role>,
    /// The start, Unix seconds.
    pub join_time: Option<i64>,
    /// Messages that the member has not read.
    pub unread_msg_num: Option<i64>,
}

new!(ImportedMember(member into UserId) { ..Self::default() });

/// The answer to [`Import`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ImportResponse {
    /// The result for each item.
    pub member_list: Vec<JoinResult>,
}

failures!(ImportResponse: member_list);

/// Sets how many messages a member has not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("set_unread_msg_num", "Group.SetMemberUnreadMsgNum"))]
pub struct SetUnreadCount {
    /// The group.
    pub group_id: GroupId,
    /// The member.
    #[serde(rename = "Member_Account")]
    pub member: UserId,
    /// Messages that the member has not read.
    pub unread_msg_num: i64,
}

new!(SetUnreadCount(group_id into GroupId, member into UserId, unread_msg_num: i64));
endpoint!(SetUnreadCount => Done, "v4/group_open_http_svc/set_unread_msg_num", "设置成员未读消息计数", Safe,
    "One member a call.");
