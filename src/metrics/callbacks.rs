//! The callback endpoint: how many requests, how fast, who decided, what was refused.

use super::register::{Counters, Histograms, add, labels, register};
use crate::config::times::{DEFAULT_DEADLINE, JOURNAL_DEADLINE, TENCENT_WAITS};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// Seconds.
const ACK_BUCKETS: [f64; 14] = [
    0.0005,
    0.001,
    0.002,
    0.005,
    0.01,
    0.02,
    0.05,
    0.1,
    0.25,
    0.5,
    1.0,
    DEFAULT_DEADLINE.as_secs_f64(),
    JOURNAL_DEADLINE.as_secs_f64(),
    TENCENT_WAITS.as_secs_f64(),
];

/// The counters of the callback endpoint.
#[derive(Debug)]
pub struct Callbacks {
    /// The commands that are named in labels, so that labels hold no text from outside. Found without a lock.
    commands: HashMap<&'static str, Command>,
    /// All other commands, and requests without one.
    unknown: Command,
    families: Families,
}

#[derive(Debug, Clone)]
struct Families {
    requests: Counters<3>,
    refusals: Counters<2>,
    ack_seconds: Histograms<1>,
    verdicts: Counters<3>,
    policy_answers: Counters<1>,
    journal_refused: Counters<1>,
    recorded_late: Counter,
}

impl Families {
    fn new(registry: &mut Registry) -> Self {
        let seconds = || Histogram::new(ACK_BUCKETS);
        Self {
            requests: add(
                registry,
                "requests",
                "Requests that were answered, by app (other: none of the configured ones; empty: none was named), by \
                 command (unknown: none that imhook or a handler has a type for) and outcome: acked, or the reason of \
                 the refusal",
            ),
            refusals: add(registry, "refusals", "Requests that were refused, by app (as above) and reason"),
            ack_seconds: register(
                registry,
                "ack",
                Some(Unit::Seconds),
                "From a request's headers to its ack, by kind: before (the answer decides) or after",
                Histograms::new_with_constructor(seconds),
            ),
            verdicts: add(
                registry,
                "verdicts",
                "Answers to before-callbacks, by command and by who decided: default (no handler is registered), \
                 policy, or handler, which is named then",
            ),
            policy_answers: add(
                registry,
                "policy_answers",
                "Before-callbacks that the policy answered, by the cause: a handler's error, panic or timeout, all \
                 places for handlers full, or a body that is not what its command promises (undecodable)",
            ),
            journal_refused: add(
                registry,
                "journal_refused",
                "Callbacks that the journal did not take, by reason. After-callbacks were answered 503, \
                 before-callbacks their verdict, but are not kept",
            ),
            recorded_late: add(
                registry,
                "recorded_late",
                "Before-callbacks that were answered before they were durable",
            ),
        }
    }

    /// The counters of a command. `deciders` are those who may decide about it, each a word and, for `handler`, a name;
    /// a command without any is of the kind `after`.
    fn command(&self, name: &str, deciders: &[(&str, &str)], apps: &[String]) -> Command {
        let kind = if deciders.is_empty() { "after" } else { "before" };
        let verdicts = deciders.iter().map(|(by, handler)| {
            let labels = labels([("command", name), ("decided_by", by), ("handler", handler)]);
            let [_, by, handler] = labels.clone();
            (by.1, handler.1, self.verdicts.get_or_create_owned(&labels))
        });
        Command {
            name: name.into(),
            acked: apps.iter().map(|app| (app.clone(), self.requests(app, name, "acked"))).collect(),
            ack_seconds: self.ack_seconds.get_or_create_owned(&labels([("kind", kind)])),
            verdicts: verdicts.collect(),
        }
    }
}

impl Families {
    fn requests(&self, app: &str, command: &str, outcome: &str) -> Counter {
        let labels = labels([("app", app), ("command", command), ("outcome", outcome)]);
        self.requests.get_or_create_owned(&labels)
    }
}

impl Callbacks {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let families = Families::new(registry);
        Self { commands: HashMap::new(), unknown: families.command("unknown", &[], &[]), families }
    }

    /// The same counters, with some for each of these commands and those who may decide about it: `default`, `policy`,
    /// or `handler` and its name. `apps` are the labels of the apps that are known at the start.
    pub fn with_commands<'a>(
        &self,
        commands: impl IntoIterator<Item = (&'static str, Vec<(&'static str, &'a str)>)>,
        apps: &[String],
    ) -> Self {
        let families = self.families.clone();
        let commands = commands.into_iter();
        let commands =
            commands.map(|(name, deciders)| (name, families.command(name, &deciders, apps))).collect();
        Self { commands, unknown: families.command("unknown", &[], apps), families }
    }

    /// The counters of a command.
    pub fn of(&self, command: Option<&str>) -> &Command {
        command.and_then(|command| self.commands.get(command)).unwrap_or(&self.unknown)
    }

    /// Counts an acked request of an app, so long after its headers.
    pub fn acked(&self, app: &str, command: &Command, took: Duration) {
        match command.acked.get(app) {
            Some(counter) => counter.inc(),
            // An app that came with a reload, or none.
            None => self.families.requests(app, &command.name, "acked").inc(),
        };
        command.ack_seconds.observe(took.as_secs_f64());
    }

    /// Counts a refused request of an app for this command. Slower than the other counters, as refusals are rare.
    pub fn refused(&self, app: &str, command: &Command, reason: &str) {
        self.families.requests(app, &command.name, reason).inc();
        self.refusals(app, reason).inc();
    }

    /// Requests of an app that were refused for this reason.
    pub fn refusals(&self, app: &str, reason: &str) -> Counter {
        self.families.refusals.get_or_create_owned(&labels([("app", app), ("reason", reason)]))
    }

    /// Before-callbacks that the policy answered for this cause.
    pub fn policy_answers(&self, cause: &str) -> Counter {
        self.families.policy_answers.get_or_create_owned(&labels([("cause", cause)]))
    }

    /// Callbacks that the journal did not take for this reason.
    pub fn journal_refused(&self, reason: &str) -> Counter {
        self.families.journal_refused.get_or_create_owned(&labels([("reason", reason)]))
    }

    /// Before-callbacks that were answered before they were durable.
    pub fn recorded_late(&self) -> &Counter {
        &self.families.recorded_late
    }
}

/// The counters of one command.
#[derive(Debug)]
pub struct Command {
    name: Arc<str>,
    /// By the label of the app.
    acked: HashMap<String, Counter>,
    ack_seconds: Histogram,
    /// By who decided and the handler's name.
    verdicts: Vec<(Arc<str>, Arc<str>, Counter)>,
}

impl Command {
    /// Counts a decision of one of the deciders that the command was [made](Callbacks::with_commands) with.
    pub fn decided(&self, by: &str, handler: &str) {
        if let Some((.., count)) = self.verdicts.iter().find(|(b, h, _)| **b == *by && **h == *handler) {
            count.inc();
        }
    }
}
