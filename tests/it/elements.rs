//! What a message says: its elements, whole, and the text of them.

use crate::support::app::TestApp;
use crate::support::callback::{C2C, Callback, GROUP, OFFICIAL};
use serde_json::{Value, json};

/// The text, types and flags of a message with these elements, which are kept as they are.
async fn assert_elements(elements: Value, text: Option<&str>, types: Value, flags: &[&str]) {
    let app = TestApp::start().await;
    let changes = json!({ "MsgBody": elements });
    app.record(&[C2C, GROUP, OFFICIAL].map(|command| Callback::sample(command, &changes))).await;
    let expected = json!({ "text": text, "element_types": types, "body": elements });
    let rows = app.database.rows("select text, element_types, body from analytics.messages").await;
    assert_eq!(rows, [&expected, &expected, &expected].map(Clone::clone));
    let kept = app.database.rows("select distinct flags from analytics.callbacks").await;
    assert_eq!(kept, [json!({ "flags": flags })]);
}

#[tokio::test]
async fn texts_are_joined_by_line_feeds() {
    let elements = json!([
        { "MsgType": "TIMTextElem", "MsgContent": { "Text": "one" } },
        { "MsgType": "TIMFaceElem", "MsgContent": { "Index": 1, "Data": "smile" } },
        { "MsgType": "TIMTextElem", "MsgContent": { "Text": "" } },
        { "MsgType": "TIMTextElem", "MsgContent": { "Text": "two\nthree", "Other": [1] }, "Beside": null },
    ]);
    let types = json!(["TIMTextElem", "TIMFaceElem", "TIMTextElem", "TIMTextElem"]);
    assert_elements(elements, Some("one\n\ntwo\nthree"), types, &[]).await;
}

#[tokio::test]
async fn a_known_element_that_is_malformed_is_kept_and_flagged() {
    let elements = json!([
        { "MsgType": "TIMTextElem", "MsgContent": { "Text": "fine" } },
        { "MsgType": "TIMImageElem", "MsgContent": { "ImageInfoArray": "none", "UUID": { "a": [] } } },
        { "MsgType": "TIMTextElem", "MsgContent": "no object" },
        { "MsgType": "TIMCustomElem" },
    ]);
    let types = json!(["TIMTextElem", "TIMImageElem", "TIMTextElem", "TIMCustomElem"]);
    assert_elements(elements, Some("fine"), types, &["malformed_element"]).await;
}

#[tokio::test]
async fn an_element_without_type_still_gives_its_text() {
    let elements = json!([
        { "MsgContent": { "Text": "untyped" } },
        { "MsgType": "TIMTextElem", "MsgContent": { "text": "lower case" } },
        { "MsgContent": { "Data": "no text" } },
    ]);
    let app = TestApp::start().await;
    app.record(&[Callback::sample(C2C, &json!({ "MsgBody": elements }))]).await;
    let rows = app.database.rows("select text, element_types, body from analytics.messages").await;
    let types = json!([null, "TIMTextElem", null]);
    assert_eq!(rows, [json!({ "text": "untyped\nlower case", "element_types": types, "body": elements })]);
}

#[tokio::test]
async fn an_element_of_an_unknown_type_is_kept_whole() {
    let elements = json!([
        { "MsgType": "TIMHologramElem", "MsgContent": { "Text": "not for readers of text", "Depth": 3.5 }, "More": {} },
        { "MsgType": 7, "MsgContent": null },
        "no object",
        17,
        null,
    ]);
    let types = json!(["TIMHologramElem", null, null, null, null]);
    assert_elements(elements, None, types, &[]).await;
}

#[tokio::test]
async fn a_message_without_elements_is_a_message() {
    assert_elements(json!([]), None, json!([]), &[]).await;
}

#[tokio::test]
async fn a_message_without_a_body_has_none_which_a_later_arrival_may_fill() {
    let app = TestApp::start().await;
    let missing = Callback::sample(C2C, &json!({ "MsgBody": null }));
    let null = String::from_utf8(missing.body.clone()).unwrap().replacen('{', "{\"MsgBody\":null,", 1);
    app.record(&[missing, Callback::raw(C2C, null)]).await;
    let row = |body: Value, types: Value| json!({ "body": body, "element_types": types });
    let select = "select body, element_types from analytics.messages";
    assert_eq!(app.database.rows(select).await, [row(Value::Null, json!([]))]);
    app.record(&[Callback::sample(C2C, &json!({}))]).await;
    let elements = json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "hello" } }]);
    assert_eq!(app.database.rows(select).await, [row(elements, json!(["TIMTextElem"]))]);
    app.database.wait_for("imhook.message_conflicts", 0).await;
    app.database.wait_for("analytics.callbacks where flags = '{}'", 1).await;
}
