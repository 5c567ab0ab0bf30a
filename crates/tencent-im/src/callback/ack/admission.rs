//! The answer to several people who want in at once.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::marker::PhantomData;

use serde::Serialize;
use serde::ser::Serializer;

use super::{Ack, Code, GroupCode, Refusal, Wire};
use crate::model::UserId;

/// A kind of place that people want to get into.
pub trait Party: Send + 'static {
    /// The codes that may refuse all of them.
    type Code: Code;

    /// The answer's field that names those who are kept out.
    const REFUSED: &'static str;
}

/// Places in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Members {}

impl Party for Members {
    type Code = GroupCode;
    const REFUSED: &'static str = "RefusedMembers_Account";
}

/// Subscriptions to an official account. Tencent passes no codes of the app's own to the subscribers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subscribers {}

impl Party for Subscribers {
    type Code = Infallible;
    const REFUSED: &'static str = "RefusedSubscribers_Account";
}

/// A callback about several people who want in.
pub trait Several {
    /// The kind of place.
    type Party: Party;

    /// Keeps only the people whom `stays` is true of.
    fn retain(&mut self, stays: impl FnMut(&UserId) -> bool);
}

/// The choice of who gets in: `Admission<Members>` into a group, `Admission<Subscribers>` as subscribers.
///
/// ```
/// use tencent_im::callback::ack::{Admission, GroupCode, Members};
///
/// let all_but_one: Admission<Members> = Admission::except(["eli"]);
/// let nobody: Admission<Members> = Admission::refuse_with(GroupCode::at::<10_101>(), "group is frozen");
/// # let _ = [all_but_one, nobody];
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission<P: Party> {
    decision: Decision<P::Code>,
    party: PhantomData<fn() -> P>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Decision<R> {
    Except(Vec<UserId>),
    Refuse(Refusal<R>),
}

impl<P: Party> Admission<P> {
    fn new(decision: Decision<P::Code>) -> Self {
        Self { decision, party: PhantomData }
    }

    /// Lets everybody in (`ErrorCode` 0).
    #[must_use]
    pub fn allow() -> Self {
        Self::new(Decision::Except(Vec::new()))
    }

    /// Keeps these out and lets the others in (`ErrorCode` 0).
    pub fn except<U: Into<UserId>>(accounts: impl IntoIterator<Item = U>) -> Self {
        Self::new(Decision::Except(accounts.into_iter().map(Into::into).collect()))
    }

    /// Keeps everybody out (`ErrorCode` 1). The caller sees Tencent's code, 10016 for groups.
    pub fn refuse(info: impl Into<String>) -> Self {
        Self::new(Decision::Refuse(Refusal::new(info)))
    }

    /// Keeps everybody out. The caller gets this code and text.
    pub fn refuse_with(code: P::Code, info: impl Into<String>) -> Self {
        Self::new(Decision::Refuse(Refusal::with(code, info)))
    }
}

impl<C: Several<Party = P>, P: Party> Ack<C> for Admission<P> {
    const DECIDES: bool = true;

    fn pass(_: &C) -> Self {
        Self::allow()
    }

    fn refuse(_: &C) -> Option<Self> {
        <Self as Ack<C>>::refuse_unread()
    }

    fn refuse_unread() -> Option<Self> {
        Some(Self::new(Decision::Refuse(Refusal::policy())))
    }

    fn code(&self) -> i64 {
        match &self.decision {
            Decision::Except(_) => 0,
            Decision::Refuse(refusal) => refusal.code(),
        }
    }

    /// The next handler sees only those who are still to get in.
    fn apply(&self, event: &mut C) {
        if let Decision::Except(refused) = &self.decision {
            event.retain(|account| !refused.contains(account));
        }
    }

    /// Whoever is kept out once stays out.
    fn join(self, next: Self) -> Self {
        match (self.decision, next.decision) {
            (Decision::Except(mut refused), Decision::Except(more)) => {
                for account in more {
                    if !refused.contains(&account) {
                        refused.push(account);
                    }
                }
                Self::new(Decision::Except(refused))
            }
            (Decision::Except(_), last) | (last, _) => Self::new(last),
        }
    }
}

impl<P: Party> Serialize for Admission<P> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let (code, info, refused) = match &self.decision {
            Decision::Except(refused) => (0, "", refused.as_slice()),
            Decision::Refuse(refusal) => (refusal.code(), refusal.info(), [].as_slice()),
        };
        let named = (!refused.is_empty()).then_some((P::REFUSED, refused));
        Wire::ok(code, info, BTreeMap::from_iter(named)).serialize(output)
    }
}
