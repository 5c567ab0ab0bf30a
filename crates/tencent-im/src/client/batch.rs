//! Requests about more items than one call takes.

use super::send::Client;
use crate::rest::{Batch, Error};
use std::fmt;

/// A batch that stopped at a call that failed: why, what was done before, and what is left.
pub struct BatchError<B: Batch> {
    /// The joined answers of the calls that worked; `None` if the first failed.
    pub done: Option<B::Response>,
    /// The calls that are left: first the one that failed, whose fate `source` tells, then those that were not sent.
    /// Each has its key already, so that Tencent recognizes the failed call if it is sent again.
    pub left: Vec<B>,
    /// The error of the call that failed.
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
    /// Sends a request of any length in as many calls as it takes, one after the other, and joins their answers to one.
    ///
    /// # Errors
    /// With the first call that fails; it holds what was done before, and what is left.
    pub async fn send_batch<B: Batch>(&self, request: B) -> Result<B::Response, BatchError<B>> {
        let mut parts = request.split().into_iter();
        let mut responses = Vec::new();
        while let Some(mut part) = parts.next() {
            // Fix the key before the clone, so that `left` holds it.
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
