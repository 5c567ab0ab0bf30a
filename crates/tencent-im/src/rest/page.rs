//! Calls that answer a page at a time.

use super::Endpoint;
use std::hash::Hash;

/// A request whose answer is one page of several. It holds its own cursor: to go on later, keep the request.
///
/// [`Client::pages`](crate::client::Client::pages) and [`Client::items`](crate::client::Client::items) follow the
/// pages. They also end at a page that leads back to an earlier one.
pub trait Paged: Endpoint + Clone {
    /// An item of a page.
    type Item: Send + 'static;
    /// The beginning of a page: all that differs between the requests for two pages.
    type Cursor: Eq + Hash + Send + 'static;

    /// The beginning of this request's page.
    fn cursor(&self) -> Self::Cursor;

    /// The request for the page behind `response`; `None` at the end.
    fn next(&self, response: &Self::Response) -> Option<Self>;

    /// The items of a page.
    fn items(response: Self::Response) -> Vec<Self::Item>;
}

/// One page, and how to go on behind it.
#[derive(Debug, Clone)]
pub struct Page<E: Paged> {
    /// The page.
    pub response: E::Response,
    /// The request for the next page; `None` at the end. A request can be kept as JSON and sent later.
    pub next: Option<E>,
}
