//! Members of groups: joining, leaving, roles and online status.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::callback::List;
use crate::callback::ack::{Admission, GroupCode, Members, Permission, Received, Several, Wish};
use crate::model::{Conversation, GroupId, UserId};

/// Before a user's application to a group takes effect. If it is let through, administrators may still have to
/// approve. If it is refused, the applicant sees 10016 or the app's own code. Tencent's page: 申请入群之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackBeforeApplyJoinGroup")]
pub struct BeforeApply {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The applicant.
    #[serde(rename = "Requestor_Account")]
    pub requestor: UserId,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    BeforeApply = "Group.CallbackBeforeApplyJoinGroup" => Permission<GroupCode>,
    |event| Conversation::group(&event.group_id)
);

impl Wish for BeforeApply {
    type Code = GroupCode;
}

/// Before users are added to a group: some or all may be kept out. Tencent's page: 拉人入群之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackBeforeInviteJoinGroup")]
pub struct BeforeInvite {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The users who are to be added.
    #[serde(rename = "DestinationMembers")]
    pub members: List<Member>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    BeforeInvite = "Group.CallbackBeforeInviteJoinGroup" => Admission<Members>,
    |event| Conversation::group(&event.group_id)
);

impl Several for BeforeInvite {
    type Party = Members;

    fn retain(&mut self, mut stays: impl FnMut(&UserId) -> bool) {
        self.members.retain(|member| stays(&member.account));
    }
}

/// After users joined a group. Tencent's page: 新成员入群之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterNewMemberJoin")]
pub struct AfterJoin {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// `Apply` or `Invited`.
    pub join_type: Option<String>,
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The new members.
    #[serde(rename = "NewMemberList")]
    pub members: List<Member>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterJoin = "Group.CallbackAfterNewMemberJoin" => Received, |event| Conversation::group(&event.group_id)
);

/// After users left a group. Tencent's page: 群成员离开之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterMemberExit")]
pub struct AfterExit {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// `Kicked` or `Quit`.
    pub exit_type: Option<String>,
    /// The user who removed the members; the member himself if he quit.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The users who left.
    #[serde(rename = "ExitMemberList")]
    pub members: List<Member>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterExit = "Group.CallbackAfterMemberExit" => Received, |event| Conversation::group(&event.group_id)
);

/// After members of a live group went on or off line. The causes are heartbeats lost for 30 seconds (checked every
/// 20), the first join and the last exit. Tencent's page: 直播群成员在线状态回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackOnMemberStateChange")]
pub struct StateChange {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// `Offline` or `Online`.
    pub event_type: Option<String>,
    /// `HeartbeatInterrupt`, `HeartbeatRecover`, `Join` or `Quit`; newer pages only.
    pub event_cause: Option<String>,
    /// The members whose status changed.
    #[serde(rename = "MemberList")]
    pub members: List<Member>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    StateChange = "Group.CallbackOnMemberStateChange" => Received,
    |event| Conversation::group(&event.group_id)
);

/// After a member was made administrator or no longer is, or changed the name card. Tencent's page:
/// 群成员资料变更后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterMemberFieldChanged")]
pub struct AfterFieldChange {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The member, as documented; see [`account`](Self::account).
    #[serde(rename = "Member_Account")]
    pub member: Option<UserId>,
    /// The member, as an SDK of Tencent's reads it.
    #[serde(rename = "Modified_Account")]
    pub modified: Option<UserId>,
    /// `Admin` if made administrator, `Member` if no longer.
    pub role: Option<String>,
    /// The new name card.
    pub name_card: Option<String>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterFieldChange = "Group.CallbackAfterMemberFieldChanged" => Received,
    |event| Conversation::group(&event.group_id)
);

impl AfterFieldChange {
    /// The member, in whichever field it came.
    #[must_use]
    pub fn account(&self) -> Option<&UserId> {
        self.member.as_ref().or(self.modified.as_ref())
    }
}

/// A user in a list of members.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[doc(alias = "MemberList")]
pub struct Member {
    /// The user.
    #[serde(rename = "Member_Account")]
    pub account: UserId,
}
