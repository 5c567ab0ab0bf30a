//! Official accounts that come, change and go.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::callback::Callback;
use crate::callback::ack::{OfficialCode, Permission, Received, Wish};
use crate::model::{Conversation, OfficialAccountId, UserId};

/// Before an official account is created; it has no id yet. Refused, the caller sees 20006 or the app's own
/// code. Tencent's page: 创建公众号之前回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackBeforeCreateOfficialAccount")]
pub struct BeforeCreate {
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The owner to be.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// The account's name.
    pub name: Option<String>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for BeforeCreate {
    const COMMAND: &'static str = "OfficialAccount.CallbackBeforeCreateOfficialAccount";
    type Ack = Permission<OfficialCode>;
}

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
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account")]
    pub operator: Option<UserId>,
    /// The owner.
    #[serde(rename = "Owner_Account")]
    pub owner: Option<UserId>,
    /// The account's name.
    pub name: Option<String>,
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterCreate {
    const COMMAND: &'static str = "OfficialAccount.CallbackAfterCreateOfficialAccount";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::official(&self.account))
    }
}

/// After an official account's profile was changed; only what changed is there. Tencent's page: 公众号资料变动之后回调.
#[skip_serializing_none]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackAfterOfficialAccountInfoChanged")]
pub struct AfterInfoChange {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// Who asked for it: an administrator where the REST interface did.
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
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterInfoChange {
    const COMMAND: &'static str = "OfficialAccount.CallbackAfterOfficialAccountInfoChanged";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::official(&self.account))
    }
}

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
    /// When the callback was made, Unix milliseconds.
    pub event_time: Option<i64>,
}

impl Callback for AfterDestroy {
    const COMMAND: &'static str = "OfficialAccount.CallbackAfterOfficialAccountDestroyed";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::official(&self.account))
    }
}
