//! Results of checks, as text and as JSON.

use crate::cli::escape::printable;
use anstyle::AnsiColor;
use serde::Serialize;
use std::io::{self, Write};

/// The outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Outcome {
    /// No fault.
    Ok,
    /// It works, but somebody should look at it.
    Warning,
    /// It does not work.
    Fault,
    /// Not checked.
    Skipped,
}

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    name: &'static str,
    pub(super) outcome: Outcome,
    /// What was found, in words and without secrets.
    found: String,
    /// What to do about it.
    advice: Option<String>,
}

impl Check {
    pub(super) fn ok(name: &'static str, found: impl Into<String>) -> Self {
        Self { name, outcome: Outcome::Ok, found: found.into(), advice: None }
    }

    pub(super) fn warning(name: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { outcome: Outcome::Warning, advice: Some(advice.into()), ..Self::ok(name, found) }
    }

    pub(super) fn fault(name: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { outcome: Outcome::Fault, ..Self::warning(name, found, advice) }
    }

    pub(super) fn skipped(name: &'static str, found: impl Into<String>) -> Self {
        Self { outcome: Outcome::Skipped, ..Self::ok(name, found) }
    }
}

/// Writes one JSON object, for programs.
pub(super) fn json(out: &mut impl Write, checks: &[Check], faults: usize) -> io::Result<()> {
    #[derive(Serialize)]
    struct Report<'a> {
        healthy: bool,
        checks: &'a [Check],
    }
    serde_json::to_writer_pretty(&mut *out, &Report { healthy: faults == 0, checks })?;
    writeln!(out)
}

/// Writes text for people: a line for each check, and one for what to do about it.
pub(super) fn text(out: &mut impl Write, checks: &[Check]) -> io::Result<()> {
    let width = checks.iter().map(|check| check.name.len()).max().unwrap_or_default();
    for Check { name, outcome, found, advice } in checks {
        let (word, style) = match outcome {
            Outcome::Ok => ("ok", AnsiColor::Green.on_default()),
            Outcome::Warning => ("warning", AnsiColor::Yellow.on_default()),
            Outcome::Fault => ("FAULT", AnsiColor::Red.on_default().bold()),
            Outcome::Skipped => ("skipped", anstyle::Style::new().dimmed()),
        };
        writeln!(out, "{style}{word:7}{style:#}  {name:width$}  {}", printable(found))?;
        if let Some(advice) = advice {
            writeln!(out, "{:7}  {:width$}  → {}", "", "", printable(advice))?;
        }
    }
    Ok(())
}
