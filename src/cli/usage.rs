//! Wrong usage that clap cannot see: such an error ends the process with status 2.

/// An error that the caller has to correct: exit status 2.
#[derive(Debug, thiserror::Error)]
#[error("{0:#}")]
pub(super) struct Usage(anyhow::Error);

impl Usage {
    pub(super) fn new(error: impl Into<anyhow::Error>) -> Self {
        Self(error.into())
    }
}
