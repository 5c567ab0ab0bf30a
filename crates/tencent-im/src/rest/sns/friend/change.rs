//! Making friends and parting.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::batch::Batch;
use crate::rest::tag::{Field, FieldInfo};
use crate::rest::word::words;
use crate::rest::{AccountResults, Done, Endpoint, Retry};

/// Makes friends of users. Who wants to be asked gets a request, unless forced.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "friend_add")]
#[doc(alias = "SNS.AddFriend")]
#[doc(alias = "SNS.AddFriends")]
pub struct Add {
    /// The user whose friends these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The friends.
    pub add_friend_item: Vec<NewFriend>,
    /// One-sided or mutual; mutual if missing.
    pub add_type: Option<AddType>,
    /// 1: without asking the other side.
    pub force_add_flags: Option<i64>,
}

impl Add {
    /// A value with the required fields.
    #[must_use]
    pub fn new(from: impl Into<UserId>, add_friend_item: Vec<NewFriend>) -> Self {
        Self { from: from.into(), add_friend_item, add_type: None, force_add_flags: None }
    }
}

impl Endpoint for Add {
    const PATH: &'static str = "v4/sns/friend_add";
    const TITLE: &'static str = "添加好友";
    const LIMITS: &'static str = "A user has 3000 friends or fewer.";
    const RETRY: Retry = Retry::Safe;
    type Response = AccountResults;
}

/// A friend to add.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewFriend {
    /// The friend.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// A name for the friend that only this user sees, 96 bytes or fewer.
    pub remark: Option<String>,
    /// The friend list it goes to, 30 bytes or fewer.
    pub group_name: Option<String>,
    /// Where the request comes from: `AddSource_Type_` and up to 8 bytes.
    pub add_source: Option<String>,
    /// The text that goes with the request, 256 bytes or fewer.
    pub add_wording: Option<String>,
}

impl NewFriend {
    /// A value with the required fields.
    #[must_use]
    pub fn new(to: impl Into<UserId>) -> Self {
        Self { to: to.into(), ..Self::default() }
    }
}

/// Imports friendships of one side, without asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "friend_import")]
#[doc(alias = "SNS.ImportFriend")]
#[doc(alias = "SNS.ImportFriends")]
pub struct Import {
    /// The user whose friends these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The friends.
    pub add_friend_item: Vec<ImportedFriend>,
}

impl Import {
    /// A value with the required fields.
    #[must_use]
    pub fn new(from: impl Into<UserId>, add_friend_item: Vec<ImportedFriend>) -> Self {
        Self { from: from.into(), add_friend_item }
    }
}

impl Endpoint for Import {
    const PATH: &'static str = "v4/sns/friend_import";
    const TITLE: &'static str = "导入好友";
    const LIMITS: &'static str = "1000 friends a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = AccountResults;
}

impl Batch for Import {
    const MAX: usize = 1_000;
    type Item = ImportedFriend;

    fn items(&mut self) -> Option<&mut Vec<ImportedFriend>> {
        Some(&mut self.add_friend_item)
    }

    fn append(all: &mut AccountResults, next: AccountResults) {
        all.append(next);
    }
}

/// A friend to import.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ImportedFriend {
    /// The friend.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// A name for the friend that only this user sees, 96 bytes or fewer.
    pub remark: Option<String>,
    /// When the remark was set, Unix seconds.
    pub remark_time: Option<i64>,
    /// The friend lists it goes to.
    pub group_name: Option<Vec<String>>,
    /// Where the request comes from: `AddSource_Type_` and up to 8 bytes.
    pub add_source: String,
    /// The text that goes with the request, 256 bytes or fewer.
    pub add_wording: Option<String>,
    /// When they became friends, Unix seconds.
    pub add_time: Option<i64>,
    /// The app's own fields, `Tag_SNS_Custom_…`.
    pub custom_item: Option<Vec<FieldInfo>>,
}

impl ImportedFriend {
    /// A value with the required fields.
    #[must_use]
    pub fn new(to: impl Into<UserId>, add_source: impl Into<String>) -> Self {
        Self { to: to.into(), add_source: add_source.into(), ..Self::default() }
    }
}

/// Changes what a user noted about friends. Calls for one user must not overlap (30008).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "friend_update")]
#[doc(alias = "SNS.UpdateFriend")]
#[doc(alias = "SNS.UpdateFriends")]
pub struct Update {
    /// The user whose friends these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The friends and what changes.
    pub update_item: Vec<FriendChange>,
}

impl Update {
    /// A value with the required fields.
    #[must_use]
    pub fn new(from: impl Into<UserId>, update_item: Vec<FriendChange>) -> Self {
        Self { from: from.into(), update_item }
    }
}

impl Endpoint for Update {
    const PATH: &'static str = "v4/sns/friend_update";
    const TITLE: &'static str = "更新好友";
    const LIMITS: &'static str = "Several friends a call; one call at a time for a user.";
    const RETRY: Retry = Retry::Safe;
    type Response = AccountResults;
}

/// A friend and what changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct FriendChange {
    /// The friend.
    #[serde(rename = "To_Account")]
    pub to: UserId,
    /// What changes: `Tag_SNS_IM_Remark`, `Tag_SNS_IM_Group`, `Tag_SNS_Custom_…`.
    pub sns_item: Vec<Field>,
}

impl FriendChange {
    /// A value with the required fields.
    #[must_use]
    pub fn new(to: impl Into<UserId>, sns_item: Vec<Field>) -> Self {
        Self { to: to.into(), sns_item }
    }
}

/// Ends friendships.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "friend_delete")]
#[doc(alias = "SNS.DeleteFriend")]
#[doc(alias = "SNS.DeleteFriends")]
pub struct Delete {
    /// The user whose friends these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The friends.
    #[serde(rename = "To_Account")]
    pub to: Vec<UserId>,
    /// One-sided or mutual; one-sided if missing.
    pub delete_type: Option<DeleteType>,
}

impl Delete {
    /// A value with the required fields.
    #[must_use]
    pub fn new(from: impl Into<UserId>, to: impl IntoIterator<Item = impl Into<UserId>>) -> Self {
        Self { from: from.into(), to: to.into_iter().map(Into::into).collect(), delete_type: None }
    }
}

impl Endpoint for Delete {
    const PATH: &'static str = "v4/sns/friend_delete";
    const TITLE: &'static str = "删除好友";
    const LIMITS: &'static str = "1000 friends a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = AccountResults;
}

impl Batch for Delete {
    const MAX: usize = 1_000;
    type Item = UserId;

    fn items(&mut self) -> Option<&mut Vec<UserId>> {
        Some(&mut self.to)
    }

    fn append(all: &mut AccountResults, next: AccountResults) {
        all.append(next);
    }
}

/// Ends all friendships of a user.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "friend_delete_all")]
#[doc(alias = "SNS.DeleteAllFriends")]
pub struct DeleteAll {
    /// The user whose friends these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// One-sided or mutual; one-sided if missing.
    pub delete_type: Option<DeleteType>,
}

impl DeleteAll {
    /// A value with the required fields.
    #[must_use]
    pub fn new(from: impl Into<UserId>) -> Self {
        Self { from: from.into(), delete_type: None }
    }
}

impl Endpoint for DeleteAll {
    const PATH: &'static str = "v4/sns/friend_delete_all";
    const TITLE: &'static str = "删除所有好友";
    const LIMITS: &'static str = "One user a call.";
    const RETRY: Retry = Retry::Safe;
    type Response = Done;
}

words! {
    /// The way to become friends.
    AddType {
        /// The other side does not get a new friend.
        Single = "Add_Type_Single",
        /// Both get one.
        Both = "Add_Type_Both",
    }
    /// The way to end a friendship.
    DeleteType {
        /// The other side keeps the friend.
        Single = "Delete_Type_Single",
        /// Both part.
        Both = "Delete_Type_Both",
    }
}
