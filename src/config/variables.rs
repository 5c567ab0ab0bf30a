//! Variables of the environment that have no effect: misspelt ones, and those that a running process does not have.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

/// Every variable `IMHOOK_*` that is set and that no option of `command` has, each with a word about what may be meant.
#[must_use]
pub fn unknown_variables(command: &clap::Command) -> Vec<String> {
    let known: BTreeSet<&str> = std::iter::once(command)
        .chain(command.get_subcommands())
        .flat_map(clap::Command::get_arguments)
        .filter_map(|option| option.get_env()?.to_str())
        .collect();
    let set = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    // Sorted: the environment has no order.
    let set: BTreeSet<_> = set.filter(|name| name.starts_with("IMHOOK_")).collect();
    set.iter().filter(|name| !known.contains(name.as_str())).map(|name| described(name, &known)).collect()
}

/// The names of imhook's variables that another process has with other values than this one; `None` where its
/// environment cannot be read, as on systems without `/proc` and for other users' processes.
#[must_use]
pub fn differing_variables(process: u32) -> Option<Vec<String>> {
    let theirs = std::fs::read(format!("/proc/{process}/environ")).ok()?;
    let theirs = theirs.split(|byte| *byte == 0).filter_map(|pair| {
        let equals = pair.iter().position(|byte| *byte == b'=')?;
        let (name, value) = (pair.get(..equals)?, pair.get(equals + 1..)?);
        Some((OsStr::from_bytes(name).to_owned(), OsStr::from_bytes(value).to_owned()))
    });
    let ours = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        let name = name.into_string().ok()?;
        let counts = (name.starts_with("IMHOOK_") || name == "DATABASE_URL") && !value.is_empty();
        counts.then_some((name, value))
    };
    let theirs: BTreeMap<_, _> = theirs.filter_map(ours).collect();
    let own: BTreeMap<_, _> = std::env::vars_os().filter_map(ours).collect();
    let names: BTreeSet<_> = theirs.keys().chain(own.keys()).collect();
    Some(names.into_iter().filter(|name| theirs.get(*name) != own.get(*name)).cloned().collect())
}

fn described(name: &str, known: &BTreeSet<&str>) -> String {
    let near = nearest(name, known);
    if near.is_empty() { name.to_owned() } else { format!("{name} (is {} meant?)", near.join(" or ")) }
}

/// The names that end as this one does, such as `IMHOOK_CALLBACK_TOKEN` for `IMHOOK_TOKEN`, else the most similar one.
fn nearest<'k>(name: &str, known: &BTreeSet<&'k str>) -> Vec<&'k str> {
    let end = name.trim_start_matches("IMHOOK");
    let longer: Vec<_> = known.iter().copied().filter(|known| known.ends_with(end)).collect();
    if !longer.is_empty() {
        return longer;
    }
    let likeness =
        |known: &str| strsim::normalized_damerau_levenshtein(end, known.trim_start_matches("IMHOOK"));
    let best = known.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    best.into_iter().filter(|best| likeness(best) >= 0.6).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_variable_is_told_with_those_that_may_be_meant() {
        let known = [
            "DATABASE_URL",
            "IMHOOK_ADMIN_TOKEN",
            "IMHOOK_CALLBACK_TOKEN",
            "IMHOOK_LISTEN",
            "IMHOOK_SDK_APP_ID",
        ];
        let known = BTreeSet::from(known);
        for (name, told) in [
            ("IMHOOK_TOKEN", "IMHOOK_TOKEN (is IMHOOK_ADMIN_TOKEN or IMHOOK_CALLBACK_TOKEN meant?)"),
            ("IMHOOK_APP_ID", "IMHOOK_APP_ID (is IMHOOK_SDK_APP_ID meant?)"),
            ("IMHOOK_SDKAPPID", "IMHOOK_SDKAPPID (is IMHOOK_SDK_APP_ID meant?)"),
            ("IMHOOK_LISTN", "IMHOOK_LISTN (is IMHOOK_LISTEN meant?)"),
            ("IMHOOK_X", "IMHOOK_X"),
        ] {
            assert_eq!(described(name, &known), told);
        }
    }
}
