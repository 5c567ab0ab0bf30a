//! Tags of users, for [pushes](super::Send).

use super::AllMembers;
use crate::rest::push::tags as shape;

pub use shape::{GetResponse, TagsInfo, UserTags};

/// Reads the tags of users.
#[doc(alias = "im_get_tag")]
#[doc(alias = "get_user_tags")]
#[doc(alias = "Push.GetUserTags")]
pub type Get = shape::Get<AllMembers>;

/// Puts tags on users.
#[doc(alias = "im_add_tag")]
#[doc(alias = "add_user_tags")]
#[doc(alias = "Push.AddUserTags")]
pub type Add = shape::Add<AllMembers>;

/// Takes tags off users.
#[doc(alias = "im_remove_tag")]
#[doc(alias = "remove_user_tags")]
#[doc(alias = "Push.DeleteUserTags")]
pub type Remove = shape::Remove<AllMembers>;

/// Takes all tags off users.
#[doc(alias = "im_remove_all_tags")]
#[doc(alias = "remove_all_user_tags")]
#[doc(alias = "Push.DeleteUserAllTags")]
pub type Clear = shape::Clear<AllMembers>;
