//! What the work on one callback costs before network, journal and database come in: `cargo bench`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark fails by panicking")]

#[path = "../tests/it/support/fixture.rs"]
#[allow(dead_code, unreachable_pub, reason = "the tests need more of it")]
mod fixture;

use criterion::{Criterion, Throughput};
use fixture::Fixture;
use imhook::callback::{Callback, Query, Token, c2c, decode, group, sign};
use imhook::internals::body::Body;
use imhook::model::Element;
use serde_json::{Value, json};
use std::hint::black_box;

const TIME: &str = "1735700400";
const NOW: i64 = 1_735_700_400;

fn signs(bench: &mut Criterion) {
    let [old, new] = ["k3Jq8vT1xYw5", "p7Zc2mR9dLs4"].map(|token| Token::new(token).unwrap());
    let sent = hex::encode(sign::sign(&new, TIME));
    let mut group = bench.benchmark_group("sign");
    for (name, tokens) in [("one token", &[new.clone()][..]), ("second of two tokens", &[old, new])] {
        assert_eq!(sign::verify(tokens, &sent, TIME, NOW), Ok(()));
        group.bench_function(name, |run| run.iter(|| sign::verify(tokens, black_box(&sent), TIME, NOW)));
    }
}

fn queries(bench: &mut Criterion) {
    let raw = Fixture::named("C2C.CallbackAfterSendMsg").unsigned_query()
        + "&Sign=17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061&RequestTime="
        + TIME;
    assert_eq!(Query::parse(&raw).request_time.as_deref(), Some(TIME));
    let mut group = bench.benchmark_group("query");
    group.throughput(Throughput::Bytes(raw.len() as u64));
    group.bench_function("parse", |run| run.iter(|| Query::parse(black_box(&raw)).app()));
}

fn bodies(bench: &mut Criterion) {
    decoded::<c2c::AfterSendMessage>(bench, "C2C.CallbackAfterSendMsg");
    decoded::<group::AfterSendMessage>(bench, "Group.CallbackAfterSendMsg");

    let mut group = bench.benchmark_group("clean");
    let plain = Fixture::named("C2C.CallbackAfterSendMsg").body.to_string();
    let broken = plain.replace("good", r"g\ud83d\u0000d");
    for (name, text) in [("nothing to mend", &plain), ("two escapes to mend", &broken)] {
        assert_eq!(Body::new(text.as_bytes()).flags.is_empty(), *text != broken);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |run| {
            run.iter(|| Body::new(black_box(text.as_bytes())).envelope().is_ok());
        });
    }
}

fn decoded<C: Callback>(bench: &mut Criterion, name: &str) {
    let body = Fixture::named(name).body.to_string();
    assert!(decode::<C>(&body).is_ok());
    let mut group = bench.benchmark_group("decode");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function(name, |run| run.iter(|| decode::<C>(black_box(&body))));
}

fn elements(bench: &mut Criterion) {
    let bodies = Fixture::all().into_iter().map(|sample| sample.body["MsgBody"].clone());
    let all: Vec<Value> = bodies.filter_map(|body| body.as_array().cloned()).flatten().collect();
    let text = json!([{"MsgType": "TIMTextElem", "MsgContent": {"Text": "good morning"}}]);
    let mut group = bench.benchmark_group("elements");
    for (name, elements) in [("a text", text), ("all of the samples", all.into())] {
        let json = elements.to_string();
        assert_eq!(
            serde_json::from_str::<Vec<Element>>(&json).unwrap().len(),
            elements.as_array().unwrap().len()
        );
        group.throughput(Throughput::Bytes(json.len() as u64));
        group.bench_function(name, |run| {
            run.iter(|| serde_json::from_str::<Vec<Element>>(black_box(&json)));
        });
    }
}

fn main() {
    let mut bench = Criterion::default().configure_from_args();
    signs(&mut bench);
    queries(&mut bench);
    bodies(&mut bench);
    elements(&mut bench);
    bench.final_summary();
}
