//! Requests about more items than one call takes.

use super::Client;
use crate::rest::{Batch, Error};
use std::fmt;

/// Why a batch ended before its end, and where.
pub struct BatchError<B: Batch> {
    /// What the calls that worked gave, joined; `None` if the first failed.
    pub done: Option<B::Response>,
    /// The calls that are left: first the one that failed, whose fate `source` tells, then those that were not sent.
    /// Sent again, each is recognized by the keys it had.
    pub left: Vec<B>,
    /// Why.
    pub source: Error,
}

impl<B: Batch> fmt::Debug for BatchError<B> {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let mut out = out.debug_struct("BatchError");
        out.field("done", &self.done.is_some()).field("left", &self.left.len()).field("source", &self.source);
        out.finish()
    }
}

impl<B: Batch> fmt::Display for BatchError<B> {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let before = if self.done.is_some() { "those before were done" } else { "none was done before" };
        write!(out, "a batch stopped with {} calls left, {before}: {}", self.left.len(), self.source)
    }
}

impl<B: Batch> std::error::Error for BatchError<B> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

impl Client {
    /// Sends a request of any length, in as many calls as it takes, one after the other; what they gave, as if it had
    /// been one.
    ///
    /// # Errors
    /// With the first call that fails; it holds what was done before, and what is left.
    pub async fn send_batch<B: Batch>(&self, request: B) -> Result<B::Response, BatchError<B>> {
        let mut parts = request.split().into_iter();
        let mut responses = Vec::new();
        while let Some(mut part) = parts.next() {
            // Here already, so that what is left has its keys.
            part.fix_key();
            match self.send(part.clone()).await {
                Ok(response) => responses.push(response),
                Err(source) => {
                    let done = (!responses.is_empty()).then(|| B::join(responses));
                    return Err(BatchError {
                        done,
                        left: std::iter::once(part).chain(parts).collect(),
                        source,
                    });
                }
            }
        }
        Ok(B::join(responses))
    }
}
