//! What a callback may be answered: a type for each kind of answer, tied to its callbacks by the compiler.

use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};

/// "Carry on", as JSON: the plain answer to every command.
pub const PLAIN: &str = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}"#;

/// An answer to the callback `C`.
///
/// Several handlers may answer one callback, one behind the other: each sees the callback as the answers before
/// it have [changed](Self::apply) it, an answer that is [final](Self::is_final) ends the row, and all are
/// [joined](Self::join) into the one that Tencent gets.
pub trait Ack<C>: Serialize + Send + Sized + 'static {
    /// Whether the answer means something to Tencent. If it does, handlers run before it, in time; else behind it.
    const DECIDES: bool;

    /// "Carry on": the answer where nobody objects, and what the policy `pass` answers.
    fn pass(event: &C) -> Self;

    /// What the policy `refuse` answers; `None` where Tencent knows no refusal.
    fn refuse(event: &C) -> Option<Self>;

    /// What the policy `refuse` answers where the body cannot be read.
    #[must_use]
    fn refuse_unread() -> Option<Self> {
        None
    }

    /// The `ErrorCode` that the records name for it.
    fn code(&self) -> i64;

    /// Whether nothing is left to decide: the handlers behind are not asked.
    fn is_final(&self) -> bool {
        self.code() != 0
    }

    /// Changes the callback into what the next handler is to see.
    fn apply(&self, _event: &mut C) {}

    /// This answer, and that of the next handler, as one.
    #[must_use]
    fn join(self, next: Self) -> Self {
        next
    }
}

/// "Received": the answer to a callback that only tells. Tencent makes nothing of it, so handlers run behind it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Received;

impl<C> Ack<C> for Received {
    const DECIDES: bool = false;

    fn pass(_: &C) -> Self {
        Self
    }

    fn refuse(_: &C) -> Option<Self> {
        None
    }

    fn code(&self) -> i64 {
        0
    }
}

impl Serialize for Received {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let mut ack = output.serialize_struct("Received", 3)?;
        ack.serialize_field("ActionStatus", "OK")?;
        ack.serialize_field("ErrorCode", &0)?;
        ack.serialize_field("ErrorInfo", "")?;
        ack.end()
    }
}
