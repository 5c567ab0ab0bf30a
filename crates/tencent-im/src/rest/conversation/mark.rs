//! Marks of conversations: star, unread, folded, hidden, and the app's own.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::UserId;
use crate::rest::Failure;
use crate::rest::conversation::{Contact, ContactInfo};
use crate::rest::define::{batch, endpoint, failures, new};
use crate::rest::outcome::Outcome;

/// Marks conversations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[doc(alias("mark_contact", "mark_conversation"))]
pub struct Mark {
    /// The user whose conversations these are.
    #[serde(rename = "From_Account")]
    pub from: UserId,
    /// The conversations and their marks.
    pub mark_item: Vec<Marking>,
}

new!(Mark(from into UserId, mark_item: Vec<Marking>));
endpoint!(Mark => MarkResponse, "v4/recentcontact/mark_contact", "创建或更新会话标记数据", Safe,
    "100 conversations a call (51006).");
batch!(Mark, 100 of mark_item: Marking => result_item);

/// A conversation and what to mark it with.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Marking {
    /// 1: standard marks; 2: a mark of the app's own; 3: both.
    pub opt_type: i64,
    /// The conversation.
    pub contact_item: Contact,
    /// Standard marks to take off, by number from 1.
    pub clear_mark: Option<Vec<i64>>,
    /// Standard marks to put on, by number from 1: 1 star, 2 unread, 3 folded, 4 hidden; 33 to 64 are the
    /// app's.
    pub set_mark: Option<Vec<i64>>,
    /// A mark of the app's own, 256 bytes or fewer.
    pub custom_mark: Option<String>,
}

impl Marking {
    /// Puts standard marks on and takes others off, by number.
    #[must_use]
    pub fn standard(contact: Contact, set: Vec<i64>, clear: Vec<i64>) -> Self {
        Self {
            opt_type: 1,
            contact_item: contact,
            clear_mark: Some(clear),
            set_mark: Some(set),
            custom_mark: None,
        }
    }

    /// Sets the app's own mark.
    #[must_use]
    pub fn custom(contact: Contact, mark: impl Into<String>) -> Self {
        Self {
            opt_type: 2,
            contact_item: contact,
            clear_mark: None,
            set_mark: None,
            custom_mark: Some(mark.into()),
        }
    }
}

/// The answer to [`Mark`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct MarkResponse {
    /// The result for each conversation.
    pub result_item: Vec<MarkResult>,
}

failures!(MarkResponse: result_item);

/// The result for one conversation.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct MarkResult {
    /// 1: standard marks; 2: a mark of the app's own; 3: both.
    pub opt_type: Option<i64>,
    /// The conversation.
    pub contact_item: Option<ContactInfo>,
    /// 0, or the code of the failure.
    pub result_code: Option<i64>,
    /// The text of the code.
    pub result_info: Option<String>,
}

impl Outcome for MarkResult {
    fn failure(&self) -> Option<Failure> {
        Failure::of(
            self.contact_item.as_ref().and_then(ContactInfo::id),
            self.result_code,
            self.result_info.as_deref(),
        )
    }
}
