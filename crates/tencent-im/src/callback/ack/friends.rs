//! The answer to friend requests.

use serde::Serialize;
use serde::ser::Serializer;

use super::{Ack, FriendCode, REFUSED, Wire};
use crate::model::UserId;

/// A callback about friend requests, or about answers to them.
pub trait FriendRequests {
    /// The accounts to answer for, in the order of the callback.
    fn accounts(&self) -> impl Iterator<Item = &UserId>;

    /// Keeps only the requests of accounts that `stays` is true of.
    fn retain(&mut self, stays: impl FnMut(&UserId) -> bool);
}

/// A verdict for every account of the callback, in its order.
///
/// Refusals stand in the verdicts only: Tencent lets everything through where the answer's own `ErrorCode` is not 0,
/// see [`failed`](Self::failed).
///
/// ```
/// use tencent_im::callback::ack::{FriendCode, FriendResults};
/// use tencent_im::callback::{self, sns};
///
/// let body = r#"{"From_Account":"amy","FriendItem":[{"To_Account":"ben"},{"To_Account":"cleo"}]}"#;
/// let event: sns::BeforeFriendAdd = callback::decode(body)?;
/// let busy = FriendCode::at::<38_001>();
/// let results = FriendResults::allow_all(&event).refuse("cleo", busy, "does not accept requests");
/// assert_eq!(results.items()[1].refusal(), Some((busy, "does not accept requests")));
/// # Ok::<(), callback::DecodeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FriendResults(Outcome);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Answered(Vec<FriendResult>),
    Failed(FriendCode, String),
}

/// The verdict for one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FriendResult {
    account: UserId,
    refusal: Option<(FriendCode, String)>,
}

impl FriendResult {
    /// The account that the verdict is about.
    #[must_use]
    pub fn account(&self) -> &UserId {
        &self.account
    }

    /// The code and text of the refusal (`ResultCode`, `ResultInfo`); `None` if the account is let through.
    #[must_use]
    pub fn refusal(&self) -> Option<(FriendCode, &str)> {
        self.refusal.as_ref().map(|(code, info)| (*code, info.as_str()))
    }
}

impl FriendResults {
    /// Lets every request through (`ResultCode` 0).
    pub fn allow_all<C: FriendRequests>(event: &C) -> Self {
        let allowed = |account: &UserId| FriendResult { account: account.clone(), refusal: None };
        Self(Outcome::Answered(event.accounts().map(allowed).collect()))
    }

    /// Refuses every request. The client gets this code and text for each account.
    pub fn refuse_all<C: FriendRequests>(event: &C, code: FriendCode, info: impl Into<String>) -> Self {
        let info = info.into();
        let refused =
            |account: &UserId| FriendResult { account: account.clone(), refusal: Some((code, info.clone())) };
        Self(Outcome::Answered(event.accounts().map(refused).collect()))
    }

    /// Refuses the request for one account; the client gets this code and text. An account that the callback does
    /// not name is ignored.
    #[must_use]
    pub fn refuse(mut self, account: impl AsRef<str>, code: FriendCode, info: impl Into<String>) -> Self {
        let info = info.into();
        if let Outcome::Answered(items) = &mut self.0 {
            for item in items.iter_mut().filter(|item| item.account.as_str() == account.as_ref()) {
                item.refusal = Some((code, info.clone()));
            }
        }
        self
    }

    /// "The app failed", which is no refusal: Tencent lets **every request through**.
    pub fn failed(code: FriendCode, info: impl Into<String>) -> Self {
        Self(Outcome::Failed(code, info.into()))
    }

    /// The verdicts, in the order of the callback; none if the app [failed](Self::failed).
    #[must_use]
    pub fn items(&self) -> &[FriendResult] {
        match &self.0 {
            Outcome::Answered(items) => items,
            Outcome::Failed(..) => &[],
        }
    }
}

impl<C: FriendRequests> Ack<C> for FriendResults {
    const DECIDES: bool = true;

    fn pass(event: &C) -> Self {
        Self::allow_all(event)
    }

    fn refuse(event: &C) -> Option<Self> {
        Some(Self::refuse_all(event, FriendCode::FIRST, REFUSED))
    }

    /// The first `ResultCode` that is not 0, else 0; the `ErrorCode` if the app failed.
    fn code(&self) -> i64 {
        match &self.0 {
            Outcome::Answered(items) => {
                items.iter().find_map(|item| item.refusal()).map_or(0, |(code, _)| code.into())
            }
            Outcome::Failed(code, _) => (*code).into(),
        }
    }

    /// True once everybody is refused.
    fn is_final(&self) -> bool {
        let items = self.items();
        !items.is_empty() && items.iter().all(|item| item.refusal.is_some())
    }

    /// The next handler sees only the requests that are not refused yet.
    fn apply(&self, event: &mut C) {
        let refused = |account: &UserId| {
            self.items().iter().any(|item| item.account == *account && item.refusal.is_some())
        };
        event.retain(|account| !refused(account));
    }

    /// The first refusal of an account stays; a failure gives way to an answer.
    fn join(self, next: Self) -> Self {
        match (self.0, next.0) {
            (Outcome::Answered(mut items), Outcome::Answered(more)) => {
                for item in items.iter_mut().filter(|item| item.refusal.is_none()) {
                    let later = more.iter().find(|later| later.account == item.account);
                    item.refusal = later.and_then(|later| later.refusal.clone());
                }
                Self(Outcome::Answered(items))
            }
            (answered @ Outcome::Answered(_), Outcome::Failed(..)) => Self(answered),
            (Outcome::Failed(..), next) => Self(next),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Results<'a> {
    result_item: Vec<Item<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item<'a> {
    #[serde(rename = "To_Account")]
    account: &'a UserId,
    result_code: i64,
    result_info: &'a str,
}

impl Serialize for FriendResults {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let result_item = self
            .items()
            .iter()
            .map(|item| {
                let (result_code, result_info) =
                    item.refusal().map_or((0, ""), |(code, info)| (code.into(), info));
                Item { account: &item.account, result_code, result_info }
            })
            .collect();
        let results = Results { result_item };
        match &self.0 {
            Outcome::Answered(_) => Wire::ok(0, "", results).serialize(output),
            Outcome::Failed(code, info) => Wire::fail((*code).into(), info, results).serialize(output),
        }
    }
}
