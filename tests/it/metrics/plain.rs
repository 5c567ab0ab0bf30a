//! The plain text format of `/metrics`.

use super::Service;
use crate::support::app::{APP, TOKEN};
use crate::support::folder;
use crate::support::outage::Wire;
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_no_format_gets_the_plain_one() {
    let (wire, data) = (Wire::new().await, folder());
    let flags = [format!("--sdk-app-id={APP}"), format!("--callback-token={TOKEN}")];
    let service = Service::start(&wire, data, &flags.each_ref().map(String::as_str)).await;
    let url = format!("http://{}/metrics", service.server.admin_address());
    let answer = service.client.get(url).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    let text = answer.text().await.unwrap();
    assert!(
        text.contains(concat!("\nimhook_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1\n")),
        "{text}"
    );
    // In this format a family is named as its series are, and has a help text and a type.
    let mut families = BTreeMap::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, help) = rest.split_once(' ').unwrap();
            assert!(!help.is_empty() && families.insert(name, "").is_none(), "{line}");
        } else if let Some((name, kind)) = line.strip_prefix("# TYPE ").and_then(|rest| rest.split_once(' '))
        {
            assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
            assert_eq!(name.ends_with("_total"), kind == "counter", "{line}");
            *families.get_mut(name).unwrap() = kind;
        } else {
            let name = line.split(['{', ' ']).next().unwrap();
            let of_histogram = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
            let histogram = of_histogram.is_some_and(|name| families.get(name) == Some(&"histogram"));
            assert!(histogram || families.contains_key(name), "{line}");
        }
    }
    assert!(families.contains_key("imhook_requests_total"), "{text}");
    service.server.stop().await;
}
