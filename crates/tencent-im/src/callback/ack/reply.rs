//! The answer to a question: content.

use serde::Serialize;
use serde::ser::Serializer;

use super::{Ack, Wire};

/// A callback that asks for content.
pub trait Question {}

/// What a chatbot is to say. Tencent hands `RspData` to the bot; without an answer it gets none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    data: Option<String>,
}

impl Reply {
    /// Hands this to the bot (`ErrorCode` 0): a JSON document in a string.
    pub fn data(data: impl Into<String>) -> Self {
        Self { data: Some(data.into()) }
    }

    /// Has nothing to say (`ErrorCode` 1).
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }
}

impl<C: Question> Ack<C> for Reply {
    const DECIDES: bool = true;

    fn pass(_: &C) -> Self {
        Self::none()
    }

    /// The plain answer would promise `RspData`.
    fn pass_unread() -> Option<Self> {
        Some(Self::none())
    }

    /// There is nothing to refuse.
    fn refuse(_: &C) -> Option<Self> {
        None
    }

    fn code(&self) -> i64 {
        i64::from(self.data.is_none())
    }

    /// Once there is an answer.
    fn is_final(&self) -> bool {
        self.data.is_some()
    }

    /// The first answer counts.
    fn join(self, next: Self) -> Self {
        if self.data.is_some() { self } else { next }
    }
}

impl Serialize for Reply {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "PascalCase")]
        struct Answer<'a> {
            rsp_data: &'a str,
        }
        match &self.data {
            Some(data) => Wire::ok(0, "", Answer { rsp_data: data }).serialize(output),
            None => Wire::ok(1, "no answer", Answer { rsp_data: "" }).serialize(output),
        }
    }
}
