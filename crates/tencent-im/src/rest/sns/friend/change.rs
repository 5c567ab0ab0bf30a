//! Making friends and parting.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::define::{batch, endpoint, new};
use crate::rest::tag::{Field, FieldInfo};
use crate::rest::word::words;
use crate::rest::{AccountResults, Done};

/// Makes friends of users. Who wants to be asked gets a request, unless forced.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("friend_add", "SNS.AddFriend", "SNS.AddFriends"))]
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

new!(Add(from into UserId, add_friend_item: Vec<NewFriend>) { add_type: None, force_add_flags: None });
endpoint!(Add => AccountResults, "v4/sns/friend_add", "添加好友", Safe, "A user has 3000 friends or fewer.");

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

new!(NewFriend(to into UserId) { ..Self::default() });

/// Imports friendships of one side, without asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("friend_import", "SNS.ImportFriend", "SNS.ImportFriends"))]
pub struct Import {
    /// The user whose friends these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The friends.
    pub add_friend_item: Vec<ImportedFriend>,
}

new!(Import(from into UserId, add_friend_item: Vec<ImportedFriend>));
endpoint!(Import => AccountResults, "v4/sns/friend_import", "导入好友", Safe, "1000 friends a call.");
batch!(Import, 1_000 of add_friend_item: ImportedFriend => result_item, failed, invalid);

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

new!(ImportedFriend(to into UserId, add_source into String) { ..Self::default() });

/// Changes what a user noted about friends. Calls for one user must not overlap (30008).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("friend_update", "SNS.UpdateFriend", "SNS.UpdateFriends"))]
pub struct Update {
    /// The user whose friends these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The friends and what changes.
    pub update_item: Vec<FriendChange>,
}

new!(Update(from into UserId, update_item: Vec<FriendChange>));
endpoint!(Update => AccountResults, "v4/sns/friend_update", "更新好友", Safe,
    "Several friends a call; one call at a time for a user.");

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

new!(FriendChange(to into UserId, sns_item: Vec<Field>));

/// Ends friendships.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("friend_delete", "SNS.DeleteFriend", "SNS.DeleteFriends"))]
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

new!(Delete(from into UserId, to each UserId) { delete_type: None });
endpoint!(Delete => AccountResults, "v4/sns/friend_delete", "删除好友", Safe, "1000 friends a call.");
batch!(Delete, 1_000 of to: UserId => result_item, failed, invalid);

/// Ends all friendships of a user.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("friend_delete_all", "SNS.DeleteAllFriends"))]
pub struct DeleteAll {
    /// The user whose friends these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// One-sided or mutual; one-sided if missing.
    pub delete_type: Option<DeleteType>,
}

new!(DeleteAll(from into UserId) { delete_type: None });
endpoint!(DeleteAll => Done, "v4/sns/friend_delete_all", "删除所有好友", Safe, "One user a call.");

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
