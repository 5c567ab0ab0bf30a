//! What the callback door counts.

use super::refusal::Refusal;
use crate::handlers::{Cause, DecidedBy, Dispatch};
use crate::journal::AppendError;
use crate::metrics::{Callbacks, Command};
use std::collections::{BTreeSet, HashMap};
use strum::VariantNames as _;

/// Counters by command, each found without a lock.
pub(super) struct Counts {
    metrics: Callbacks,
    known: HashMap<&'static str, Command>,
    /// All other commands, and none: a label holds no outside text.
    unknown: Command,
}

impl Counts {
    /// Those of these commands, and of those that handlers are asked about.
    pub(super) fn new(metrics: Callbacks, commands: BTreeSet<&'static str>, dispatch: &Dispatch) -> Self {
        for reason in Refusal::REASONS {
            let _ = metrics.refusals(reason);
        }
        for cause in Cause::ALL {
            let _ = metrics.policy_answers(cause.as_str());
        }
        for reason in AppendError::VARIANTS {
            let _ = metrics.journal_refused(reason);
        }
        let known = commands.into_iter().map(|command| {
            let handlers = dispatch.handlers(command).into_iter().map(|name| ("handler", name));
            let verdicts: Vec<_> = match (dispatch.asks(command), dispatch.decides(command)) {
                (true, _) => handlers.chain([("policy", "")]).collect(),
                (false, true) => vec![("default", "")],
                (false, false) => Vec::new(),
            };
            (command, metrics.command(command, &verdicts))
        });
        Self { known: known.collect(), unknown: metrics.command("unknown", &[]), metrics }
    }

    pub(super) fn of(&self, command: Option<&str>) -> &Command {
        command.and_then(|command| self.known.get(command)).unwrap_or(&self.unknown)
    }

    pub(super) fn refused(&self, command: &Command, refusal: &Refusal) {
        self.metrics.refused(command, refusal.reason());
    }

    pub(super) fn decided(&self, command: &Command, by: &DecidedBy) {
        match by {
            DecidedBy::Nobody => command.decided("default", ""),
            DecidedBy::Handler(name) => command.decided("handler", name),
            DecidedBy::Policy(cause) => {
                command.decided("policy", "");
                self.metrics.policy_answers(cause.as_str()).inc();
            }
        }
    }

    pub(super) fn recorded_late(&self) {
        self.metrics.recorded_late().inc();
    }

    pub(super) fn journal_refused(&self, error: &AppendError) {
        self.metrics.journal_refused(error.into()).inc();
    }
}
