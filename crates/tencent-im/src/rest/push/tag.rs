//! Tags of users, for [pushes](super::Send).

use super::AllMembers;
use crate::rest::push::tags as shape;

pub use shape::{GetResponse, TagsInfo, UserTags};

/// Reads the tags of users.
#[doc(alias("im_get_tag", "get_user_tags", "Push.GetUserTags"))]
pub type Get = shape::Get<AllMembers>;

/// Puts tags on users.
#[doc(alias("im_add_tag", "add_user_tags", "Push.AddUserTags"))]
pub type Add = shape::Add<AllMembers>;

/// Takes tags off users.
#[doc(alias("im_remove_tag", "remove_user_tags", "Push.DeleteUserTags"))]
pub type Remove = shape::Remove<AllMembers>;

/// Takes all tags off users.
#[doc(alias("im_remove_all_tags", "remove_all_user_tags", "Push.DeleteUserAllTags"))]
pub type Clear = shape::Clear<AllMembers>;
