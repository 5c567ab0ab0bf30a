//! A conversation, named.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{GroupId, UserId};

/// A conversation of a user.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Contact {
    /// 1: with a user; 2: with a group.
    #[serde(rename = "Type")]
    pub kind: i64,
    /// The group, if it is a group's.
    #[serde(rename = "ToGroupId")]
    pub to_group: Option<GroupId>,
    /// The other user, if it is a user's.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
}

impl Contact {
    /// The conversation with a user.
    #[must_use]
    pub fn c2c(to: impl Into<UserId>) -> Self {
        Self { kind: 1, to_group: None, to: Some(to.into()) }
    }

    /// The conversation in a group.
    #[must_use]
    pub fn group(to_group: impl Into<GroupId>) -> Self {
        Self { kind: 2, to_group: Some(to_group.into()), to: None }
    }
}

/// A conversation of a user, as it comes back.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ContactInfo {
    /// 1: with a user; 2: with a group.
    #[serde(rename = "Type")]
    pub kind: Option<i64>,
    /// The group, if it is a group's.
    #[serde(rename = "ToGroupId")]
    pub to_group: Option<GroupId>,
    /// The other user, if it is a user's.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
}

impl ContactInfo {
    /// The other user or the group.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.to.as_ref().map(UserId::as_str).or(self.to_group.as_ref().map(GroupId::as_str))
    }
}
