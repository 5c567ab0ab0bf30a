//! Requests about more items than one call takes.

use std::mem;

use super::Endpoint;

/// A request whose list of items can be spread over several calls without another meaning.
///
/// ```
/// use tencent_im::rest::{Batch, account};
///
/// let calls = account::Check::new((0..250).map(|n| format!("user{n}"))).split();
/// assert_eq!(calls.iter().map(|call| call.check_item.len()).collect::<Vec<_>>(), [100, 100, 50]);
/// ```
pub trait Batch: Endpoint<Response: Default> + Clone {
    /// Items that one call takes.
    const MAX: usize;

    /// An item of the list.
    type Item;

    /// The list; None if the request goes without one.
    fn items(&mut self) -> Option<&mut Vec<Self::Item>>;

    /// Appends the answer of the next call to the answers before it.
    fn append(all: &mut Self::Response, next: Self::Response);

    /// The calls it takes, in order: one if the list is short enough, or empty.
    #[must_use]
    fn split(self) -> Vec<Self> {
        split(self)
    }

    /// The answers of the calls as one answer.
    #[must_use]
    fn join(responses: Vec<Self::Response>) -> Self::Response {
        let mut responses = responses.into_iter();
        let mut all = responses.next().unwrap_or_default();
        responses.for_each(|next| Self::append(&mut all, next));
        all
    }
}

/// [`Batch::split`] for those that have it otherwise.
pub(super) fn split<B: Batch>(mut request: B) -> Vec<B> {
    let Some(items) = request.items().filter(|items| items.len() > B::MAX).map(mem::take) else {
        return vec![request];
    };
    let part = |items| {
        let mut part = request.clone();
        if let Some(list) = part.items() {
            *list = items;
        }
        part
    };
    chunks(items, B::MAX).map(part).collect()
}

/// The items in their order, at most `max` together; one empty list if there are none.
pub(super) fn chunks<T>(items: Vec<T>, max: usize) -> impl Iterator<Item = Vec<T>> {
    let mut items = items.into_iter();
    let first: Vec<T> = items.by_ref().take(max).collect();
    let rest = std::iter::from_fn(move || {
        let chunk: Vec<T> = items.by_ref().take(max).collect();
        (!chunk.is_empty()).then_some(chunk)
    });
    std::iter::once(first).chain(rest)
}
