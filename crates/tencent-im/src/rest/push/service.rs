//! The two push services, which take the same requests about attributes and tags.

use std::fmt;

/// A push service. Each keeps attributes and tags of its own, under paths of its own.
pub trait Service: fmt::Debug + Clone + Eq + Send + Sync + 'static {
    /// Names the app's attributes.
    const SET_ATTRIBUTE_NAMES: &'static str;
    /// Reads the names of the app's attributes.
    const GET_ATTRIBUTE_NAMES: &'static str;
    /// Reads attributes of users.
    const GET_ATTRIBUTES: &'static str;
    /// Sets attributes of users.
    const SET_ATTRIBUTES: &'static str;
    /// Removes attributes of users.
    const REMOVE_ATTRIBUTES: &'static str;
    /// Reads tags of users.
    const GET_TAGS: &'static str;
    /// Puts tags on users.
    const ADD_TAGS: &'static str;
    /// The limits of such a call.
    const ADD_TAGS_LIMITS: &'static str;
    /// Takes tags off users.
    const REMOVE_TAGS: &'static str;
    /// Takes all tags off users.
    const CLEAR_TAGS: &'static str;
    /// The title of Tencent's page about it.
    const CLEAR_TAGS_TITLE: &'static str;
}

/// Pushing to everybody, `all_member_push`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllMembers;

impl Service for AllMembers {
    const SET_ATTRIBUTE_NAMES: &'static str = "v4/all_member_push/im_set_attr_name";
    const GET_ATTRIBUTE_NAMES: &'static str = "v4/all_member_push/im_get_attr_name";
    const GET_ATTRIBUTES: &'static str = "v4/all_member_push/im_get_attr";
    const SET_ATTRIBUTES: &'static str = "v4/all_member_push/im_set_attr";
    const REMOVE_ATTRIBUTES: &'static str = "v4/all_member_push/im_remove_attr";
    const GET_TAGS: &'static str = "v4/all_member_push/im_get_tag";
    const ADD_TAGS: &'static str = "v4/all_member_push/im_add_tag";
    const ADD_TAGS_LIMITS: &'static str = "100 users a call and 10 tags each; 100 tags a user.";
    const REMOVE_TAGS: &'static str = "v4/all_member_push/im_remove_tag";
    const CLEAR_TAGS: &'static str = "v4/all_member_push/im_remove_all_tags";
    const CLEAR_TAGS_TITLE: &'static str = "删除用户所有标签";
}

/// The newer push service, `timpush`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimPush;

impl Service for TimPush {
    const SET_ATTRIBUTE_NAMES: &'static str = "v4/timpush/set_attr_name";
    const GET_ATTRIBUTE_NAMES: &'static str = "v4/timpush/get_attr_name";
    const GET_ATTRIBUTES: &'static str = "v4/timpush/get_attr";
    const SET_ATTRIBUTES: &'static str = "v4/timpush/set_attr";
    const REMOVE_ATTRIBUTES: &'static str = "v4/timpush/remove_attr";
    const GET_TAGS: &'static str = "v4/timpush/get_tag";
    const ADD_TAGS: &'static str = "v4/timpush/add_tag";
    const ADD_TAGS_LIMITS: &'static str =
        "100 users a call and 10 tags each; 100 tags a user, 1000 different ones in the app.";
    const REMOVE_TAGS: &'static str = "v4/timpush/remove_tag";
    const CLEAR_TAGS: &'static str = "v4/timpush/clear_all_tags";
    const CLEAR_TAGS_TITLE: &'static str = "清空用户标签";
}
