//! Attributes of users, for [pushes](super::Send): the app names up to ten, each user has a value for some.

use super::AllMembers;
use crate::rest::push::attributes as shape;

pub use shape::{AttributesInfo, GetNamesResponse, GetResponse, RemovedAttributes, UserAttributes};

/// Names the app's attributes.
#[doc(alias("im_set_attr_name", "set_attr_names", "Push.SetAttrNames"))]
pub type SetNames = shape::SetNames<AllMembers>;

/// Reads the names of the app's attributes.
#[doc(alias("im_get_attr_name", "get_attr_names", "Push.GetAttrNames"))]
pub type GetNames = shape::GetNames<AllMembers>;

/// Reads the attributes of users.
#[doc(alias("im_get_attr", "get_user_attrs", "Push.GetUserAttrs"))]
pub type Get = shape::Get<AllMembers>;

/// Sets attributes of users.
#[doc(alias("im_set_attr", "set_user_attrs", "Push.SetUserAttrs"))]
pub type Set = shape::Set<AllMembers>;

/// Removes attributes of users.
#[doc(alias("im_remove_attr", "remove_user_attrs", "Push.DeleteUserAttrs"))]
pub type Remove = shape::Remove<AllMembers>;
