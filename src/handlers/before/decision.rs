//! The answer to a before-callback, and who decided it.

use std::fmt;
use std::sync::Arc;
use strum::{IntoStaticStr, VariantNames};

/// Why the policy answered. The names are those of the column `decided_by` and of the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Cause {
    /// A handler returned an error.
    Error,
    /// A handler panicked.
    Panic,
    /// The deadline passed.
    Timeout,
    /// As many handlers run as may, or handlers block all threads.
    Full,
    /// The body cannot be read as its command's type.
    Undecodable,
}

/// Who decided. As text: `default` where no handler is registered, `policy:` and the cause, or the handler's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DecidedBy {
    /// No handler is registered.
    Nobody,
    /// The policy, because of this.
    Policy(Cause),
    /// The handler that ended the chain, else the last one of it.
    Handler(Arc<str>),
}

impl fmt::Display for DecidedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => f.write_str("default"),
            Self::Policy(cause) => write!(f, "policy:{}", <&str>::from(cause)),
            Self::Handler(name) => f.write_str(name),
        }
    }
}

/// The answer to a before-callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    /// The ack, as JSON.
    pub answer: String,
    /// The code of the ack, for the column `verdict_code`.
    pub code: i64,
    pub decided_by: DecidedBy,
}
