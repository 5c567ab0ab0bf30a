//! The answer to a question: content.

use serde::Serialize;
use serde::ser::Serializer;

use super::{Ack, Wire};

/// A callback that asks for content.
pub trait Question {}

/// The words of a chatbot. Tencent passes `RspData` to the bot; without an answer the bot gets nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    data: Option<String>,
}

impl Reply {
    /// Passes this to the bot (`ErrorCode` 0): a JSON document in a string.
    pub fn data(data: impl Into<String>) -> Self {
        Self { data: Some(data.into()) }
    }

    /// No answer (`ErrorCode` 1).
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

    /// "No answer", because the plain answer would promise `RspData`.
    fn pass_unread() -> Option<Self> {
        Some(Self::none())
    }

    /// No refusal: a question asks for nothing that could be refused.
    fn refuse(_: &C) -> Option<Self> {
        None
    }

    fn code(&self) -> i64 {
        i64::from(self.data.is_none())
    }

    /// True once there is an answer.
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
