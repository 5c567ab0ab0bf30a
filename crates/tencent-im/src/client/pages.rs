//! Calls that answer a page at a time, as streams.

use super::send::Client;
use crate::rest::{Error, Page, Paged};
use futures_util::stream::{self, Stream, TryStreamExt as _};
use std::collections::HashSet;

impl Client {
    /// The pages from this request on, each sent when it is asked for. The stream ends with the last page, with a page
    /// that leads back to an earlier one, and behind an error. Each page holds the request for the next: where the
    /// stream ended with an error, another can go on from there.
    pub fn pages<E: Paged>(&self, request: E) -> impl Stream<Item = Result<Page<E>, Error>> + Send + use<E> {
        let client = self.clone();
        let seen = HashSet::from([request.cursor()]);
        stream::try_unfold((Some(request), seen), move |(request, mut seen)| {
            let client = client.clone();
            async move {
                let Some(request) = request else { return Ok(None) };
                let response = client.send(request.clone()).await?;
                let next = request.next(&response).filter(|next| {
                    let new = seen.insert(next.cursor());
                    if !new {
                        tracing::warn!(path = E::PATH, "the pages lead in a circle: ended here");
                    }
                    new
                });
                Ok(Some((Page { response, next: next.clone() }, (next, seen))))
            }
        })
    }

    /// The items of the pages from this request on, one by one.
    pub fn items<E: Paged>(&self, request: E) -> impl Stream<Item = Result<E::Item, Error>> + Send + use<E> {
        let items = |page: Page<E>| stream::iter(E::items(page.response).into_iter().map(Ok));
        self.pages(request).map_ok(items).try_flatten()
    }
}
