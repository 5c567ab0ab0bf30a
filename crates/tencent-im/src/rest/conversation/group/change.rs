//! Conversation groups come, change and go.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::conversation::{Contact, ContactInfo};
use crate::rest::define::{endpoint, new};
use crate::rest::outcome::{Outcome, failed};
use crate::rest::{Failure, Response};

/// Makes a conversation group. A name that exists already is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("create_contact_group", "create_conversation_group"))]
pub struct Create {
    /// The user whose conversation groups these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The conversation group; one a call.
    pub group_contact_item: Vec<NewGroup>,
}

impl Create {
    /// One conversation group and what is in it.
    #[must_use]
    pub fn new(from: impl Into<UserId>, name: impl Into<String>, contacts: Vec<Contact>) -> Self {
        Self { from: from.into(), group_contact_item: vec![NewGroup::new(name, contacts)] }
    }
}

endpoint!(Create => CreateResponse, "v4/recentcontact/create_contact_group", "创建会话分组数据", Safe,
    "One conversation group a call, 20 a user (51010); names of 32 bytes (51011); 1000 conversations in one (51008).");

/// A conversation group to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewGroup {
    /// The name, 32 bytes or fewer.
    pub group_name: String,
    /// The conversations.
    pub contact_item: Vec<Contact>,
}

new!(NewGroup(group_name into String, contact_item: Vec<Contact>));

/// The answer to [`Create`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateResponse {
    /// The result.
    pub group_result_item: Vec<CreateResult>,
}

impl Response for CreateResponse {
    fn failures(&self) -> Vec<Failure> {
        self.group_result_item.iter().flat_map(|group| failed(&group.result_item)).collect()
    }
}

/// The result for one conversation group.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateResult {
    /// The conversation group.
    pub group_item: Option<GroupRef>,
    /// The result for each conversation.
    pub result_item: Vec<ContactResult>,
}

/// The result for one conversation.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ContactResult {
    /// 1: put in; 2: taken out.
    pub contact_opt_type: Option<i64>,
    /// The conversation.
    pub contact_item: Option<ContactInfo>,
    /// 0, or the code of the failure.
    pub result_code: Option<i64>,
    /// The text of the code.
    pub result_info: Option<String>,
}

impl Outcome for ContactResult {
    fn failure(&self) -> Option<Failure> {
        Failure::of(
            self.contact_item.as_ref().and_then(ContactInfo::id),
            self.result_code,
            self.result_info.as_deref(),
        )
    }
}

/// A conversation group.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GroupRef {
    /// The name, 32 bytes or fewer.
    pub group_name: Option<String>,
    /// The number.
    pub group_id: Option<i64>,
}

/// Renames a conversation group, or puts conversations in and takes them out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("update_contact_group", "update_conversation_group"))]
pub struct Update {
    /// The user whose conversation groups these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// 1, the only one there is.
    pub update_type: i64,
    /// The changes.
    pub update_group: Change,
}

impl Update {
    /// Another name.
    #[must_use]
    pub fn rename(from: impl Into<UserId>, name: impl Into<String>, new_name: impl Into<String>) -> Self {
        let update_group = Change {
            update_group_type: 1,
            old_group_name: name.into(),
            new_group_name: Some(new_name.into()),
            contact_update_item: None,
        };
        Self { from: from.into(), update_type: 1, update_group }
    }

    /// Conversations put in and taken out.
    #[must_use]
    pub fn contacts(from: impl Into<UserId>, name: impl Into<String>, changes: Vec<ContactChange>) -> Self {
        let update_group = Change {
            update_group_type: 2,
            old_group_name: name.into(),
            new_group_name: None,
            contact_update_item: Some(changes),
        };
        Self { from: from.into(), update_type: 1, update_group }
    }
}

endpoint!(Update => UpdateResponse, "v4/recentcontact/update_contact_group", "更新会话分组数据", Safe,
    "One conversation group a call; names of 32 bytes; 1000 conversations in one.");

/// The change of a conversation group.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Change {
    /// 1: the name; 2: the conversations.
    pub update_group_type: i64,
    /// The name so far.
    pub old_group_name: String,
    /// The new name, 32 bytes or fewer.
    pub new_group_name: Option<String>,
    /// The conversations put in or taken out.
    pub contact_update_item: Option<Vec<ContactChange>>,
}

/// A conversation put in or taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ContactChange {
    /// 1: put in; 2: taken out.
    pub contact_opt_type: i64,
    /// The conversation.
    pub contact_item: Contact,
}

impl ContactChange {
    /// Puts a conversation in.
    #[must_use]
    pub fn put(contact_item: Contact) -> Self {
        Self { contact_opt_type: 1, contact_item }
    }

    /// Takes a conversation out.
    #[must_use]
    pub fn take(contact_item: Contact) -> Self {
        Self { contact_opt_type: 2, contact_item }
    }
}

/// The answer to [`Update`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UpdateResponse {
    /// 1, the only one there is.
    pub update_type: Option<i64>,
    /// The result.
    pub update_group_result: Option<UpdateResult>,
}

impl Response for UpdateResponse {
    fn failures(&self) -> Vec<Failure> {
        self.update_group_result.iter().flat_map(|group| failed(&group.contact_result_item)).collect()
    }
}

/// The result for one change.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UpdateResult {
    /// 1: the name; 2: the conversations.
    pub update_group_type: Option<i64>,
    /// The name, 32 bytes or fewer.
    pub group_name: Option<String>,
    /// The number.
    pub group_id: Option<i64>,
    /// The name so far.
    pub old_group_name: Option<String>,
    /// The result for each conversation.
    pub contact_result_item: Vec<ContactResult>,
}

/// Deletes conversation groups; the conversations stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("del_contact_group", "delete_conversation_group"))]
pub struct Delete {
    /// The user whose conversation groups these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The names.
    pub group_name: Vec<String>,
}

new!(Delete(from into UserId, group_name each String));
endpoint!(Delete => DeleteResponse, "v4/recentcontact/del_contact_group", "删除会话分组数据", Safe,
    "Several names a call.");

/// The answer to [`Delete`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteResponse {
    /// The conversation groups.
    pub group_item: Vec<GroupRef>,
}

impl Response for DeleteResponse {}
