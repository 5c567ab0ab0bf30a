//! The answer to a wish.

use serde::Serialize;
use serde::ser::Serializer;

use super::{Ack, Code, Nothing, Refusal, Wire};

/// A callback about one thing that a user asks for.
pub trait Wish {
    /// The codes that may refuse it.
    type Code: Code;
}

/// Whether a user may do what he asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permission<R> {
    /// The user may (`ErrorCode` 0). An application to join still waits for the group's administrators.
    Allow,
    /// The user may not, and his client gets Tencent's code or one of the app's.
    Refuse(Refusal<R>),
}

impl<R: Code> Permission<R> {
    /// Grants the wish.
    #[must_use]
    pub fn allow() -> Self {
        Self::Allow
    }

    /// Refuses the wish. The caller sees Tencent's code: 10016 for groups and topics, 20006 for official accounts.
    pub fn refuse(info: impl Into<String>) -> Self {
        Self::Refuse(Refusal::new(info))
    }

    /// Refuses the wish. The caller gets this code and text.
    pub fn refuse_with(code: R, info: impl Into<String>) -> Self {
        Self::Refuse(Refusal::with(code, info))
    }
}

impl<C: Wish<Code = R>, R: Code> Ack<C> for Permission<R> {
    const DECIDES: bool = true;

    fn pass(_: &C) -> Self {
        Self::Allow
    }

    fn refuse(_: &C) -> Option<Self> {
        <Self as Ack<C>>::refuse_unread()
    }

    fn refuse_unread() -> Option<Self> {
        Some(Self::Refuse(Refusal::policy()))
    }

    fn code(&self) -> i64 {
        match self {
            Self::Allow => 0,
            Self::Refuse(refusal) => refusal.code(),
        }
    }

    /// A refusal stays one.
    fn join(self, next: Self) -> Self {
        if matches!(self, Self::Refuse(_)) { self } else { next }
    }
}

impl<R: Code> Serialize for Permission<R> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Allow => Wire::ok(0, "", Nothing {}).serialize(output),
            Self::Refuse(refusal) => Wire::ok(refusal.code(), refusal.info(), Nothing {}).serialize(output),
        }
    }
}
