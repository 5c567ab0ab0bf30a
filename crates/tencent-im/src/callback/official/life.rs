//! Creation, changes and end of official accounts.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::callback::ack::{OfficialCode, Permission, Received, Wish};
use crate::model::{Conversation, OfficialAccountId, UserId};

/// Before an official account is created; the id does not exist yet. If refused, the caller sees 20006 or the app's
/// own code. Tencent's page: 创建公众号之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackBeforeCreateOfficialAccount")]
pub struct BeforeCreate {
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The owner to be.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// The account's name.
    pub name: Option<String>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(BeforeCreate = "OfficialAccount.CallbackBeforeCreateOfficialAccount" => Permission<OfficialCode>);

impl Wish for BeforeCreate {
    type Code = OfficialCode;
}

/// After an official account was created. Tencent's page: 创建公众号之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackAfterCreateOfficialAccount")]
pub struct AfterCreate {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The owner.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// The account's name.
    pub name: Option<String>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterCreate = "OfficialAccount.CallbackAfterCreateOfficialAccount" => Received,
    |event| Conversation::official(&event.account)
);

/// After an official account's profile was changed; only the changed fields are present. Tencent's page: 公众号资料变动之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackAfterOfficialAccountInfoChanged")]
pub struct AfterInfoChange {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The user who asked for it; an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The new introduction.
    pub introduction: Option<String>,
    /// The new name.
    pub name: Option<String>,
    /// The new avatar's URL.
    pub face_url: Option<String>,
    /// The new organization.
    pub organization: Option<String>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterInfoChange = "OfficialAccount.CallbackAfterOfficialAccountInfoChanged" => Received,
    |event| Conversation::official(&event.account)
);

/// After an official account was destroyed. Tencent's page: 销毁公众号之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackAfterOfficialAccountDestroyed")]
pub struct AfterDestroy {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The owner.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// The account's name.
    pub name: Option<String>,
    /// The time of the callback, Unix milliseconds.
    pub event_time: Option<i64>,
}

callback!(
    AfterDestroy = "OfficialAccount.CallbackAfterOfficialAccountDestroyed" => Received,
    |event| Conversation::official(&event.account)
);
