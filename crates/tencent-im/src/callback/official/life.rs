//! Official accounts that come, change and go.

use serde::{Deserialize, Serialize};

use crate::callback::Callback;
use crate::callback::ack::{OfficialCode, Permission, Received, Wish};
use crate::callback::object::whole;
use crate::model::{Conversation, OfficialAccountId, Other, UserId, number, text};

/// Before an official account is created; it has no id yet. Refused, the caller sees 20006 or the app's own
/// code. Tencent's page: 创建公众号之前回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackBeforeCreateOfficialAccount")]
pub struct BeforeCreate {
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// The owner to be.
    #[serde(rename = "Owner_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// The account's name.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for BeforeCreate {
    const COMMAND: &'static str = "OfficialAccount.CallbackBeforeCreateOfficialAccount";
    type Ack = Permission<OfficialCode>;
}

impl Wish for BeforeCreate {
    type Code = OfficialCode;
}

/// After an official account was created. Tencent's page: 创建公众号之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackAfterCreateOfficialAccount")]
pub struct AfterCreate {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// The owner.
    #[serde(rename = "Owner_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// The account's name.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterCreate {
    const COMMAND: &'static str = "OfficialAccount.CallbackAfterCreateOfficialAccount";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::official(&self.account))
    }
}

/// After an official account's profile was changed; only what changed is there. Tencent's page: 公众号资料变动之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackAfterOfficialAccountInfoChanged")]
pub struct AfterInfoChange {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// Who asked for it: an administrator where the REST interface did.
    #[serde(rename = "Operator_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// The new introduction.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub introduction: Option<String>,
    /// The new name.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new avatar's URL.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub face_url: Option<String>,
    /// The new organization.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterInfoChange {
    const COMMAND: &'static str = "OfficialAccount.CallbackAfterOfficialAccountInfoChanged";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::official(&self.account))
    }
}

/// After an official account was destroyed. Tencent's page: 销毁公众号之后回调.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "PascalCase")]
#[doc(alias = "OfficialAccount.CallbackAfterOfficialAccountDestroyed")]
pub struct AfterDestroy {
    /// The account.
    #[serde(rename = "Official_Account")]
    pub account: OfficialAccountId,
    /// The owner.
    #[serde(rename = "Owner_Account", default, deserialize_with = "text::named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// The account's name.
    #[serde(default, deserialize_with = "text::opaque", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When the callback was made, Unix milliseconds.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub event_time: Option<i64>,
    /// What else Tencent sent.
    #[serde(skip)]
    pub other: Other,
}

impl Callback for AfterDestroy {
    const COMMAND: &'static str = "OfficialAccount.CallbackAfterOfficialAccountDestroyed";
    type Ack = Received;

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::official(&self.account))
    }
}

whole! { BeforeCreate, AfterCreate, AfterInfoChange, AfterDestroy }
