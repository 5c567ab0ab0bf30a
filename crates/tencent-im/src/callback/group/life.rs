//! Groups that come, change and go.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Member;
use crate::callback::ack::{GroupCode, Permission, Received, Wish};
use crate::callback::object::whole;
use crate::callback::{Callback, List};
use crate::model::{Conversation, GroupId, Other, UserId, number, text};

/// Before a group is created; it has no id yet. Refused, the caller sees 10016 or the app's own code.
/// Tencent's page: 创建群组之前回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackBeforeCreateGroup")]
pub struct BeforeCreate {
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// The owner to be.
    #[serde(rename = "Owner_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub group_type: Option<String>,
    /// The group's name.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How many groups of this type the user has; not on newer pages.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub create_group_num: Option<i64>,
    /// How many groups the user has by type, a JSON object; seen in an SDK only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_group_num: Option<Box<RawValue>>,
    /// Such as `DisableInvite`; seen in an SDK only.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub invite_option: Option<String>,
    /// The first members.
    #[serde(rename = "MemberList", default, skip_serializing_if = "List::is_absent")]
    pub members: List<Member>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for BeforeCreate {
    const COMMAND: &'static str = "Group.CallbackBeforeCreateGroup";
    type Ack = Permission<GroupCode>;
}

impl Wish for BeforeCreate {
    type Code = GroupCode;
}

/// After a group was created. Tencent's page: 创建群组之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterCreateGroup")]
pub struct AfterCreate {
    /// The group.
    pub group_id: GroupId,
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// The owner.
    #[serde(rename = "Owner_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub group_type: Option<String>,
    /// The group's name.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The first members.
    #[serde(rename = "MemberList", default, skip_serializing_if = "List::is_absent")]
    pub members: List<Member>,
    /// The app's own fields.
    #[serde(rename = "UserDefinedDataList", default, skip_serializing_if = "List::is_absent")]
    pub fields: List<Field>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterCreate {
    const COMMAND: &'static str = "Group.CallbackAfterCreateGroup";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

/// After a group's last place was taken, or somebody found none. Tencent's page: 群组满员之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterGroupFull")]
pub struct AfterFull {
    /// The group.
    pub group_id: GroupId,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterFull {
    const COMMAND: &'static str = "Group.CallbackAfterGroupFull";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

/// After a group was disbanded. Tencent's page: 群组解散之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterGroupDestroyed")]
pub struct AfterDestroy {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub group_type: Option<String>,
    /// The owner.
    #[serde(rename = "Owner_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// The group's name.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The last members, up to 6000; not told of communities.
    #[serde(rename = "MemberList", default, skip_serializing_if = "List::is_absent")]
    pub members: List<Member>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
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
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterGroupInfoChanged")]
pub struct AfterInfoChange {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub group_type: Option<String>,
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// The new name.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new introduction.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub introduction: Option<String>,
    /// The new notice.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub notification: Option<String>,
    /// The new avatar's URL.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub face_url: Option<String>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterInfoChange {
    const COMMAND: &'static str = "Group.CallbackAfterGroupInfoChanged";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

/// After a group was given to another owner. Tencent's page: 转让群主后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackAfterChangeGroupOwner")]
pub struct AfterOwnerChange {
    /// The group.
    pub group_id: GroupId,
    /// The group's type: `Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, or an older name.
    #[serde(rename = "Type", default, with = "text", skip_serializing_if = "Option::is_none")]
    pub group_type: Option<String>,
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// The owner before.
    #[serde(rename = "OldOwner_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_owner: Option<UserId>,
    /// The owner now.
    #[serde(rename = "NewOwner_Account")]
    pub new_owner: UserId,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterOwnerChange {
    const COMMAND: &'static str = "Group.CallbackAfterChangeGroupOwner";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::group(&self.group_id))
    }
}

/// The groups created today, less those disbanded, passed 70 % of the limit. Tencent's page: 群组日净增上限阈值告警回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "Group.CallbackOnDailyGroupQuotaAlarm")]
pub struct DailyQuotaAlarm {
    /// How many were added today.
    #[serde(deserialize_with = "number::required")]
    pub quota_used: i64,
    /// How many may be.
    #[serde(deserialize_with = "number::required")]
    pub quota: i64,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for DailyQuotaAlarm {
    const COMMAND: &'static str = "Group.CallbackOnDailyGroupQuotaAlarm";
    type Ack = Received;
}

/// A field of a group or topic that the app defined.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "UserDefinedDataList")]
pub struct Field {
    /// Its name.
    #[serde(deserialize_with = "text::required")]
    pub key: String,
    /// Its value.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

whole! { BeforeCreate, AfterCreate, AfterFull, AfterDestroy, AfterInfoChange, AfterOwnerChange, DailyQuotaAlarm; Field }
