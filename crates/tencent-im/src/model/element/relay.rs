//! The content of a forwarded conversation.

use std::cell::Cell;

use serde::{Deserialize, Serialize};

use super::Element;
use crate::model::{GroupId, Part, UserId, list, number, text};

/// Messages forwarded together: in full while they total 12 KB at most, else by a key.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMRelayElem")]
pub struct Relay {
    /// What the conversation is called.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How many messages were forwarded.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_num: Option<i64>,
    /// What old clients show instead.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub compatible_text: Option<String>,
    /// The first lines, for a preview.
    #[serde(default, deserialize_with = "list::deserialize", skip_serializing_if = "Vec::is_empty")]
    pub abstract_list: Vec<String>,
    /// The messages themselves, if they are small.
    #[serde(default, deserialize_with = "list::deserialize", skip_serializing_if = "Vec::is_empty")]
    pub msg_list: Vec<Part<Relayed>>,
    /// The key to the messages, if they are large.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub json_msg_key: Option<String>,
}

/// A message inside a [`Relay`].
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "MsgList")]
pub struct Relayed {
    /// Who sent it.
    #[serde(
        rename = "From_Account",
        default,
        deserialize_with = "text::filled",
        skip_serializing_if = "Option::is_none"
    )]
    pub from: Option<UserId>,
    /// Who received it, if it was a one-to-one message.
    #[serde(
        rename = "To_Account",
        default,
        deserialize_with = "text::filled",
        skip_serializing_if = "Option::is_none"
    )]
    pub to: Option<UserId>,
    /// The group, if it was a group message.
    #[serde(default, deserialize_with = "text::filled", skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// Its sequence.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_seq: Option<u32>,
    /// Its random.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_random: Option<u32>,
    /// When it was sent, Unix seconds.
    #[serde(rename = "MsgTimeStamp", default, with = "number", skip_serializing_if = "Option::is_none")]
    pub msg_time: Option<i64>,
    /// What it says.
    #[serde(rename = "MsgBody", default, deserialize_with = "list::deserialize")]
    pub body: Vec<Element>,
    /// The app's own data.
    #[serde(default, with = "text", skip_serializing_if = "Option::is_none")]
    pub cloud_custom_data: Option<String>,
}

thread_local! {
    static DEPTH: Cell<u8> = const { Cell::new(0) };
}

/// A forwarded conversation being read. They may hold each other, and `serde_json`'s own limit starts anew
/// for each element, so the bound that protects the stack is counted here.
pub(super) struct Nested(());

impl Nested {
    const MOST: u8 = 16;

    /// One level deeper, unless that is too deep.
    pub(super) fn enter() -> Option<Self> {
        let depth = DEPTH.get();
        (depth < Self::MOST).then(|| {
            DEPTH.set(depth + 1);
            Self(())
        })
    }
}

impl Drop for Nested {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get().saturating_sub(1));
    }
}
