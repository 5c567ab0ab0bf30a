//! Members of groups: who comes, goes, and is what.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::callback::ack::{Admission, GroupCode, Members, Permission, Received, Several, Wish};
use crate::callback::{Callback, List};
use crate::model::{Conversation, GroupId, UserId};

/// Before a user's application to a group is heard; even if it is let through, the administrators may have to
/// approve. Refused, the applicant sees 10016 or the app's own code. Tencent's page: 申请入群之前回调.
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
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for BeforeApply {
    const COMMAND: &'static str = "Group.CallbackBeforeApplyJoinGroup";
    type Ack = Permission<GroupCode>;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

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
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// Who is to be added.
    #[serde(rename = "DestinationMembers")]
    pub members: List<Member>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for BeforeInvite {
    const COMMAND: &'static str = "Group.CallbackBeforeInviteJoinGroup";
    type Ack = Admission<Members>;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

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
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// Who joined.
    #[serde(rename = "NewMemberList")]
    pub members: List<Member>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterJoin {
    const COMMAND: &'static str = "Group.CallbackAfterNewMemberJoin";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

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
    /// Who removed them; the leaver if he quit.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// Who left.
    #[serde(rename = "ExitMemberList")]
    pub members: List<Member>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterExit {
    const COMMAND: &'static str = "Group.CallbackAfterMemberExit";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

/// Members of a live group went on or off line: lost heartbeats (for 30 seconds, looked at every 20), the
/// first join, the last exit. Tencent's page: 直播群成员在线状态回调.
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
    /// Who.
    #[serde(rename = "MemberList")]
    pub members: List<Member>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for StateChange {
    const COMMAND: &'static str = "Group.CallbackOnMemberStateChange";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

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
    /// Who asked for it: an administrator where the REST interface did.
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
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterFieldChange {
    const COMMAND: &'static str = "Group.CallbackAfterMemberFieldChanged";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

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
