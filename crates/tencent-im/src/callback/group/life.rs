//! Groups that come, change and go.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_with::skip_serializing_none;

use super::Member;
use crate::callback::ack::{GroupCode, Permission, Received, Wish};
use crate::callback::{Callback, List};
use crate::model::{Conversation, GroupId, UserId};

/// Before a group is created; it has no id yet. Refused, the caller sees 10016 or the app's own code.
/// Tencent's page: 创建群组之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackBeforeCreateGroup")]
pub struct BeforeCreate {
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The owner to be.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The group's name.
    pub name: Option<String>,
    /// How many groups of this type the user has; not on newer pages.
    pub create_group_num: Option<i64>,
    /// How many groups the user has by type, a JSON object; seen in an SDK only.
    pub created_group_num: Option<Box<RawValue>>,
    /// Such as `DisableInvite`; seen in an SDK only.
    pub invite_option: Option<String>,
    /// The first members.
    #[serde(rename = "MemberList", default, skip_serializing_if = "List::is_absent")]
    pub members: List<Member>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for BeforeCreate {
    const COMMAND: &'static str = "Group.CallbackBeforeCreateGroup";
    type Ack = Permission<GroupCode>;
}

impl Wish for BeforeCreate {
    type Code = GroupCode;
}

/// After a group was created. Tencent's page: 创建群组之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterCreateGroup")]
pub struct AfterCreate {
    /// The group.
    pub group_id: GroupId,
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The owner.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The group's name.
    pub name: Option<String>,
    /// The first members.
    #[serde(rename = "MemberList", default, skip_serializing_if = "List::is_absent")]
    pub members: List<Member>,
    /// The app's own fields.
    #[serde(rename = "UserDefinedDataList", default, skip_serializing_if = "List::is_absent")]
    pub fields: List<Field>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterCreate {
    const COMMAND: &'static str = "Group.CallbackAfterCreateGroup";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

/// After a group's last place was taken, or somebody found none. Tencent's page: 群组满员之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterGroupFull")]
pub struct AfterFull {
    /// The group.
    pub group_id: GroupId,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterFull {
    const COMMAND: &'static str = "Group.CallbackAfterGroupFull";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

/// After a group was disbanded. Tencent's page: 群组解散之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterGroupDestroyed")]
pub struct AfterDestroy {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// The owner.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// The group's name.
    pub name: Option<String>,
    /// The last members, up to 6000; not told of communities.
    #[serde(rename = "MemberList", default, skip_serializing_if = "List::is_absent")]
    pub members: List<Member>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterDestroy {
    const COMMAND: &'static str = "Group.CallbackAfterGroupDestroyed";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

/// After a group's name, introduction, notice or avatar was changed; only what changed is there. Tencent's
/// page: 群组资料变动之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterGroupInfoChanged")]
pub struct AfterInfoChange {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The new name.
    pub name: Option<String>,
    /// The new introduction.
    pub introduction: Option<String>,
    /// The new notice.
    pub notification: Option<String>,
    /// The new avatar's URL.
    pub face_url: Option<String>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterInfoChange {
    const COMMAND: &'static str = "Group.CallbackAfterGroupInfoChanged";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

/// After a group was given to another owner. Tencent's page: 转让群主后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterChangeGroupOwner")]
pub struct AfterOwnerChange {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type")]
    pub group_type: Option<String>,
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The owner before.
    #[serde(rename = "OldOwner_Account")]
    pub old_owner: Option<UserId>,
    /// The owner now.
    #[serde(rename = "NewOwner_Account")]
    pub new_owner: UserId,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterOwnerChange {
    const COMMAND: &'static str = "Group.CallbackAfterChangeGroupOwner";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

/// The groups created today, less those disbanded, passed 70 % of the limit. Tencent's page: 群组日净增上限阈值告警回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackOnDailyGroupQuotaAlarm")]
pub struct DailyQuotaAlarm {
    /// How many were added today.
    pub quota_used: i64,
    /// How many may be.
    pub quota: i64,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for DailyQuotaAlarm {
    const COMMAND: &'static str = "Group.CallbackOnDailyGroupQuotaAlarm";
    type Ack = Received;
}

/// A field of a group or topic that the app defined.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "UserDefinedDataList")]
pub struct Field {
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: Option<String>,
}
