//! The answer to a message that is about to be delivered.

use serde::Serialize;
use serde::ser::Serializer;

use super::{Ack, Code, Nothing, Refusal, Wire};
use crate::callback::List;
use crate::model::Element;

/// A callback about a message before it is delivered.
pub trait Message {
    /// The codes that may refuse it.
    type Code: Code;

    /// The parts that a rewrite changes: the elements and `CloudCustomData`.
    fn content(&mut self) -> (&mut List<Element>, &mut Option<String>);
}

/// The fate of a message.
///
/// ```
/// use tencent_im::callback::ack::{C2cCode, Rewrite, Verdict};
///
/// let fine: Verdict<C2cCode> = Verdict::allow();
/// let masked: Verdict<C2cCode> = Verdict::rewrite(Rewrite::body(["good ***"]).cloud_custom_data("{}"));
/// let no = Verdict::refuse_with(C2cCode::at::<120_001>(), "please slow down");
/// # let _ = [fine, masked, no];
/// ```
#[derive(Debug, Clone)]
pub enum Verdict<R> {
    /// Delivery, perhaps of a changed message (`ErrorCode` 0).
    Allow(Rewrite),
    /// No delivery; the sender gets Tencent's code or one of the app's.
    Refuse(Refusal<R>),
    /// No delivery, while the sender sees success (`ErrorCode` 2).
    Drop,
}

impl<R: Code> Verdict<R> {
    /// Delivers the message as it is.
    #[must_use]
    pub fn allow() -> Self {
        Self::Allow(Rewrite::default())
    }

    /// Delivers the message changed; the after-callback will have the new content.
    #[must_use]
    pub fn rewrite(rewrite: Rewrite) -> Self {
        Self::Allow(rewrite)
    }

    /// Does not deliver the message. The sender sees Tencent's code: 20006 for one-to-one messages, 10016 for groups
    /// and official accounts.
    pub fn refuse(info: impl Into<String>) -> Self {
        Self::Refuse(Refusal::new(info))
    }

    /// Does not deliver the message. The sender's client gets this code and text.
    pub fn refuse_with(code: R, info: impl Into<String>) -> Self {
        Self::Refuse(Refusal::with(code, info))
    }

    /// Does not deliver the message, while the sender sees success.
    #[must_use]
    pub fn drop_silently() -> Self {
        Self::Drop
    }

    fn error_code(&self) -> i64 {
        match self {
            Self::Allow(_) => 0,
            Self::Refuse(refusal) => refusal.code(),
            Self::Drop => 2,
        }
    }
}

/// The changes to a message; everything else stays.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Rewrite {
    #[serde(rename = "MsgBody", skip_serializing_if = "Option::is_none")]
    body: Option<Vec<Element>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cloud_custom_data: Option<String>,
}

impl Rewrite {
    /// Puts these elements in place of the message's.
    pub fn body<E: Into<Element>>(elements: impl IntoIterator<Item = E>) -> Self {
        Self { body: Some(elements.into_iter().map(Into::into).collect()), ..Self::default() }
    }

    /// Changes the elements too, or nothing but `CloudCustomData` when called on the default.
    #[must_use]
    pub fn cloud_custom_data(self, data: impl Into<String>) -> Self {
        Self { cloud_custom_data: Some(data.into()), ..self }
    }
}

impl<C: Message<Code = R>, R: Code> Ack<C> for Verdict<R> {
    const DECIDES: bool = true;

    fn pass(_: &C) -> Self {
        Self::allow()
    }

    fn refuse(_: &C) -> Option<Self> {
        <Self as Ack<C>>::refuse_unread()
    }

    fn refuse_unread() -> Option<Self> {
        Some(Self::Refuse(Refusal::policy()))
    }

    fn code(&self) -> i64 {
        self.error_code()
    }

    fn apply(&self, event: &mut C) {
        if let Self::Allow(rewrite) = self {
            let (body, cloud_custom_data) = event.content();
            if let Some(new) = &rewrite.body {
                *body = new.clone().into();
            }
            if rewrite.cloud_custom_data.is_some() {
                cloud_custom_data.clone_from(&rewrite.cloud_custom_data);
            }
        }
    }

    /// The later rewrite wins, field by field; a refusal leaves no rewrite.
    fn join(self, next: Self) -> Self {
        match (self, next) {
            (Self::Allow(first), Self::Allow(then)) => Self::Allow(Rewrite {
                body: then.body.or(first.body),
                cloud_custom_data: then.cloud_custom_data.or(first.cloud_custom_data),
            }),
            (Self::Allow(_), last) | (last, _) => last,
        }
    }
}

impl<R: Code> Serialize for Verdict<R> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let code = self.error_code();
        match self {
            Self::Allow(rewrite) => Wire::ok(code, "", rewrite).serialize(output),
            Self::Refuse(refusal) => Wire::ok(code, refusal.info(), Nothing {}).serialize(output),
            Self::Drop => Wire::ok(code, "dropped", Nothing {}).serialize(output),
        }
    }
}
