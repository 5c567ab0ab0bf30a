//! Callbacks: one struct for each command that Tencent posts, one file for each family.
//!
//! | family | about |
//! | --- | --- |
//! | [`c2c`] | one-to-one messages |
//! | [`group`] | groups, their members, topics and messages |
//! | [`official`] | official accounts, their subscribers and messages |
//! | [`sns`], [`profile`], [`follow`], [`state`] | users: friends, profiles, followers, online status |
//! | [`bot`] | messages to bots |
//! | [`moderation`] | results of moderation |
//! | [`push`], [`alert`] | results of pushes; warnings |
//! | [`call`], [`live`], [`mic`], [`room`] | products beside IM that post in the same way |
//!
//! [`COMMANDS`] lists them all; `docs/callbacks.md` shows the list.
//!
//! A struct's fields are Tencent's in snake case; accounts are `from`, `to`, `operator`, a message's elements are its
//! `body`. Only the fields without which a callback means nothing are required; all others are `Option` or [`List`].
//! [`decode`] is lenient: a number may come quoted, an id bare, a flag as 0 or 1, and an optional field that cannot
//! be read is `None`. Fields of [`IDENTITY`](Callback::IDENTITY) alone must be readable if they are there.
//!
//! A struct holds what is documented. The body as it came, with fields that Tencent adds tomorrow, is at hand where
//! the callback is: it was the argument of [`decode`].
//!
//! Written as JSON a struct has the documented spelling, and fields without a value are absent. `CallbackCommand` is
//! not among them: the query names the command.

/// Implements [`Callback`] for a type of this module: its command, its answer, its conversation, its identity.
macro_rules! callback {
    (
        $event:ident = $command:literal => $ack:ty
        $(, |$this:ident| $conversation:expr)?
        $(, identity: $identity:expr)?
    ) => {
        impl $crate::callback::Callback for $event {
            const COMMAND: &'static str = $command;
            type Ack = $ack;
            $(const IDENTITY: &'static [&'static str] = &$identity;)?
            $(
                fn conversation(&self) -> Option<$crate::model::Conversation> {
                    let $this = self;
                    Option::from($conversation)
                }
            )?
        }
    };
}

pub mod ack;
pub mod alert;
pub mod body;
pub mod bot;
pub mod c2c;
pub mod call;
mod catalogue;
mod command;
pub mod follow;
pub mod group;
mod list;
pub mod live;
pub mod mic;
pub mod moderation;
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

pub use crate::model::DecodeError;
pub use ack::{
    Ack, Admission, C2cCode, FriendCode, FriendResults, GiftCode, GroupCode, OfficialCode, PLAIN, Permission,
    Received, Reply, Rewrite, Verdict,
};
pub use catalogue::{COMMANDS, Command, Kind, command};
pub use command::{Callback, decode};
pub use list::List;
pub use query::Query;
pub use sign::Token;
