//! Conversations: the key that messages and events which belong together share.

use std::fmt;

/// A conversation, as text: `c2c:<a>:<b>` with the users in byte order, `group:<group or topic>`,
/// `official:<account>`, or `user:<id>` for what concerns one user. `%` and `:` inside ids are percent-encoded.
///
/// The key groups and orders; Tencent does not know it.
///
/// ```
/// use tencent_im::model::Conversation;
///
/// assert_eq!(Conversation::c2c("ben", "amy"), Conversation::c2c("amy", "ben"));
/// assert_eq!(Conversation::group("a:b").as_str(), "group:a%3Ab");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Conversation(String);

impl Conversation {
    /// The conversation of two users, in either order.
    #[must_use]
    pub fn c2c(one: impl AsRef<str>, other: impl AsRef<str>) -> Self {
        let (one, other) = (one.as_ref(), other.as_ref());
        let (first, second) = if one <= other { (one, other) } else { (other, one) };
        Self(format!("c2c:{}:{}", encode(first), encode(second)))
    }

    /// The conversation of a group, or of a topic of a community.
    #[must_use]
    pub fn group(id: impl AsRef<str>) -> Self {
        Self(format!("group:{}", encode(id.as_ref())))
    }

    /// The conversation of an official account.
    #[must_use]
    pub fn official(id: impl AsRef<str>) -> Self {
        Self(format!("official:{}", encode(id.as_ref())))
    }

    /// The events of one user: profile, friends, online status.
    #[must_use]
    pub fn user(id: impl AsRef<str>) -> Self {
        Self(format!("user:{}", encode(id.as_ref())))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Conversation> for String {
    fn from(conversation: Conversation) -> Self {
        conversation.0
    }
}

impl fmt::Display for Conversation {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.pad(&self.0)
    }
}

/// An id with the separators escaped.
fn encode(id: &str) -> String {
    id.replace('%', "%25").replace(':', "%3A")
}
