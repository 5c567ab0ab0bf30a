//! Which callbacks `imhook tail` shows.

use crate::store::Arrived;
use serde_json::Value;
use std::convert::Infallible;
use std::str::FromStr;

/// A callback's body as JSON; null where it is not JSON.
pub(super) type Body = Value;

/// A command, or a prefix with `*` behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pattern {
    Command(String),
    Prefix(String),
}

impl FromStr for Pattern {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text.strip_suffix('*') {
            Some(prefix) => Self::Prefix(prefix.to_owned()),
            None => Self::Command(text.to_owned()),
        })
    }
}

impl Pattern {
    fn matches(&self, command: &str) -> bool {
        match self {
            Self::Command(name) => command == name,
            Self::Prefix(prefix) => command.starts_with(prefix),
        }
    }
}

/// Conditions that a callback must meet to be shown.
#[derive(Debug, Clone, Default)]
pub(super) struct Filter {
    /// Commands, of which one must match; empty for all.
    pub(super) commands: Vec<Pattern>,
    /// The user that the callback must name.
    pub(super) user: Option<String>,
    /// The group or topic that the callback must name.
    pub(super) group: Option<String>,
}

impl Filter {
    /// The row with its body, if the callback is to be shown.
    pub(super) fn pick(&self, row: Arrived) -> Option<(Arrived, Body)> {
        let command = row.command.as_deref().unwrap_or_default();
        if !self.commands.is_empty() && !self.commands.iter().any(|pattern| pattern.matches(command)) {
            return None;
        }
        let body =
            row.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or(Value::Null);
        let user = self.user.as_ref().is_none_or(|user| names(&body, is_user, user));
        let group = self.group.as_ref().is_none_or(|group| names(&body, is_group, group));
        (user && group).then_some((row, body))
    }
}

/// Whether a field is one of Tencent's for users: `From_Account`, `Member_Account`, `GroupAt_Account` …
fn is_user(field: &str) -> bool {
    field.ends_with("_Account")
}

/// Whether a field is one for groups or topics: `GroupId`, `GroupID`, `ToGroupId`, `TopicId`, `TopicIdList` …
fn is_group(field: &str) -> bool {
    let field = field.to_ascii_lowercase();
    field.ends_with("groupid") || field.contains("topicid")
}

/// Whether some field of that kind, at any depth, is this id or a list that has it.
fn names(value: &Value, is_kind: fn(&str) -> bool, id: &str) -> bool {
    match value {
        Value::Object(fields) => fields
            .iter()
            .any(|(field, value)| (is_kind(field) && holds(value, id)) || names(value, is_kind, id)),
        Value::Array(values) => values.iter().any(|value| names(value, is_kind, id)),
        _ => false,
    }
}

fn holds(value: &Value, id: &str) -> bool {
    match value {
        Value::String(text) => text == id,
        Value::Number(number) => number.to_string() == id,
        Value::Array(values) => values.iter().any(|value| holds(value, id)),
        _ => false,
    }
}
