#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};

use super::{Element, texts};

fn element(json: &str) -> Element {
    serde_json::from_str(json).unwrap()
}

fn again(element: &Element) -> String {
    serde_json::to_string(element).unwrap()
}

fn text(content: &str) -> String {
    format!(r#"{{"MsgType":"TIMTextElem","MsgContent":{content}}}"#)
}

#[test]
fn text_is_read_and_written() {
    let json = text(r#"{"Text":"tea?\n\"now\" 😀"}"#);
    let read = element(&json);
    assert!(matches!(&read, Element::Text(part) if part.text == "tea?\n\"now\" 😀" && part.other.is_empty()));
    assert_eq!(read.msg_type().as_deref(), Some("TIMTextElem"));
    assert_eq!(again(&read), json);
    assert_eq!(again(&Element::from("hi")), text(r#"{"Text":"hi"}"#));
    assert_eq!(
        element(&text(r#"{"Text":144115290000000001234567}"#)).text().unwrap(),
        "144115290000000001234567"
    );
}

#[test]
fn every_known_type_is_known() {
    for (kind, content) in [
        ("TIMTextElem", json!({"Text": ""})),
        ("TIMFaceElem", json!({"Index": 1, "Data": "x"})),
        ("TIMLocationElem", json!({"Desc": "x", "Latitude": 31.230_416, "Longitude": -121.5})),
        ("TIMCustomElem", json!({"Data": "{}", "Desc": "", "Ext": "", "Sound": ""})),
        ("TIMSoundElem", json!({"UUID": "x", "Size": 1, "Second": 7})),
        (
            "TIMImageElem",
            json!({"UUID": "x", "ImageFormat": 255, "ImageInfoArray": [{"Type": 1, "URL": "u", "Q": 9}]}),
        ),
        (
            "TIMFileElem",
            json!({"Url": "u", "FileSize": 5_000_000_000_i64, "FileName": "n", "Download_Flag": 2}),
        ),
        ("TIMVideoFileElem", json!({"VideoUUID": "x", "VideoSecond": 0, "ThumbFormat": "JPG"})),
        ("TIMRelayElem", json!({"Title": "t", "JsonMsgKey": "k"})),
        (
            "TIMStreamElem",
            json!({"Chunks": [{"EventType": "data", "Index": 1, "Markdown": "m", "IsLast": false}],
            "StreamMsgID": "s"}),
        ),
    ] {
        let value = json!({"MsgType": kind, "MsgContent": content});
        let read: Element = serde_json::from_value(value.clone()).unwrap();
        assert!(!matches!(read, Element::Unknown(_) | Element::Malformed(_)), "{value}");
        assert_eq!(read.msg_type().as_deref(), Some(kind));
        assert_eq!(serde_json::to_value(&read).unwrap(), value);
        let read = element(&value.to_string());
        assert_eq!(serde_json::to_value(&read).unwrap(), value);
        assert_eq!(read.text().is_some(), kind == "TIMTextElem");
    }
}

#[test]
fn fields_beyond_the_documented_ones_survive() {
    let json = concat!(
        r#"{"MsgType":"TIMCustomElem","MsgContent":{"Data":"d","\u0041rt":[1.00, 2],"Z":{"a" : 1e5}},"#,
        r#""Beside":12345678901234567890123}"#
    );
    let read = element(json);
    let Element::Custom(part) = &read else { panic!("{read:?}") };
    assert_eq!(part.data.as_deref(), Some("d"));
    assert_eq!(part.other["Art"].get(), "[1.00, 2]");
    assert_eq!(again(&read), json.replace("\\u0041", "A"));
    let bare = r#"{"MsgType":"TIMFaceElem","MsgContent":{"New":1}}"#;
    assert_eq!(again(&element(bare)), bare);
}

#[test]
fn unknown_elements_are_given_back_byte_for_byte() {
    for json in [
        r#"{ "MsgType" : "TIMHologramElem", "MsgContent" : { "a" : 1.0e+2, "a": 12345678901234567890123 } }"#,
        r#"{"MsgContent":{"Width":1}}"#,
        r#"{"MsgType":null,"MsgContent":{}}"#,
        r#"{"MsgType":7}"#,
        r#""a string""#,
        "17",
        "[ ]",
        "null",
        r#"["TIMTextElem",{"Text":"x"}]"#,
    ] {
        let read = element(json);
        assert!(matches!(read, Element::Unknown(_)), "{json}");
        assert_eq!(again(&read), json);
        assert_eq!(read.text(), None);
        assert_eq!(read.msg_type().as_deref(), json.contains("Hologram").then_some("TIMHologramElem"));
    }
}

#[test]
fn malformed_elements_are_flagged_and_given_back() {
    for json in [
        &text("null"),
        &text("{ }"),
        &text(r#"{"Text":null}"#),
        &text(r#"{"Text":{"a":1}}"#),
        &text(r#""{\"Text\":\"x\"}""#),
        &text(r#"["x"]"#),
        r#"{"MsgType":"TIMTextElem"}"#,
        r#"{"MsgType":"TIMFaceElem","MsgContent":{"Index":"one"}}"#,
        r#"{"MsgType":"TIMImageElem","MsgContent":{"ImageInfoArray":{}}}"#,
        r#"{"MsgType":"TIMRelayElem","MsgContent":{"MsgList":[{"MsgSeq":-1}]}}"#,
    ] {
        let read = element(json);
        assert!(read.is_malformed(), "{json}");
        assert_eq!(again(&read), json);
        assert_eq!(read.text(), None, "{json}");
        assert!(read.msg_type().is_some());
    }
}

#[test]
fn odd_text_is_found() {
    for json in [
        r#"{"MsgContent":{"Text":"found"}}"#,
        r#"{"MsgType":null,"MsgContent":{"text":"found"}}"#,
        r#"{"MsgType":"TimTextElem","MsgContent":{"Text":"found"}}"#,
        r#"{"msgtype":"TIMTextElem","msgcontent":{"TEXT":"found"}}"#,
        &text(r#"{"text":"found"}"#),
        &text(r#"{"Text":"lost","Text":"found"}"#),
        &text(r#"{"Text":"found","text":"lost"}"#),
    ] {
        let read = element(json);
        assert_eq!(read.text().as_deref(), Some("found"), "{json}");
        assert_eq!(&again(&read), json);
    }
    let half = element(&text(r#"{"Text":"a\ud800b"}"#));
    assert!(half.is_malformed() && half.text().unwrap().ends_with('b'));
    assert_eq!(element(r#"{"MsgType":"TIMCustomElem","MsgContent":{"Text":"x"}}"#).text(), None);
}

#[test]
fn strings_are_found_in_what_is_no_value() {
    let deep = "[".repeat(128) + &"]".repeat(128);
    for odd in [r#""\ud83d""#, &deep] {
        let content =
            format!(r#"{{"Text":"\u8d4c", "a" :[{odd},"{{\"b\":\"\\u535a\",\"c\":\"\\udc00\"}}"]}}"#);
        for element in [element(&text(&content)), element(&format!(r#"{{"MsgContent":{content}}}"#))] {
            let strings = element.strings();
            for found in ["赌", "博"] {
                assert!(strings.iter().any(|string| string == found), "{found} is not among {strings:?}");
            }
            assert!(!strings.iter().any(|string| string == "a"), "{strings:?}");
        }
    }
}

#[test]
fn places_stay_where_they_are() {
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..10_000 {
        let (latitude, longitude) = (random.f64() * 180.0 - 90.0, random.f64() * 360.0 - 180.0);
        let json = format!(
            r#"{{"MsgType":"TIMLocationElem","MsgContent":{{"Desc":"","Latitude":{latitude},"Longitude":{longitude}}}}}"#
        );
        assert_eq!(again(&element(&json)), json);
    }
}

#[test]
fn texts_are_joined() {
    let body: Vec<Element> = serde_json::from_value(json!([
        {"MsgType": "TIMTextElem", "MsgContent": {"Text": "tea?"}},
        {"MsgType": "TIMFaceElem", "MsgContent": {"Index": 12}},
        {"MsgContent": {"Text": ""}},
        {"MsgType": "TIMTextElem", "MsgContent": {"text": "at four"}},
    ]))
    .unwrap();
    assert_eq!(texts(&body).as_deref(), Some("tea?\n\nat four"));
    assert_eq!(texts(&body[1..2]), None);
    assert_eq!(texts(&[]), None);
}

#[test]
fn relayed_messages_hold_elements() {
    let value = json!({"MsgType": "TIMRelayElem", "MsgContent": {"Title": "t", "MsgNum": 2, "AbstractList": ["a"],
    "MsgList": [
        {"From_Account": "amy", "To_Account": "ben", "MsgSeq": 1, "MsgRandom": u32::MAX, "MsgTimeStamp": 5,
         "MsgBody": [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "x"}}, {"MsgType": "TIMNewElem"}]},
        {"GroupId": "g", "New": {"a": 1}, "MsgBody": [], "CloudCustomData": "c"},
    ]}});
    let read = element(&value.to_string());
    let Element::Relay(part) = &read else { panic!("{read:?}") };
    assert_eq!(texts(&part.msg_list[0].body).as_deref(), Some("x"));
    assert_eq!(part.msg_list[1].group_id.as_ref().unwrap(), "g");
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
}

#[test]
fn depth_does_no_harm() {
    let deep = "[".repeat(20_000) + &"]".repeat(20_000);
    for (json, malformed) in [
        (format!(r#"{{"MsgType":"TIMNewElem","MsgContent":{deep}}}"#), false),
        (deep.clone(), false),
        (text(&deep), true),
        (text(&format!(r#"{{"Text":{deep}}}"#)), true),
        (format!(r#"{{"MsgType":{deep}}}"#), false),
        (format!(r#"{{"MsgType":"TIMImageElem","MsgContent":{{"ImageInfoArray":{deep}}}}}"#), true),
    ] {
        let read = element(&json);
        assert!(matches!(read, Element::Unknown(_) | Element::Malformed(_)));
        assert_eq!(read.is_malformed(), malformed);
        assert_eq!(read.text(), None);
        assert_eq!(again(&read), json);
    }
    let kept = text(&format!(r#"{{"Text":"x","New":{deep}}}"#));
    assert_eq!(element(&kept).text().unwrap(), "x");
    assert_eq!(again(&element(&kept)), kept);
}

#[test]
fn relays_within_relays_end() {
    let relay = |inside: &str| {
        format!(r#"{{"MsgType":"TIMRelayElem","MsgContent":{{"MsgList":[{{"MsgBody":[{inside}]}}]}}}}"#)
    };
    let nested = |levels| (0..levels).fold(text(r#"{"Text":"x"}"#), |inside, _| relay(&inside));
    let depth = |element: &Element| {
        let (mut element, mut depth) = (element.clone(), 0);
        while let Element::Relay(part) = &element {
            (element, depth) = (part.msg_list[0].body[0].clone(), depth + 1);
        }
        (depth, element.is_malformed())
    };
    for (levels, found) in
        [(1, (1, false)), (16, (16, false)), (17, (16, true)), (3_000, (16, true)), (2, (2, false))]
    {
        let json = nested(levels);
        let read = element(&json);
        assert_eq!(depth(&read), found, "{levels}");
        assert_eq!(again(&read), json);
    }
}

#[test]
fn a_value_is_read_like_a_text() {
    let value: Value = json!([{"MsgType": "TIMTextElem", "MsgContent": {"Text": 5}}, {"a": 1}]);
    let body: Vec<Element> = serde_json::from_value(value).unwrap();
    assert_eq!(texts(&body).as_deref(), Some("5"));
    assert_eq!(again(&body[1]), r#"{"a":1}"#);
}
