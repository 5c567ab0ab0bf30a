//! Answers to callbacks: a type for each kind of answer, tied to its callbacks by the compiler.
//!
//! | answer | to |
//! | --- | --- |
//! | [`Verdict`] | a message before it is delivered: let through, rewrite, refuse, drop |
//! | [`Permission`] | a wish (create, apply, send a gift): grant or refuse |
//! | [`Admission`] | several people at once (invite, subscribe): all, all except some, none |
//! | [`FriendResults`] | friend requests: a verdict for each account |
//! | [`Reply`] | a question to a chatbot: the answer is content |
//! | [`Received`] | every after-callback |
//!
//! Codes of the app's own have their range in their type: [`C2cCode`], [`GroupCode`], …

mod admission;
mod code;
mod friends;
mod permission;
mod refusal;
mod reply;
#[cfg(test)]
mod tests;
mod verdict;

use serde::Serialize;
use serde::ser::Serializer;

pub use admission::{Admission, Members, Party, Several, Subscribers};
pub use code::{C2cCode, Code, FriendCode, GiftCode, GroupCode, OfficialCode, OutOfRange};
pub use friends::{FriendRequests, FriendResult, FriendResults};
pub use permission::{Permission, Wish};
pub use refusal::Refusal;
pub use reply::{Question, Reply};
pub use verdict::{Message, Rewrite, Verdict};

/// "Carry on", as JSON: the plain answer to every command.
pub const PLAIN: &str = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}"#;

/// An answer to the callback `C`.
///
/// Several handlers may answer one callback, one after the other. Each sees the callback as the earlier answers
/// [changed](Self::apply) it. An answer that is [final](Self::is_final) ends the chain. All answers are
/// [joined](Self::join) into the one that Tencent gets.
pub trait Ack<C>: Serialize + Send + Sized + 'static {
    /// Whether the answer means something to Tencent. If so, before-handlers give it, in time; else after-handlers
    /// run behind it.
    const DECIDES: bool;

    /// "Carry on": the answer where no handler objects, and the answer of the policy `pass`.
    fn pass(event: &C) -> Self;

    /// "Carry on" for a body that cannot be read; `None` where the plain answer means that.
    #[must_use]
    fn pass_unread() -> Option<Self> {
        None
    }

    /// The answer of the policy `refuse`; `None` where Tencent knows no refusal.
    fn refuse(event: &C) -> Option<Self>;

    /// The answer of the policy `refuse` to a body that cannot be read.
    #[must_use]
    fn refuse_unread() -> Option<Self> {
        None
    }

    /// The `ErrorCode`, as records keep it.
    fn code(&self) -> i64;

    /// Whether nothing is left to decide, so that later handlers are not asked.
    fn is_final(&self) -> bool {
        self.code() != 0
    }

    /// Changes the callback into the one that the next handler sees.
    fn apply(&self, _event: &mut C) {}

    /// Joins this answer with that of the next handler.
    #[must_use]
    fn join(self, next: Self) -> Self {
        next
    }
}

/// The `ErrorInfo` of refusals by a policy, and of those without a text of their own.
const REFUSED: &str = "refused";

/// An answer as Tencent reads it. The first three fields are mandatory everywhere.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Wire<'a, T> {
    action_status: &'static str,
    error_code: i64,
    error_info: &'a str,
    #[serde(flatten)]
    more: T,
}

/// No fields beyond the three.
#[derive(Serialize)]
struct Nothing {}

impl<'a, T: Serialize> Wire<'a, T> {
    /// An answer of an app that works, refusals included.
    fn ok(error_code: i64, error_info: &'a str, more: T) -> Self {
        Self { action_status: "OK", error_code, error_info, more }
    }

    /// The answer of an app that failed.
    fn fail(error_code: i64, error_info: &'a str, more: T) -> Self {
        Self { action_status: "FAIL", error_code, error_info, more }
    }
}

/// "Received": the answer to an after-callback. Tencent ignores its content, so after-handlers run behind it.
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
        Wire::ok(0, "", Nothing {}).serialize(output)
    }
}

/// "The app failed": the body of an HTTP response whose status is not 200, for a request that was refused or could
/// not be kept. Tencent ignores the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed(
    /// The reason.
    pub String,
);

impl Serialize for Failed {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        Wire::fail(1, &self.0, Nothing {}).serialize(output)
    }
}
