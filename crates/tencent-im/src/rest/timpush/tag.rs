//! Tags of users, for the push service.

use crate::rest::push::TimPush;
use crate::rest::push::tags as shape;

pub use shape::{GetResponse, TagsInfo, UserTags};

/// Reads the tags of users.
#[doc(alias("get_tag", "timpush_get_user_tags"))]
pub type Get = shape::Get<TimPush>;

/// Puts tags on users.
#[doc(alias("add_tag", "timpush_add_user_tags"))]
pub type Add = shape::Add<TimPush>;

/// Takes tags off users.
#[doc(alias("remove_tag", "timpush_remove_user_tags"))]
pub type Remove = shape::Remove<TimPush>;

/// Takes all tags off users.
#[doc(alias("clear_all_tags", "timpush_clear_user_tags"))]
pub type Clear = shape::Clear<TimPush>;
