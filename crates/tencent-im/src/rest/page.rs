//! Calls that answer a page at a time.

use super::Endpoint;
use serde::Serialize;

/// A request whose answer is one page of several. It holds its own cursor: to go on later, keep the request.
///
/// [`Client::pages`](crate::client::Client::pages) and [`Client::items`](crate::client::Client::items) follow the pages. They end
/// where a page leads back to one that was there before, too.
pub trait Paged: Endpoint + Clone {
    /// What the pages are made of.
    type Item: Send + 'static;
    /// Where a page begins: all that differs between the requests for two pages.
    type Cursor: Clone + PartialEq + Serialize + Send + 'static;

    /// Where the page of this request begins.
    fn cursor(&self) -> Self::Cursor;

    /// The request for the page behind the one that `response` is; `None` at the end.
    fn next(&self, response: &Self::Response) -> Option<Self>;

    /// What is on a page.
    fn items(response: Self::Response) -> Vec<Self::Item>;
}

/// One page, and how to go on behind it.
#[derive(Debug, Clone)]
pub struct Page<E: Paged> {
    /// The page.
    pub response: E::Response,
    /// The request for the next one; `None` at the end. It can be kept as JSON and sent later.
    pub next: Option<E>,
}

/// Where the pages have been. It remembers the last cursor, and one in growing distances: so it finds every circle
/// (Brent's way).
#[derive(Debug)]
pub(crate) struct Trail<C> {
    last: C,
    kept: C,
    steps: u64,
}

impl<C: Clone + PartialEq> Trail<C> {
    pub(crate) fn new(start: C) -> Self {
        Self { last: start.clone(), kept: start, steps: 0 }
    }

    /// Takes the next cursor. False if it leads in a circle.
    pub(crate) fn advance(&mut self, cursor: C) -> bool {
        if cursor == self.last || cursor == self.kept {
            return false;
        }
        self.steps += 1;
        if self.steps.is_power_of_two() {
            self.kept = cursor.clone();
        }
        self.last = cursor;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Trail;

    /// How many steps are taken before a circle is noticed, if the cursors go `0..start` and then around.
    fn steps(start: u64, circle: u64) -> u64 {
        let mut trail = Trail::new(0);
        let cursors = (0..start + circle).chain((start..start + circle).cycle());
        let steps = cursors.skip(1).take(10_000).take_while(|cursor| trail.advance(*cursor)).count();
        steps.try_into().unwrap()
    }

    #[test]
    fn every_circle_is_found() {
        for start in 0..70 {
            assert_eq!(steps(start, 1), start, "stuck");
            for circle in 2..20 {
                let taken = steps(start, circle);
                assert!(taken < 3 * (start + circle), "{start} {circle}: {taken}");
            }
        }
    }
}
