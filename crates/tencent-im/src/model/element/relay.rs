//! The content of a forwarded conversation.

use std::cell::Cell;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::Element;
use crate::model::{GroupId, Part, UserId};

/// Messages forwarded together: in full while they total 12 KB at most, else by a key.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "TIMRelayElem")]
pub struct Relay {
    /// The title of the conversation.
    pub title: Option<String>,
    /// The number of forwarded messages.
    pub msg_num: Option<i64>,
    /// The text that old clients show instead.
    pub compatible_text: Option<String>,
    /// The first lines, for a preview.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub abstract_list: Vec<String>,
    /// The messages themselves, if they are small.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub msg_list: Vec<Part<Relayed>>,
    /// The key to the messages, if they are large.
    pub json_msg_key: Option<String>,
}

/// A message inside a [`Relay`].
#[skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias = "MsgList")]
pub struct Relayed {
    /// The sender.
    #[serde(rename = "From_Account")]
    pub from: Option<UserId>,
    /// The recipient, for a one-to-one message.
    #[serde(rename = "To_Account")]
    pub to: Option<UserId>,
    /// The group, for a group message.
    pub group_id: Option<GroupId>,
    /// The sequence of the message.
    pub msg_seq: Option<u32>,
    /// The random number of the message.
    pub msg_random: Option<u32>,
    /// The time of sending, Unix seconds.
    #[serde(rename = "MsgTimeStamp")]
    pub msg_time: Option<i64>,
    /// The elements of the message.
    #[serde(rename = "MsgBody", default)]
    pub body: Vec<Element>,
    /// The app's own data.
    pub cloud_custom_data: Option<String>,
}

thread_local! {
    static DEPTH: Cell<u8> = const { Cell::new(0) };
}

/// A level of nesting: forwarded conversations may hold each other. `serde_json`'s own limit starts anew for each
/// element, so the bound that protects the stack is counted here.
pub(super) struct Nested(());

impl Nested {
    const MOST: u8 = 16;

    /// Goes one level deeper, unless that is too deep.
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
