//! Checks of the running service: what it has refused, and whether its settings are those that doctor has.

use super::report::Check;
use crate::config;
use std::collections::BTreeMap;

const REFUSALS: &str = "refusals";
const SETTINGS: &str = "settings";

/// What the callback endpoint has refused since its start, by its metrics.
pub(super) fn refused(metrics: &str) -> Option<Check> {
    let mut counts = BTreeMap::<(&str, &str), u64>::new();
    for line in metrics.lines() {
        let Some((labels, count)) =
            line.strip_prefix("imhook_refusals_total{app=\"").and_then(|rest| rest.split_once("\"} "))
        else {
            continue;
        };
        if let (Some((app, reason)), Ok(count @ 1..)) = (labels.split_once("\",reason=\""), count.parse()) {
            counts.insert((app, reason), count);
        }
    }
    // Whoever names no app is most likely a scanner or a health check.
    counts.retain(|(app, _), _| !app.is_empty());
    let (most, _) = counts.iter().max_by_key(|(_, count)| **count)?;
    let advice = match most.1 {
        "sign" => "is IMHOOK_CALLBACK_TOKEN the token in the IM console? The log has a line a minute",
        "no_sign" => "switch the callback's authentication on in the IM console",
        "unknown_app" => "is IMHOOK_SDK_APP_ID the SDKAppID in the IM console?",
        "stale" => "correct the clock; else somebody posts old callbacks again",
        "path" => "set the callback URL in the IM console to the path of IMHOOK_CALLBACK_PATH",
        "no_token" => "set IMHOOK_CALLBACK_TOKEN to the token in the IM console",
        _ => "look into the log, which has a line a minute for each reason",
    };
    let found = counts.iter().map(|((app, reason), count)| format!("{count} of app {app} ({reason})"));
    let found = found.collect::<Vec<_>>().join(", ");
    Some(Check::warning(REFUSALS, format!("callbacks refused since the start: {found}"), advice))
}

/// Whether the service has the variables that doctor has; values are not told.
pub(super) fn settings(service: &str) -> Option<Check> {
    let process = service.strip_prefix("process ")?.parse().ok()?;
    let differing = config::differing_variables(process)?;
    if differing.is_empty() {
        return Some(Check::ok(SETTINGS, "the service has the same variables"));
    }
    let found = format!("the service has other values of {}", differing.join(", "));
    let advice = "give doctor the variables of the service, or restart the service to let it take these";
    Some(Check::warning(SETTINGS, found, advice))
}
