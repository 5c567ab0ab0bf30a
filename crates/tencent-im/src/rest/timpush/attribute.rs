//! Attributes of users, for the push service: the app names up to ten, each user has a value for some.

use crate::rest::push::TimPush;
use crate::rest::push::attributes as shape;

pub use shape::{AttributesInfo, GetNamesResponse, GetResponse, RemovedAttributes, UserAttributes};

/// Names the app's attributes.
#[doc(alias("set_attr_name", "timpush_set_attr_names"))]
pub type SetNames = shape::SetNames<TimPush>;

/// Reads the names of the app's attributes.
#[doc(alias("get_attr_name", "timpush_get_attr_names"))]
pub type GetNames = shape::GetNames<TimPush>;

/// Reads the attributes of users.
#[doc(alias("get_attr", "timpush_get_user_attrs"))]
pub type Get = shape::Get<TimPush>;

/// Sets attributes of users.
#[doc(alias("set_attr", "timpush_set_user_attrs"))]
pub type Set = shape::Set<TimPush>;

/// Removes attributes of users.
#[doc(alias("remove_attr", "timpush_remove_user_attrs"))]
pub type Remove = shape::Remove<TimPush>;
