//! Callbacks at the door: how many, how fast, who decided, what was refused.

use super::{Counters, Histograms, Labels, labels, register};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::sync::Arc;
use std::time::Duration;

/// Seconds. 1.5 is the default deadline of handlers, 1.7 the last moment to wait for the journal, 2 all that Tencent waits.
const ACK_BUCKETS: [f64; 14] =
    [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 1.7, 2.0];

/// What is counted at the callback door.
#[derive(Debug, Clone)]
pub struct Callbacks {
    requests: Counters<2>,
    refusals: Counters<1>,
    ack_seconds: Histograms<1>,
    verdicts: Counters<3>,
    policy_answers: Counters<1>,
    journal_refused: Counters<1>,
    recorded_late: Counter,
}

impl Callbacks {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let seconds = || Histogram::new(ACK_BUCKETS);
        Self {
            requests: register(
                registry,
                "requests",
                None,
                "Requests that were answered, by command (unknown: none that imhook or a handler has a type for) and \
                 outcome: acked, or the reason of the refusal",
                Counters::default(),
            ),
            refusals: register(
                registry,
                "refusals",
                None,
                "Requests that were refused, by reason",
                Counters::default(),
            ),
            ack_seconds: register(
                registry,
                "ack",
                Some(Unit::Seconds),
                "From a request's headers to its ack, by kind: before (the answer decides) or after",
                Histograms::new_with_constructor(seconds),
            ),
            verdicts: register(
                registry,
                "verdicts",
                None,
                "Answers to before-callbacks, by command and by who decided: default (no handler is registered), \
                 policy, or handler, which is named then",
                Counters::default(),
            ),
            policy_answers: register(
                registry,
                "policy_answers",
                None,
                "Before-callbacks that the policy answered, by the cause: a handler's error, panic or timeout, all \
                 places for handlers full, or a body that is not what its command promises (undecodable)",
                Counters::default(),
            ),
            journal_refused: register(
                registry,
                "journal_refused",
                None,
                "Callbacks that the journal did not take, by reason. After-callbacks were answered 503, \
                 before-callbacks their verdict, but are not kept",
                Counters::default(),
            ),
            recorded_late: register(
                registry,
                "recorded_late",
                None,
                "Before-callbacks that were answered before they were durable",
                Counter::default(),
            ),
        }
    }

    /// A command as it is counted. `verdicts` are those who may decide about it, each a word and, for `handler`, a
    /// name; a command without any is of the kind `after`.
    #[must_use]
    pub fn command(&self, name: &str, verdicts: &[(&'static str, &str)]) -> Command {
        let kind = if verdicts.is_empty() { "after" } else { "before" };
        let verdicts = verdicts.iter().map(|(by, handler)| {
            let labels = labels([("command", name), ("decided_by", by), ("handler", handler)]);
            let [_, by, handler] = labels.clone();
            (by.1, handler.1, self.verdicts.get_or_create_owned(&labels))
        });
        Command {
            name: name.into(),
            acked: self.requests.get_or_create_owned(&labels([("command", name), ("outcome", "acked")])),
            ack_seconds: self.ack_seconds.get_or_create_owned(&labels([("kind", kind)])),
            verdicts: verdicts.collect(),
        }
    }

    /// How many requests were refused for this reason.
    #[must_use]
    pub fn refusals(&self, reason: &str) -> Counter {
        self.refusals.get_or_create_owned(&labels([("reason", reason)]))
    }

    /// A request for this command was refused. (Not as cheap as the rest, and not as frequent.)
    pub fn refused(&self, command: &Command, reason: &str) {
        let labels: Labels<2> = [("command", Arc::clone(&command.name)), ("outcome", reason.into())];
        self.requests.get_or_create(&labels).inc();
        self.refusals(reason).inc();
    }

    /// How many before-callbacks the policy answered for this cause.
    #[must_use]
    pub fn policy_answers(&self, cause: &str) -> Counter {
        self.policy_answers.get_or_create_owned(&labels([("cause", cause)]))
    }

    /// How many callbacks the journal did not take for this reason.
    #[must_use]
    pub fn journal_refused(&self, reason: &str) -> Counter {
        self.journal_refused.get_or_create_owned(&labels([("reason", reason)]))
    }

    /// How many before-callbacks were answered before they were durable.
    #[must_use]
    pub fn recorded_late(&self) -> &Counter {
        &self.recorded_late
    }
}

/// A command as it is counted.
#[derive(Debug)]
pub struct Command {
    name: Arc<str>,
    acked: Counter,
    ack_seconds: Histogram,
    /// Who decided, and the handler's name.
    verdicts: Vec<(Arc<str>, Arc<str>, Counter)>,
}

impl Command {
    /// A callback was acked, so long after its headers.
    pub fn acked(&self, took: Duration) {
        self.acked.inc();
        self.ack_seconds.observe(took.as_secs_f64());
    }

    /// Somebody decided: one of those that the command was [made](Callbacks::command) with.
    pub fn decided(&self, by: &str, handler: &str) {
        if let Some((.., count)) = self.verdicts.iter().find(|(b, h, _)| **b == *by && **h == *handler) {
            count.inc();
        }
    }
}
