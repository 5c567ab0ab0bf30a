//! The command line: its options, their variables, and the help texts.

use crate::support::postgres::Database;
use crate::support::process::{command, free_port};
use std::path::Path;
use std::process::Output;

#[test]
fn the_command_line_is_consistent() {
    imhook::command().debug_assert();
}

#[test]
fn the_example_environment_names_every_variable() {
    let command = imhook::command();
    let expected: Vec<_> = command
        .get_arguments()
        .filter_map(|argument| {
            let name = argument.get_env()?.to_str().unwrap().to_owned();
            let default =
                argument.get_default_values().first().map(|value| value.to_str().unwrap().to_owned());
            Some((name, default))
        })
        .collect();
    assert!(expected.len() == 25, "{expected:?}");
    let example = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/.env.example")).unwrap();
    let mut named = Vec::new();
    let mut comments = 0;
    for line in example.lines() {
        let Some(text) = line.strip_prefix("# ") else {
            assert_eq!(line, "", "all is commented out");
            comments = 0;
            continue;
        };
        match text.split_once('=') {
            Some((name, value)) if name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_') => {
                assert!((1..=3).contains(&comments), "{comments} lines of comment on {name}");
                named.push((name.to_owned(), value.to_owned()));
            }
            _ => comments += 1,
        }
    }
    assert_eq!(
        named.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        expected.iter().map(|(name, _)| name).collect::<Vec<_>>()
    );
    for ((name, default), (_, value)) in expected.iter().zip(&named) {
        assert!(
            default.as_ref().is_none_or(|default| default == value),
            "{name}={value}, default {default:?}"
        );
    }
}

/// All commands and subcommands but clap's own `help`, each with its path, as they are run.
fn all() -> Vec<(String, clap::Command)> {
    let mut root = imhook::command();
    root.build();
    let (mut waiting, mut all) = (vec![(String::new(), root)], Vec::new());
    while let Some((path, command)) = waiting.pop() {
        let children = command.get_subcommands().filter(|child| child.get_name() != "help");
        waiting.extend(children.map(|child| (format!("{path} {}", child.get_name()), child.clone())));
        all.push((path.trim().to_owned(), command));
    }
    assert!(all.len() >= 26, "{}", all.len());
    all
}

/// The service's options that a command takes.
fn service_options(command: &clap::Command) -> Vec<&str> {
    let has_variable = command.get_arguments().filter(|argument| argument.get_env().is_some());
    has_variable.filter_map(clap::Arg::get_long).collect()
}

#[test]
fn every_help_has_examples_and_the_service_options_last() {
    for (path, mut command) in all() {
        let taken = service_options(&command).len();
        let help = command.render_long_help().to_string();
        assert!(help.contains("Examples:\n  "), "{path}: {help}");
        let own = help.find("\nOptions:").unwrap();
        match help.find("\nService options:") {
            Some(service) => assert!(own < service && taken > 0, "{path}: {help}"),
            None => assert_eq!(taken, 0, "{path}: {help}"),
        }
        // As people read it: no option needs more than its line, and what wraps from it.
        assert!(!help.contains("\n\n          "), "{path}: {help}");
    }
}

#[test]
fn a_subcommand_takes_only_the_service_options_that_it_needs() {
    let all = all();
    let of = |path: &str| service_options(&all.iter().find(|(other, _)| other == path).unwrap().1);
    assert_eq!(of("").len(), 25);
    for path in ["serve", "doctor"] {
        assert_eq!(of(path), of(""), "{path}");
    }
    for path in ["completions", "callbacks"] {
        assert!(of(path).is_empty(), "{path}");
    }
    let app = ["sdk-app-id", "secret-key", "apps"];
    let rest = ["admin", "region", "rest-host"];
    let (database, log) = (["database-url", "data-dir", "pg-bin"], ["log", "log-format"]);
    assert_eq!(of("db url"), database);
    assert_eq!(of("usersig sign"), app);
    for path in ["migrate", "tail", "handlers rewind", "dead-letters list"] {
        assert_eq!(of(path), [&database[..], &log].concat(), "{path}");
    }
    assert_eq!(of("call"), [&app[..], &rest, &log].concat());
    for path in ["revoke", "pull c2c", "pull group"] {
        assert_eq!(of(path), [&app[..], &rest, &database, &log].concat(), "{path}");
    }
}

fn run(data: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = command(data, free_port(), free_port(), variables);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    command.args(arguments).output().unwrap()
}

#[test]
fn help_of_a_subcommand_fits_on_a_page() {
    for (arguments, most) in [(&["revoke", "--help"][..], 60), (&["db", "url", "--help"], 25)] {
        let help = String::from_utf8(run(Path::new("/nonexistent"), arguments, &[]).stdout).unwrap();
        assert!((10..=most).contains(&help.lines().count()), "{help}");
    }
}

#[test]
fn service_options_work_before_and_after_a_subcommand() {
    let none = Path::new("/nonexistent");
    let url = "postgresql://127.0.0.1:1/flag";
    let variable = [("DATABASE_URL", "postgresql://127.0.0.1:1/variable")];
    let flag = ["--database-url", url];
    for arguments in [
        [&flag[..], &["db", "url"]].concat(),
        [&["db"][..], &flag, &["url"]].concat(),
        [&["db", "url"][..], &flag].concat(),
        // The flag nearest to the subcommand wins; flags that the subcommand does not take are no error before it.
        [&["--database-url=postgresql://127.0.0.1:1/other", "--listen=127.0.0.1:1", "db", "url"][..], &flag]
            .concat(),
    ] {
        for variables in [&variable[..], &[]] {
            let output = run(none, &arguments, variables);
            assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), url, "{arguments:?}");
        }
    }
    let output = run(none, &["db", "url"], &variable);
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), variable[0].1);
    // Behind the name of a subcommand that cannot use it, an option is an error.
    for arguments in [["completions", "bash", "--data-dir=x"], ["db", "url", "--listen=127.0.0.1:1"]] {
        assert_eq!(run(none, &arguments, &[]).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn an_empty_variable_means_the_default_also_in_a_subcommand() {
    let empty = [("IMHOOK_LOG_FORMAT", ""), ("IMHOOK_SDK_APP_ID", ""), ("IMHOOK_REGION", "")];
    let url = [("DATABASE_URL", "postgresql://127.0.0.1:1/none")];
    for arguments in [&["db", "url"][..], &["call", "--list"], &["tail", "--help"]] {
        let output = run(Path::new("/nonexistent"), arguments, &[&empty[..], &url].concat());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_option_of_the_service_given_to_serve_is_used() {
    let (database, data) = (Database::new().await, crate::support::folder());
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let url = [("DATABASE_URL", database.url.as_str())];
    for arguments in [["serve", "--listen", &address], ["--listen", &address, "serve"]] {
        let output = run(data.path(), &arguments, &url);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(1) && told.contains(&address), "{arguments:?}: {told}");
    }
}
