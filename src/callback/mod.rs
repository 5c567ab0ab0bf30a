//! What Tencent says: one struct for each callback command, one file for each family.
//!
//! | command | type | title of Tencent's page |
//! | --- | --- | --- |
//! | `C2C.CallbackBeforeSendMsg` | [`c2c::BeforeSendMessage`] | 发单聊消息之前回调 |
//! | `C2C.CallbackAfterSendMsg` | [`c2c::AfterSendMessage`] | 发单聊消息之后回调 |
//! | `C2C.CallbackAfterMsgReport` | [`c2c::AfterReadReport`] | 单聊消息已读上报后回调 |
//! | `C2C.CallbackAfterMsgWithDraw` | [`c2c::AfterRecall`] | 单聊消息撤回后回调 |
//! | `C2C.CallbackAfterC2CMsgExtension` | [`c2c::AfterSetExtension`] | 设置单聊消息扩展回调 |
//! | `Group.CallbackBeforeSendMsg` | [`group::BeforeSendMessage`] | 群内发言之前回调 |
//! | `Group.CallbackAfterSendMsg` | [`group::AfterSendMessage`] | 群内发言之后回调 |
//! | `Group.CallbackSendMsgException` | [`group::SendMessageException`] | 发送群聊消息异常回调 |
//! | `Group.CallbackAfterRecallMsg` | [`group::AfterRecall`] | 撤回群消息之后回调 |
//! | `Group.CallbackAfterReadReceipt` | [`group::AfterReadReceipt`] | 已读回执后回调 |
//! | `OfficialAccount.CallbackBeforeSendMsg` | [`official::BeforeSendMessage`] | 发公众号消息之前回调 |
//! | `OfficialAccount.CallbackAfterSendMsg` | [`official::AfterSendMessage`] | 发公众号消息之后回调 |
//! | `OfficialAccount.CallbackAfterMsgWithDraw` | [`official::AfterRecall`] | 撤回公众号消息之后回调 |
//!
//! Fields are Tencent's in snake case; accounts are `from`, `to`, `operator`, a message's elements are its
//! `body`. Only the fields without which a callback means nothing are required. The body's `CallbackCommand`
//! is no field: the query names the command, so writing a struct as JSON leaves it out.

pub mod ack;
pub mod body;
pub mod c2c;
pub mod group;
pub mod official;
pub mod query;
pub mod sign;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeOwned, Deserializer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::model::Conversation;
use crate::model::fields::Fields;

pub use ack::{
    Ack, Admission, C2cCode, FriendCode, FriendResults, GiftCode, GroupCode, OfficialCode, PLAIN, Permission,
    Received, Reply, Rewrite, Verdict,
};
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

/// The commands whose answer decides: each is sent before the thing happens, is never sent again, and has 2
/// seconds.
pub const BEFORE: &[&str] = &[
    "C2C.CallbackBeforeSendMsg",
    "Group.CallbackBeforeApplyJoinGroup",
    "Group.CallbackBeforeCreateGroup",
    "Group.CallbackBeforeCreateTopic",
    "Group.CallbackBeforeInviteJoinGroup",
    "Group.CallbackBeforeSendMsg",
    "Live.CallbackBeforeSendGift",
    "OfficialAccount.CallbackBeforeAddSubscriber",
    "OfficialAccount.CallbackBeforeCreateOfficialAccount",
    "OfficialAccount.CallbackBeforeSendMsg",
    "Sns.CallbackPrevFriendAdd",
    "Sns.CallbackPrevFriendResponse",
];

/// Whether the command is one of [`BEFORE`], in its exact spelling.
#[must_use]
pub fn is_before(command: &str) -> bool {
    BEFORE.contains(&command)
}

/// Reads the body of a callback. Where a field comes twice, the last one counts.
///
/// # Errors
/// If the body is no JSON object, lacks a required field, or has a value that is not of the field's type.
pub fn decode<C: Callback>(body: &str) -> Result<C, DecodeError> {
    let mut input = serde_json::Deserializer::from_str(body);
    let read = fields(&mut input).and_then(|event| match input.end() {
        Ok(()) => Ok(event),
        Err(error) => Err(DecodeError { field: None, reason: error.to_string() }),
    });
    match read {
        Err(error) if error.reason.starts_with("duplicate field") => {
            // A map has each field once, the last one; what the fields hold stays as it is.
            let once: BTreeMap<String, &RawValue> = serde_json::from_str(body).map_err(|_| error.clone())?;
            let text = serde_json::to_string(&once).map_err(|_| error.clone())?;
            fields(&mut serde_json::Deserializer::from_str(&text)).or_else(|_| {
                let value: serde_json::Value = serde_json::from_str(body).map_err(|_| error)?;
                fields(value)
            })
        }
        read => read,
    }
}

fn fields<'de, C: Deserialize<'de>, D: Deserializer<'de>>(input: D) -> Result<C, DecodeError> {
    let current = Cell::new(None);
    C::deserialize(Fields { input, other: None, current: &current })
        .map_err(|error| DecodeError { field: current.get(), reason: error.to_string() })
}

/// Why a callback's body could not be read as its type.
///
/// The text may quote a value of the body where its JSON type is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    field: Option<&'static str>,
    reason: String,
}

impl DecodeError {
    /// The field of the body that could not be read, in Tencent's spelling; None if it is the body as a
    /// whole.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        self.field
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self.field {
            Some(field) => write!(out, "{field}: {}", self.reason),
            None => out.write_str(&self.reason),
        }
    }
}

impl std::error::Error for DecodeError {}
