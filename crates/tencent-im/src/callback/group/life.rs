//! Creation, changes and end of groups.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_with::skip_serializing_none;

use super::Member;
use crate::callback::List;
use crate::callback::ack::{GroupCode, Permission, Received, Wish};
use crate::model::{Conversation, GroupId, UserId};

/// Before a group is created; the id does not exist yet. If refused, the caller sees 10016 or the app's own code.
/// Tencent's page: 创建群组之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackBeforeCreateGroup")]
pub struct BeforeCreate {
    /// The user who asked for it; an administrator where the REST interface did.
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
    /// The number of groups of this type that the user has; not on newer pages.
    pub create_group_num: Option<i64>,
    /// The number of groups that the user has, by type, as a JSON object; seen in an SDK only.
    pub created_group_num: Option<Box<RawValue>>,
    /// The invitation option, such as `DisableInvite`; seen in an SDK only.
    pub invite_option: Option<String>,
    /// The first members.
    #[serde(rename = "MemberList", default, skip_serializing_if = "List::is_absent")]
    pub members: List<Member>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(BeforeCreate = "Group.CallbackBeforeCreateGroup" => Permission<GroupCode>);

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
    /// The user who asked for it; an administrator where the REST interface did.
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
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterCreate = "Group.CallbackAfterCreateGroup" => Received, |event| Conversation::group(&event.group_id)
);

/// After a group's last place was taken, or a user found no place left. Tencent's page: 群组满员之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterGroupFull")]
pub struct AfterFull {
    /// The group.
    pub group_id: GroupId,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterFull = "Group.CallbackAfterGroupFull" => Received, |event| Conversation::group(&event.group_id)
);

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
    /// The last members, up to 6000; absent for communities.
    #[serde(rename = "MemberList", default, skip_serializing_if = "List::is_absent")]
    pub members: List<Member>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterDestroy = "Group.CallbackAfterGroupDestroyed" => Received,
    |event| Conversation::group(&event.group_id)
);

/// After a group's name, introduction, notice or avatar was changed; only the changed fields are present. Tencent's
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
    /// The user who asked for it; an administrator where the REST interface did.
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
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterInfoChange = "Group.CallbackAfterGroupInfoChanged" => Received,
    |event| Conversation::group(&event.group_id)
);

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
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The owner before.
    #[serde(rename = "OldOwner_Account")]
    pub old_owner: Option<UserId>,
    /// The owner now.
    #[serde(rename = "NewOwner_Account")]
    pub new_owner: UserId,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterOwnerChange = "Group.CallbackAfterChangeGroupOwner" => Received,
    |event| Conversation::group(&event.group_id)
);

/// An alarm: the groups created today, less those disbanded, passed 70 % of the limit. Tencent's page: 群组日净增上限阈值告警回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackOnDailyGroupQuotaAlarm")]
pub struct DailyQuotaAlarm {
    /// The number of groups added today.
    pub quota_used: i64,
    /// The limit of a day.
    pub quota: i64,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(DailyQuotaAlarm = "Group.CallbackOnDailyGroupQuotaAlarm" => Received);

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
