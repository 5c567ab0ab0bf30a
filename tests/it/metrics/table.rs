//! The families without a service: handlers, calls, and the table of all of them in `docs/metrics.md`.

use crate::support::metrics::{Family, Scrape};
use imhook::internals::{Format, Metrics, Outcome};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Duration;

/// What no service counts yet by itself, and one command of each kind.
fn filled() -> Metrics {
    let metrics = Metrics::new();
    let orders = [("Shop.CallbackBeforeOrder", vec![("handler", "clerk")])];
    let callbacks = metrics.callbacks.with_commands(orders, &["1400000001".to_owned()]);
    let decided = callbacks.of(Some("Shop.CallbackBeforeOrder"));
    decided.decided("handler", "clerk");
    decided.decided("handler", "nobody");
    callbacks.acked("1400000001", decided, Duration::from_millis(1));
    callbacks.refused("other", decided, "sign");
    callbacks.policy_answers("timeout").inc();
    callbacks.journal_refused("full").inc();
    let _ = metrics.connections("callbacks");
    let handler = metrics.handler("greet");
    handler.ran(Outcome::Ok, Duration::from_millis(3));
    handler.ran(Outcome::Error, Duration::from_secs(3));
    handler.retried();
    handler.ran(Outcome::Ok, Duration::from_secs(3));
    handler.dead_letter();
    handler.lags(7, Duration::from_millis(1500));
    metrics.handler("greet").ran(Outcome::Ok, Duration::from_secs(70));
    metrics
}

#[test]
fn handlers_and_calls_are_counted() {
    let metrics = filled();
    for code in 0..300 {
        metrics.rest_call("v4/openim/sendmsg", Some(code), 1, Duration::from_millis(60));
    }
    metrics.rest_call("v4/openim/querystate", Some(0), 3, Duration::from_secs(4));
    metrics.rest_call("v4/openim/querystate", None, 5, Duration::from_secs(40));
    let scrape = Scrape::parse(&metrics.text(Format::OpenMetrics).unwrap());
    for (series, value) in [
        (
            "imhook_verdicts_total{command=\"Shop.CallbackBeforeOrder\",decided_by=\"handler\",handler=\"clerk\"}",
            1.0,
        ),
        ("imhook_handler_runs_total{handler=\"greet\",outcome=\"ok\"}", 3.0),
        ("imhook_handler_runs_total{handler=\"greet\",outcome=\"error\"}", 1.0),
        ("imhook_handler_runs_total{handler=\"greet\",outcome=\"panic\"}", 0.0),
        ("imhook_handler_run_seconds_count{handler=\"greet\"}", 4.0),
        ("imhook_handler_run_seconds_sum{handler=\"greet\"}", 76.003),
        ("imhook_handler_retries_total{handler=\"greet\"}", 1.0),
        ("imhook_handler_dead_letters_total{handler=\"greet\"}", 1.0),
        ("imhook_handler_lag_records{handler=\"greet\"}", 7.0),
        ("imhook_handler_lag_seconds{handler=\"greet\"}", 1.5),
        ("imhook_rest_calls_total{code=\"0\",path=\"v4/openim/sendmsg\"}", 1.0),
        ("imhook_rest_calls_total{code=\"other\",path=\"v4/openim/sendmsg\"}", 44.0),
        ("imhook_rest_calls_total{code=\"0\",path=\"v4/openim/querystate\"}", 1.0),
        ("imhook_rest_calls_total{code=\"none\",path=\"v4/openim/querystate\"}", 1.0),
        ("imhook_rest_tries_total{path=\"v4/openim/querystate\"}", 8.0),
        ("imhook_rest_call_seconds_bucket{le=\"5.0\",path=\"v4/openim/querystate\"}", 1.0),
        ("imhook_rest_call_seconds_count{path=\"v4/openim/querystate\"}", 2.0),
    ] {
        assert!((scrape.value(series) - value).abs() < 1e-9, "{series}: {}", scrape.value(series));
    }
}

#[test]
fn the_table_is_that_of_the_registry() {
    let metrics = filled();
    metrics.rest_call("v4/openim/sendmsg", Some(0), 1, Duration::ZERO);
    let scrape = Scrape::parse(&metrics.text(Format::OpenMetrics).unwrap());
    let names: BTreeSet<_> = scrape.families.iter().map(|family| &family.name).collect();
    assert_eq!(names.len(), scrape.families.len(), "a name is there twice");
    let mut text = String::from(
        "# Metrics\n\n`GET /metrics` on the admin address (`IMHOOK_ADMIN_LISTEN`), in the OpenMetrics text format for \
         who asks for it,\nas Prometheus does, else in Prometheus's own (0.0.4). Where `IMHOOK_ADMIN_TOKEN` is set, with \
         `Authorization: Bearer` and\nthe token. `process_*` are there on Linux.\n\nLabels hold no outside text. A \
         histogram has `_bucket`, `_sum` and `_count`.\n\n| name | type | labels | meaning |\n| --- | --- | --- | --- |\n",
    );
    for family in &scrape.families {
        assert!(family.sampled, "{} has no series", family.name);
        let labels: Vec<_> = family.labels.iter().map(|label| format!("`{label}`")).collect();
        let Family { name, kind, meaning, .. } = family;
        writeln!(text, "| `{name}` | {kind} | {} | {meaning} |", labels.join(", ")).unwrap();
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/metrics.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/docs")).unwrap();
        std::fs::write(path, &text).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == text, "docs/metrics.md is old: UPDATE_DOCS=1 cargo test the_table writes it");
}
