//! What all calls about groups share: kinds, roles, options, the app's own fields.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::rest::word::words;

words! {
    /// The kind of a group.
    GroupType {
        /// Friends among themselves; `Work` in newer texts.
        Private = "Private",
        /// The newer name of [`Private`](Self::Private); replies have the old one.
        Work = "Work",
        /// Strangers, with a request to get in.
        Public = "Public",
        /// Anybody comes and goes; `Meeting` in newer texts.
        ChatRoom = "ChatRoom",
        /// The newer name of [`ChatRoom`](Self::ChatRoom); replies have the old one.
        Meeting = "Meeting",
        /// Live: without limit of members, and without history.
        AvChatRoom = "AVChatRoom",
        /// A community: 100000 members, topics.
        Community = "Community",
    }
    /// The role of a member.
    Role {
        /// Everything.
        Owner = "Owner",
        /// Nearly everything.
        Admin = "Admin",
        /// Talk.
        Member = "Member",
        /// Nothing: the user is not in the group.
        NotMember = "NotMember",
    }
    /// How a request to join is handled.
    ApplyJoinOption {
        /// At once.
        FreeAccess = "FreeAccess",
        /// When owner or admins agree.
        NeedPermission = "NeedPermission",
        /// Not at all.
        DisableApply = "DisableApply",
    }
    /// How an invitation is handled.
    InviteJoinOption {
        /// At once.
        FreeAccess = "FreeAccess",
        /// When owner or admins agree.
        NeedPermission = "NeedPermission",
        /// Not at all.
        DisableInvite = "DisableInvite",
    }
    /// A member's setting for new messages.
    MsgFlag {
        /// All of them, with notices.
        AcceptAndNotify = "AcceptAndNotify",
        /// All of them, without notices.
        AcceptNotNotify = "AcceptNotNotify",
        /// Nothing.
        Discard = "Discard",
        /// All of them, with notices only when mentioned.
        AcceptNotNotifyExceptAt = "AcceptNotNotifyExceptAt",
    }
    /// Yes or no.
    Switch {
        /// Yes.
        On = "On",
        /// No.
        Off = "Off",
    }
    /// The importance of a message.
    Priority {
        /// Such as gifts.
        High = "High",
        /// If nothing is said.
        Normal = "Normal",
        /// Such as likes.
        Low = "Low",
        /// Dropped first.
        Lowest = "Lowest",
    }
}

/// A field of the app's own: name and value. Some calls take texts only.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Pair<V = String> {
    /// The name, 16 bytes or fewer.
    pub key: Option<String>,
    /// The value, 512 bytes or fewer for a group, 64 for a member.
    pub value: Option<V>,
}

impl<V> Pair<V> {
    /// A field and its value.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<V>) -> Self {
        Self { key: Some(key.into()), value: Some(value.into()) }
    }
}
