//! The REST client, against a server that checks every request.

mod batches;
mod faults;
mod pages;
mod secrets;

use crate::support::tencent::{ADMIN, APP, Answer, KEY, Seen, Tencent};
use imhook::rest::{Class, ENDPOINTS, Endpoint, Entry, ErrorKind, Meaning, Response, Retry};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const KINDS: [Retry; 3] = [Retry::Safe, Retry::Keyed, Retry::Never];

#[derive(Deserialize)]
struct Documented {
    code: i64,
    retry: String,
    meaning: String,
}

fn documented() -> Vec<Documented> {
    serde_json::from_str(include_str!("../fixtures/rest-errors.json")).unwrap()
}

fn spelled(class: Class) -> String {
    serde_json::to_value(class).unwrap().as_str().unwrap().to_owned()
}

/// How often a call is sent that is always answered with this code: the table in the documentation.
fn expected_tries(code: i64, class: &str, retry: Retry) -> u32 {
    match (class, code, retry) {
        ("backoff", 60007 | 60011 | 60018 | 60019, _) => 4,
        ("backoff", _, Retry::Never) => 1,
        ("backoff", 60008, _) => 3,
        ("backoff", ..) => 4,
        ("resign", ..) => 2,
        _ => 1,
    }
}

#[test]
fn every_documented_code_has_its_class_and_meaning() {
    let documented = documented();
    assert_eq!(documented.len(), 235);
    assert_eq!(Meaning::all().len(), 235);
    for Documented { code, retry, meaning } in documented {
        let ours = Meaning::of("v4/openim/sendmsg", code).unwrap();
        assert_eq!((spelled(ours.class), ours.text), (retry, meaning.as_str()), "{code}");
    }
}

#[tokio::test]
async fn every_code_is_tried_as_its_class_and_the_request_allow() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    let mut codes: Vec<_> = documented().into_iter().map(|known| (known.code, known.retry)).collect();
    codes.extend([4711, -1, i64::MAX, 6017, 120_001].map(|code| (code, "no".to_owned())));
    for (code, class) in codes {
        for retry in KINDS {
            let path = format!("v4/{}/code_{}", spelled_retry(retry), code.unsigned_abs());
            tencent.answer(&path, [Answer::code(code)]);
            let error = client.call(&path, retry, 200, json!({ "MsgRandom": 7 })).await.unwrap_err();
            let seen = tencent.seen(&path);
            let expected = expected_tries(code, &class, retry);
            assert_eq!(seen.len(), usize::try_from(expected).unwrap(), "{code} {class} {retry:?}");
            assert_eq!(error.tries(), expected);
            let ErrorKind::Api { code: told, info, class: of, .. } = error.kind() else { panic!("{error}") };
            assert_eq!((*told, info.as_str(), spelled(*of)), (code, "as told", class.clone()));
            assert!(seen.iter().all(|seen| seen.body == br#"{"MsgRandom":7}"#), "the same bytes");
            let randoms: BTreeSet<_> = seen.iter().map(|seen| &seen.query["random"]).collect();
            let sigs: BTreeSet<_> = seen.iter().map(Seen::usersig).collect();
            assert_eq!(randoms.len(), seen.len(), "a new random for each try");
            assert_eq!(sigs.len(), if class == "resign" { 2 } else { 1 }, "{code}");
        }
    }
}

fn spelled_retry(retry: Retry) -> String {
    serde_json::to_value(retry).unwrap().as_str().unwrap().to_owned()
}

#[tokio::test]
async fn official_accounts_have_codes_of_their_own() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    for (code, tries) in
        [(10004, 4), (20005, 4), (20001, 1), (6017, 1), (130_002, 1), (130_009, 4), (60008, 3), (70001, 2)]
    {
        let path = format!("v4/official_account_open_http_svc/code_{code}");
        tencent.answer(&path, [Answer::code(code)]);
        let error = client.call(&path, Retry::Safe, 200, json!({})).await.unwrap_err();
        assert_eq!((error.tries(), tencent.seen(&path).len()), (tries, tries as usize), "{code}");
    }
}

#[tokio::test]
async fn passing_errors_are_tried_again_until_they_pass() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    let (expired, busy) = (Answer::code(70001), Answer::code(20004));
    let limit = Answer::code(60011);
    for (number, (answers, retry, tries)) in [
        (vec![expired.clone()], Retry::Never, 2),
        (vec![limit.clone(), limit.clone(), limit.clone()], Retry::Never, 4),
        (vec![busy.clone(), busy.clone(), busy.clone()], Retry::Safe, 4),
        // The new UserSig comes on top.
        (vec![busy.clone(), busy.clone(), busy.clone(), busy.clone()], Retry::Safe, 0),
        (vec![busy.clone(), busy.clone(), expired.clone(), busy.clone()], Retry::Safe, 0),
        (vec![limit, Answer::Html(502), expired.clone()], Retry::Keyed, 4),
        (vec![expired.clone(), expired], Retry::Safe, 0),
    ]
    .into_iter()
    .enumerate()
    {
        let path = format!("v4/passing/number{number}");
        let sent = answers.len();
        tencent.answer(&path, answers.into_iter().chain([Answer::ok()]));
        let outcome = client.call(&path, retry, 200, json!({})).await;
        assert_eq!(outcome.is_ok(), tries > 0, "{number}: {outcome:?}");
        assert_eq!(tencent.seen(&path).len(), if tries > 0 { tries } else { sent }, "{number}");
    }
}

#[tokio::test]
async fn a_thousand_calls_that_are_refused_together_cause_one_signing() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    client.call("v4/a/first", Retry::Never, 200, json!({})).await.unwrap();
    // With the first call.
    tencent.revoke(tencent.seen("")[0].usersig(), 1001);
    let calls = (0..1000).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.call("v4/all/expired", Retry::Never, 200, json!({})).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    let seen = tencent.seen("v4/all/expired");
    assert_eq!(seen.len(), 2000);
    assert_eq!(seen.iter().map(Seen::usersig).collect::<BTreeSet<_>>().len(), 2);
}

#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Send {
    text: Option<String>,
    missing: Option<String>,
    msg_random: Option<u32>,
    #[serde(skip)]
    fixed: u32,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Sent {
    msg_key: Option<String>,
    #[serde(default)]
    member_list: Vec<Member>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Member {
    role: u32,
}

impl Response for Sent {}

impl Endpoint for Send {
    const PATH: &'static str = "v4/test/send";
    const RETRY: Retry = Retry::Keyed;
    type Response = Sent;

    fn fix_key(&mut self) {
        self.fixed += 1;
        self.msg_random.get_or_insert(40 + self.fixed);
    }
}

#[tokio::test]
async fn null_fields_are_left_out_and_odd_answers_read() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    let answer = json!({
        "ErrorCode": "0", "ErrorInfo": null, "MsgKey": null, "MemberList": null, "Unknown": [1],
    });
    tencent.answer(Send::PATH, [Answer::code(20004), Answer::Reset, Answer::Json(answer)]);
    let sent = client.send(Send { text: Some("ü\"\u{1}".to_owned()), ..Send::default() }).await.unwrap();
    assert_eq!(sent, Sent { msg_key: None, member_list: Vec::new() });
    let bodies: Vec<_> = tencent.seen(Send::PATH).into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies.len(), 3);
    for body in bodies {
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body, json!({ "Text": "ü\"\u{1}", "MsgRandom": 41 }), "no nulls, one key");
    }
    client.send(Send { msg_random: Some(7), ..Send::default() }).await.unwrap();
    assert_eq!(tencent.seen(Send::PATH)[3].body, br#"{"MsgRandom":7}"#, "the caller's own");

    let answer = json!({ "ErrorCode": 0, "MemberList": [{ "role": 1 }, { "role": "private words" }] });
    tencent.answer(Send::PATH, [Answer::Json(answer)]);
    let error = client.send(Send::default()).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Decode(at) if at.path() == "MemberList[1].role"), "{error}");
    assert!(!error.to_string().contains("private"), "{error}");
    assert_eq!(tencent.seen(Send::PATH).len(), 5, "it worked: not sent again");
}

/// Where in a value something is null.
fn null(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Object(fields) => {
            fields.iter().find_map(|(name, value)| Some(format!(".{name}{}", null(value)?)))
        }
        Value::Array(items) => items.iter().find_map(|item| Some(format!("[]{}", null(item)?))),
        _ => None,
    }
}

/// A request with what is required only, found by trying.
fn least(entry: &Entry) -> Value {
    let mut request = json!({});
    for _ in 0..40 {
        let Err(error) = entry.decode(&request) else { return request };
        let text = error.to_string();
        let Some(field) = text.split("missing field `").nth(1).and_then(|rest| rest.split('`').next()) else {
            panic!("{}: {text} of {request}", entry.path)
        };
        let pointer = error.path().replace(['.', '['], "/").replace(']', "");
        let pointer = if pointer == "/" { String::new() } else { format!("/{pointer}") };
        let before = request.clone();
        let fits = [
            json!("x"),
            json!(1),
            json!([{}]),
            json!([["x"]]),
            json!(["x"]),
            json!([1]),
            json!({}),
            json!(true),
        ]
        .into_iter()
        .find_map(|value| {
            let mut tried = before.clone();
            tried.pointer_mut(&pointer)?[field] = value;
            match entry.decode(&tried) {
                Err(error) if !error.to_string().contains("missing field") => None,
                Err(error) if error.to_string() == text => None,
                _ => Some(tried),
            }
        });
        request = fits.unwrap_or_else(|| panic!("{}: {text} of {request}", entry.path));
    }
    panic!("{}: no end with {request}", entry.path)
}

#[test]
fn no_request_holds_a_null() {
    assert_eq!(ENDPOINTS.len(), 187);
    for entry in ENDPOINTS {
        let sent = entry.decode(&least(entry)).unwrap();
        assert_eq!(null(&sent), None, "{}: {sent}", entry.path);
    }
    assert_eq!(null(&json!({ "a": [{ "b": 1 }, { "c": null }] })), Some(".a[].c".to_owned()));
}

#[tokio::test]
async fn a_call_without_types_is_checked_as_well() {
    let tencent = Tencent::start().await;
    let client = tencent.client().build().unwrap();
    let body = json!({ "A": null, "B": { "C": null, "D": 0 } });
    let answer = client.call("/openim/anything", Retry::Safe, 200, body).await.unwrap();
    assert_eq!(answer["ActionStatus"], "OK");
    assert_eq!(tencent.seen("v4/openim/anything")[0].body, br#"{"B":{"D":0}}"#);
    client.call("v4/openim/anything", Retry::Safe, 200, json!({})).await.unwrap();
    assert_eq!(tencent.seen("v4/openim/anything")[1].body, b"{}");
    for (path, body) in
        [("openim", json!({})), ("a/b?c", json!({})), ("a/b", json!([])), ("a/b", Value::Null)]
    {
        let error = client.call(path, Retry::Safe, 200, body).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Path | ErrorKind::Encode(_)), "{error}");
        assert_eq!(error.tries(), 0);
    }
    assert_eq!(tencent.seen("").len(), 2);
    assert_eq!(tencent.connections(), 1, "kept alive");
}

#[tokio::test]
async fn each_call_is_told_to_the_metrics() {
    let tencent = Tencent::start().await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let to = told.clone();
    let client = tencent
        .client()
        .on_call(move |call| {
            assert!(call.took > Duration::ZERO);
            to.lock().unwrap().push((call.path.to_owned(), call.code, call.tries));
        })
        .build()
        .unwrap();
    tencent.answer("v4/a/busy", [Answer::code(20004), Answer::ok()]);
    tencent.answer("v4/a/refused", [Answer::code(60010)]);
    tencent.answer("v4/a/broken", [Answer::Reset]);
    for path in ["v4/a/busy", "v4/a/refused", "v4/a/broken"] {
        let _ = client.call(path, Retry::Safe, 200, json!({})).await;
    }
    let expected = [("v4/a/busy", Some(0), 2), ("v4/a/refused", Some(60010), 1), ("v4/a/broken", None, 4)];
    assert_eq!(*told.lock().unwrap(), expected.map(|(path, code, tries)| (path.to_owned(), code, tries)));
}

fn client_of_nobody() -> imhook::rest::Client {
    let host = format!("http://127.0.0.1:{}", crate::support::process::free_port());
    crate::support::tencent::client().host(host).build().unwrap()
}

#[test]
fn a_client_that_cannot_be_built_says_why() {
    let client = |key: &str| {
        let key = imhook::client::SecretString::from(key.to_owned());
        imhook::rest::Client::builder(imhook::model::SdkAppId(APP), &key, ADMIN)
    };
    assert!(client(" ").build().unwrap_err().to_string().contains("secret key"));
    for host in ["", "https://x/v4/", "ftp://x", "a b"] {
        let error = client(KEY).host(host).build().unwrap_err().to_string();
        assert!(error.contains("IMHOOK_REST_HOST"), "{host}: {error}");
    }
    assert!(client(KEY).region(imhook::client::Region::Riyadh).build().is_ok());
}
