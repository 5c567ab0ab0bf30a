//! The properties of `properties.rs`, on samples with fields dropped, doubled, renamed and of other types: random
//! bytes would reach nothing.

use crate::properties;
use crate::support::app::TestApp;
use crate::support::callback::Callback;
use crate::support::fixture::Fixture;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::fmt::{self, Display};
use std::sync::LazyLock;

static SAMPLES: LazyLock<Vec<Fixture>> = LazyLock::new(Fixture::all);

/// The names of all fields of the samples, and one of tomorrow.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    fn collect(value: &Value, names: &mut Vec<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
            Value::Object(fields) => fields.iter().for_each(|(name, value)| {
                names.push(name.clone());
                collect(value, names);
            }),
            _ => {}
        }
    }
    let mut names = vec!["Tomorrow".to_owned()];
    SAMPLES.iter().for_each(|sample| collect(&sample.body, &mut names));
    names.sort();
    names.dedup();
    names
});

/// JSON that may name a field twice.
#[derive(Debug, Clone)]
enum Json {
    Text(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        match value {
            Value::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            Value::Object(fields) => {
                Self::Object(fields.iter().map(|(name, value)| (name.clone(), Self::from(value))).collect())
            }
            other => Self::Text(other.to_string()),
        }
    }
}

impl Display for Json {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Text(text) => out.write_str(text),
            Self::Array(items) => {
                let items: Vec<_> = items.iter().map(Self::to_string).collect();
                write!(out, "[{}]", items.join(","))
            }
            Self::Object(fields) => {
                let fields: Vec<_> =
                    fields.iter().map(|(name, value)| format!("{}:{value}", json!(name))).collect();
                write!(out, "{{{}}}", fields.join(", "))
            }
        }
    }
}

/// One thing done to a value, or to an entry of it.
#[derive(Debug, Clone)]
enum Change {
    Become(String),
    Quote,
    Wrap,
    Drop(Index),
    Double(Index),
    Rename(Index, String),
    Add(String, String),
}

impl Json {
    fn count(&self) -> usize {
        1 + match self {
            Self::Text(_) => 0,
            Self::Array(items) => items.iter().map(Self::count).sum(),
            Self::Object(fields) => fields.iter().map(|(_, value)| value.count()).sum(),
        }
    }

    /// The value at this place, counted from the outside.
    fn at(&mut self, place: &mut usize) -> Option<&mut Self> {
        if *place == 0 {
            return Some(self);
        }
        *place -= 1;
        match self {
            Self::Text(_) => None,
            Self::Array(items) => items.iter_mut().find_map(|item| item.at(place)),
            Self::Object(fields) => fields.iter_mut().find_map(|(_, value)| value.at(place)),
        }
    }

    fn change(&mut self, change: Change) {
        match (change, self) {
            (Change::Become(text), this) => *this = Self::Text(text),
            (Change::Quote, this) => *this = Self::Text(json!(this.to_string()).to_string()),
            (Change::Wrap, this) => *this = Self::Array(vec![this.clone()]),
            (Change::Drop(place), Self::Object(fields)) if !fields.is_empty() => {
                fields.remove(place.index(fields.len()));
            }
            (Change::Drop(place), Self::Array(items)) if !items.is_empty() => {
                items.remove(place.index(items.len()));
            }
            (Change::Double(place), Self::Object(fields)) if !fields.is_empty() => {
                fields.push(place.get(fields).clone());
            }
            (Change::Double(place), Self::Array(items)) if !items.is_empty() => {
                items.push(place.get(items).clone());
            }
            (Change::Rename(place, name), Self::Object(fields)) if !fields.is_empty() => {
                let place = place.index(fields.len());
                fields[place].0 = name;
            }
            (Change::Add(name, text), Self::Object(fields)) => fields.push((name, Self::Text(text))),
            (Change::Add(_, text), Self::Array(items)) => items.push(Self::Text(text)),
            _ => {}
        }
    }
}

/// A value as JSON text.
fn value() -> impl Strategy<Value = String> {
    let fixed = select(vec![
        "null",
        "true",
        "false",
        "{}",
        "[]",
        "[[]]",
        "[null]",
        r#""""#,
        "0",
        "-0",
        "-1",
        "2",
        "1.0",
        "1.50",
        "1e300",
        "1e999",
        "4294967296",
        "18446744073709551616",
        "144115290000000001234567",
        r#""0""#,
        r#""1""#,
        r#""-1""#,
        r#""007""#,
        r#""1.5""#,
        r#""True""#,
        r#""x""#,
        r#""\ud800""#,
        r#""\u8d4c\udc00""#,
        r#""a\u0000b""#,
        r#""{\"a\":[1]}""#,
        r#"{"To_Account":"ben"}"#,
        r#"{"MsgType":"TIMTextElem","MsgContent":{"Text":"\u8d4c"}}"#,
        r#"{"MsgContent":{"text":7}}"#,
        r#"{"MsgType":"TIMRelayElem","MsgContent":{"MsgList":[{"MsgBody":[{"MsgType":"TIMFaceElem"}]}]}}"#,
    ]);
    prop_oneof![
        4 => fixed.prop_map(str::to_owned),
        1 => any::<String>().prop_map(|text| json!(text).to_string()),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        1 => any::<f64>().prop_filter_map("no JSON", |number| serde_json::Number::from_f64(number).map(|n| n.to_string())),
        1 => "-?[1-9][0-9]{0,20}\\.[0-9]{1,20}",
        1 => (1_usize..600).prop_map(|depth| "[".repeat(depth) + &"]".repeat(depth)),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    let (place, name) = (any::<Index>, || select(&**NAMES));
    prop_oneof![
        4 => value().prop_map(Change::Become),
        1 => Just(Change::Quote),
        1 => Just(Change::Wrap),
        2 => place().prop_map(Change::Drop),
        1 => place().prop_map(Change::Double),
        1 => (place(), name()).prop_map(|(place, name)| Change::Rename(place, name)),
        3 => (name(), value()).prop_map(|(name, value)| Change::Add(name, value)),
    ]
}

/// A sample's command and its body with changes, which may have cost it its `CallbackCommand`.
fn spoiled() -> impl Strategy<Value = (String, String)> {
    let changes = prop::collection::vec((any::<Index>(), change()), 0..6);
    (any::<Index>(), changes).prop_map(|(sample, changes)| {
        let sample = sample.get(&SAMPLES);
        let mut body = Json::from(&sample.body);
        for (place, change) in changes {
            let mut place = place.index(body.count());
            if let Some(value) = body.at(&mut place) {
                value.change(change);
            }
        }
        (sample.command().to_owned(), body.to_string())
    })
}

/// Bytes, some of which a reader of JSON or Postgres takes amiss.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let odd: &[&[u8]] = &[
        br"\u0000",
        br"\ud83d",
        br"\ude00",
        br"\uD8",
        br"\",
        br"\\",
        b"\"",
        b"\"",
        b"\"",
        b"[",
        b"]",
        b"{",
        b"}",
        b":",
        b",",
        b"1",
        b"\xff",
        b"\xc3",
        b"\0",
        b"\n",
        "\u{feff}".as_bytes(),
        "é".as_bytes(),
        "\u{2028}".as_bytes(),
        b"null",
    ];
    let piece =
        prop_oneof![select(odd.to_vec()).prop_map(<[u8]>::to_vec), any::<[u8; 1]>().prop_map(Vec::from)];
    let pieces = prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat());
    let inside = (spoiled(), any::<Index>(), 0_usize..4, pieces.clone()).prop_map(
        |((_, body), place, cut, pieces)| {
            let mut body = body.into_bytes();
            let begin = place.index(body.len());
            let end = (begin + cut).min(body.len());
            body.splice(begin..end, pieces);
            body
        },
    );
    prop_oneof![inside, pieces]
}

fn query() -> impl Strategy<Value = String> {
    let name = select(vec![
        "SdkAppid",
        "sdkappid",
        "CallbackCommand",
        "contenttype",
        "ClientIP",
        "OptPlatform",
        "Sign",
        "sign",
        "S%69gn",
        "%53IGN",
        "Si+gn",
        "Signs",
        "Sign%3D",
        "RequestTime",
        "RequestId",
        "RequestID",
        "",
        "x",
        "%ff",
    ]);
    let value = prop_oneof![
        select(vec![
            "",
            "1400555001",
            "+1",
            "%31",
            "a+b%20c",
            "%",
            "%zz",
            "%26Sign=1",
            "ab=cd",
            "iOS",
            "%00",
            "é"
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    let between = select(vec!["=", "=", "=", "", "==", "%3d"]);
    let pair = prop_oneof![
        9 => (name, between, value).prop_map(|(name, between, value)| format!("{name}{between}{value}")),
        1 => any::<String>(),
    ];
    prop::collection::vec(pair, 0..8).prop_map(|pairs| pairs.join("&"))
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn a_query_is_read_as_forms_are_and_kept_without_its_sign(raw in query()) {
        properties::query(&raw);
    }

    #[test]
    fn a_spoiled_body_is_read_answered_and_written_again((_, body) in spoiled()) {
        properties::body(body.as_bytes());
    }

    #[test]
    fn any_bytes_are_cleaned_for_postgres(bytes in bytes()) {
        properties::body(&bytes);
    }

    #[test]
    fn elements_are_kept_whatever_they_are((_, body) in spoiled(), element in value()) {
        properties::elements(&body);
        properties::elements(&element);
    }
}

#[tokio::test]
async fn postgres_takes_every_spoiled_body() {
    const BODIES: i64 = 3000;
    let app = TestApp::start().await;
    let mut runner = TestRunner::new(cases(1));
    let strategy = spoiled();
    for _ in 0..BODIES {
        let (command, body) = strategy.new_tree(&mut runner).unwrap().current();
        app.decide(&Callback::raw(&command, "").query(), body).await;
    }
    app.database.wait_for("imhook.callbacks", BODIES).await;
    let letters = "select encode(raw, 'escape') as raw, error from imhook.dead_letters";
    assert_eq!(app.database.rows(letters).await, Vec::<Value>::new());
}
