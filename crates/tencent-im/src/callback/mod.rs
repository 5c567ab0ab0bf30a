//! What Tencent says: one struct for each callback command, one file for each family.
//!
//! | family | about |
//! | --- | --- |
//! | [`c2c`] | one-to-one messages |
//! | [`group`] | groups, their members, topics and messages |
//! | [`official`] | official accounts, their subscribers and messages |
//! | [`sns`], [`profile`], [`follow`], [`state`] | users: friends, profiles, who is online |
//! | [`bot`] | messages to bots |
//! | [`moderation`] | what moderation found |
//! | [`push`], [`alert`] | what became of pushes; warnings |
//! | [`call`], [`live`], [`mic`], [`room`] | products beside IM that post in the same way |
//!
//! [`COMMANDS`] lists them all; `docs/callbacks.md` shows the list.
//!
//! Fields are Tencent's in snake case; accounts are `from`, `to`, `operator`, a message's elements are its
//! `body`. Only the fields without which a callback means nothing are required. Written as JSON a struct
//! is the body again: whatever has no field, or is not of its field's type, is in `other`. The body's
//! `CallbackCommand` alone is left out, because the query names the command.

pub mod ack;
pub mod alert;
pub mod body;
pub mod bot;
pub mod c2c;
pub mod call;
mod catalogue;
pub mod follow;
pub mod group;
mod list;
pub mod live;
pub mod mic;
pub mod moderation;
mod object;
pub mod official;
pub mod profile;
pub mod push;
pub mod query;
pub mod room;
mod rooms;
pub mod sign;
pub mod sns;
pub mod state;
#[cfg(test)]
mod tests;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::Conversation;

pub use ack::{
    Ack, Admission, C2cCode, FriendCode, FriendResults, GiftCode, GroupCode, OfficialCode, PLAIN, Permission,
    Received, Reply, Rewrite, Verdict,
};
pub use catalogue::{COMMANDS, Command, Kind, command, is_before};
pub use list::List;
pub use query::Query;
pub use sign::Token;

/// A callback command and what its body says.
pub trait Callback: DeserializeOwned + Serialize + Clone + Send + 'static {
    /// The command as the query names it (`CallbackCommand`).
    const COMMAND: &'static str;

    /// What it may be answered.
    type Ack: Ack<Self>;

    /// What it belongs to: after-handlers get the callbacks of one conversation in order.
    fn conversation(&self) -> Option<Conversation> {
        None
    }
}

/// Reads the body of a callback. Where a field comes twice, the last one counts; a value that is not of its field's
/// type is kept beside, as unknown fields are.
///
/// # Errors
/// If the body is no JSON object, or lacks a field without which the callback means nothing.
pub fn decode<C: Callback>(body: &str) -> Result<C, DecodeError> {
    // Serde would take an array as well.
    if !body.trim_start().starts_with('{') {
        return Err(DecodeError { reason: "expected a JSON object".to_owned() });
    }
    serde_json::from_str(body).map_err(|error| DecodeError { reason: error.to_string() })
}

/// Why a callback's body could not be read as its type.
///
/// The text may quote a value of the body where its JSON type is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct DecodeError {
    reason: String,
}

impl DecodeError {
    /// The required field that is missing or could not be read, in Tencent's spelling; `None` if it is the body as
    /// a whole.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        let named = self.reason.strip_prefix("missing ").unwrap_or(&self.reason).strip_prefix("field `")?;
        named.split_once('`').map(|(field, _)| field)
    }
}
