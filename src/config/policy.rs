//! Policies: the answers to before-callbacks that no handler has decided in time.

use std::collections::BTreeMap;
use std::str::FromStr;

/// The answer where a handler fails, panics, is late, cannot be run, or cannot read the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Policy {
    /// "Carry on", as Tencent does when it gets no answer.
    #[default]
    Pass,
    /// A refusal, where the command has one.
    Refuse,
}

/// The policies of an app: one for all commands, and others for single commands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policies {
    every: Policy,
    of: BTreeMap<String, Policy>,
}

impl Policies {
    /// The commands that have a policy of their own.
    pub fn commands(&self) -> impl Iterator<Item = &str> {
        self.of.keys().map(String::as_str)
    }

    /// The policy of a command.
    #[must_use]
    pub fn of(&self, command: &str) -> Policy {
        self.of.get(command).copied().unwrap_or(self.every)
    }
}

impl FromIterator<Rule> for Policies {
    /// A later rule wins.
    fn from_iter<I: IntoIterator<Item = Rule>>(rules: I) -> Self {
        let mut policies = Self::default();
        for Rule { command, policy } in rules {
            match command {
                Some(command) => drop(policies.of.insert(command, policy)),
                None => policies.every = policy,
            }
        }
        policies
    }
}

/// `pass` or `refuse` for all commands, `COMMAND=pass` or `COMMAND=refuse` for one.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct Rule {
    command: Option<String>,
    policy: Policy,
}

impl FromStr for Rule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (command, policy) = match text.rsplit_once('=') {
            Some((command, policy)) => (Some(command.trim().to_owned()), policy),
            None => (None, text),
        };
        let policy = match policy.trim() {
            "pass" => Policy::Pass,
            "refuse" => Policy::Refuse,
            other => return Err(format!("{other:?} is neither pass nor refuse")),
        };
        if command.as_deref() == Some("") {
            return Err("a command is missing in front of the =".to_owned());
        }
        Ok(Self { command, policy })
    }
}

impl TryFrom<String> for Rule {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_has_its_own_policy_or_that_of_all_and_the_last_word_counts() {
        let rules = ["refuse", "C2C.CallbackBeforeSendMsg=pass", "Group.CallbackBeforeSendMsg = refuse"];
        let policies: Policies = rules.iter().map(|rule| rule.parse::<Rule>().unwrap()).collect();
        assert_eq!(policies.of("C2C.CallbackBeforeSendMsg"), Policy::Pass);
        assert_eq!(policies.of("Group.CallbackBeforeSendMsg"), Policy::Refuse);
        assert_eq!(policies.of("Group.CallbackBeforeCreateGroup"), Policy::Refuse);
        let later = ["pass", "A=pass", "B=refuse", "refuse", "A=refuse", "B=pass"];
        let policies: Policies = later.iter().map(|rule| rule.parse::<Rule>().unwrap()).collect();
        let [a, b, other] = ["A", "B", "C"].map(|command| policies.of(command));
        assert_eq!([a, b, other], [Policy::Refuse, Policy::Pass, Policy::Refuse]);
        assert_eq!(Policies::default().of("C2C.CallbackBeforeSendMsg"), Policy::Pass);
        for wrong in ["", "allow", "C2C.CallbackBeforeSendMsg=", "=refuse", "refuse=C2C"] {
            assert!(wrong.parse::<Rule>().is_err(), "{wrong}");
        }
    }
}
