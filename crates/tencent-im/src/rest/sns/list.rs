//! Friend lists: a user's friends sorted under names. A friend can be in several.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::batch::Batch;
use crate::rest::define::{endpoint, failures, new};
use crate::rest::word::words;
use crate::rest::{AccountResult, Response};

/// Makes friend lists and puts friends into all of them.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("group_add", "friend_group_add", "SNS.AddGroups"))]
pub struct Create {
    /// The user whose lists these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The names, 30 bytes or fewer each.
    pub group_name: Vec<String>,
    /// The friends.
    #[serde(rename = "To_Account")]
    pub to: Option<Vec<UserId>>,
}

new!(Create(from into UserId, group_name each String) { to: None });
endpoint!(Create => CreateResponse, "v4/sns/group_add", "添加好友分组", Safe,
    "100 names and 1000 friends a call; 32 lists a user.");

/// The answer to [`Create`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateResponse {
    /// The result for each item, in the order asked.
    pub result_item: Vec<AccountResult>,
    /// The accounts that failed; missing when there are none.
    #[serde(rename = "Fail_Account", skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<UserId>,
    /// The newest version of the lists.
    pub current_sequence: Option<i64>,
    /// The accounts that do not exist; missing when there are none.
    #[serde(rename = "Invalid_Account", skip_serializing_if = "Vec::is_empty")]
    pub invalid: Vec<UserId>,
}

failures!(CreateResponse: result_item; failed, invalid);

/// Deletes friend lists; the friends stay friends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("group_delete", "friend_group_delete", "SNS.DeleteGroups"))]
pub struct Delete {
    /// The user whose lists these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The names, 30 bytes or fewer each.
    pub group_name: Vec<String>,
}

new!(Delete(from into UserId, group_name each String));
endpoint!(Delete => DeleteResponse, "v4/sns/group_delete", "删除好友分组", Safe, "100 names a call.");

impl Batch for Delete {
    const MAX: usize = 100;
    type Item = String;

    fn items(&mut self) -> Option<&mut Vec<String>> {
        Some(&mut self.group_name)
    }

    fn append(all: &mut DeleteResponse, next: DeleteResponse) {
        *all = next;
    }
}

/// The answer to [`Delete`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteResponse {
    /// The newest version of the lists.
    pub current_sequence: Option<i64>,
}

impl Response for DeleteResponse {}

/// Reads friend lists.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("group_get", "friend_group_get", "SNS.GetGroups"))]
pub struct Get {
    /// The user whose lists these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// Whether to tell the members, too.
    pub need_friend: Option<NeedFriend>,
    /// The names; all lists if missing.
    pub group_name: Option<Vec<String>>,
}

new!(Get(from into UserId) { need_friend: None, group_name: None });
endpoint!(Get => GetResponse, "v4/sns/group_get", "拉取好友分组", Safe, "100 names a call.");

impl Batch for Get {
    const MAX: usize = 100;
    type Item = String;

    fn items(&mut self) -> Option<&mut Vec<String>> {
        self.group_name.as_mut()
    }

    fn append(all: &mut GetResponse, next: GetResponse) {
        all.result_item.extend(next.result_item);
    }
}

/// The answer to [`Get`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetResponse {
    /// The lists.
    pub result_item: Vec<FriendList>,
    /// The newest version of the lists.
    pub current_sequence: Option<i64>,
}

impl Response for GetResponse {}

/// A friend list.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct FriendList {
    /// The name.
    pub group_name: Option<String>,
    /// Members of the list.
    pub friend_number: Option<i64>,
    /// The members, if that was asked.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
}

words! {
    /// Whether to tell the members.
    NeedFriend {
        /// Tell them.
        Yes = "Need_Friend_Type_Yes",
        /// Names only.
        No = "Need_Friend_Type_No",
    }
}
