#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::borrow::Cow;
use std::fs;

use serde_json::{Value, json};

use super::{BEFORE, Callback, c2c, decode, group, is_before, official};
use crate::model::{Element, MsgKey, texts};

type RoundTrip = fn(&str) -> Value;

const TYPED: [(&str, RoundTrip); 13] = [
    typed::<c2c::BeforeSendMessage>(),
    typed::<c2c::AfterSendMessage>(),
    typed::<c2c::AfterReadReport>(),
    typed::<c2c::AfterRecall>(),
    typed::<c2c::AfterSetExtension>(),
    typed::<group::BeforeSendMessage>(),
    typed::<group::AfterSendMessage>(),
    typed::<group::SendMessageException>(),
    typed::<group::AfterRecall>(),
    typed::<group::AfterReadReceipt>(),
    typed::<official::BeforeSendMessage>(),
    typed::<official::AfterSendMessage>(),
    typed::<official::AfterRecall>(),
];

const fn typed<C: Callback>() -> (&'static str, RoundTrip) {
    (C::COMMAND, |body| serde_json::to_value(decode::<C>(body).unwrap()).unwrap())
}

// Numbers and strings of digits count as equal: Tencent quotes some, we write numbers.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.to_string().into(),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(entries) => entries.iter().map(|(name, value)| (name.clone(), plain(value))).collect(),
        other => other.clone(),
    }
}

#[test]
fn every_fixture_is_read_and_written_whole() {
    let mut seen = Vec::new();
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/callbacks")).unwrap() {
        let path = entry.unwrap().path();
        let fixture: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let command = fixture["query"]["CallbackCommand"].as_str().unwrap();
        let Some((command, round_trip)) = TYPED.iter().find(|(typed, _)| *typed == command) else { continue };
        let mut body = fixture["body"].clone();
        let written = round_trip(&body.to_string());
        body.as_object_mut().unwrap().remove("CallbackCommand");
        assert_eq!(plain(&written), plain(&body), "{}", path.display());
        seen.push(*command);
    }
    for (command, _) in TYPED {
        assert!(seen.contains(&command), "no fixture of {command}");
    }
}

#[test]
fn before_callbacks_are_the_catalogues() {
    assert_eq!(BEFORE.len(), 12);
    for (command, _) in TYPED {
        assert_eq!(is_before(command), command.contains(".CallbackBefore"), "{command}");
    }
    assert!(is_before("Sns.CallbackPrevFriendAdd") && !is_before("Sns.CallbackFriendAdd") && !is_before(""));
}

fn message(change: &Value) -> String {
    let mut body = json!({"From_Account": "amy", "To_Account": "ben"});
    body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    body.to_string()
}

#[test]
fn values_of_another_type_are_read() {
    let event: c2c::AfterSendMessage = decode(&message(&json!({
        "From_Account": 144_115_290_000_000_001_u64, "MsgSeq": "4294967295", "MsgRandom": 7.0, "MsgTime": "1735700400",
        "OnlineOnlyFlag": "1", "UnreadMsgNum": "-1", "SendMsgResult": null, "MsgKey": "", "MsgBody": null,
        "CloudCustomData": {"a": [1]}, "EventTime": 1.735_702_1e12, "New": [[[]]],
    })))
    .unwrap();
    assert_eq!(event.from, "144115290000000001");
    assert_eq!(
        (event.msg_seq, event.msg_random, event.msg_time),
        (Some(u32::MAX), Some(7), Some(1_735_700_400))
    );
    assert_eq!(
        (event.online_only, event.unread_msg_num, event.send_msg_result),
        (Some(true), Some(-1), None)
    );
    assert_eq!(event.cloud_custom_data.as_deref(), Some("{\"a\":[1]}"));
    assert_eq!(event.event_time, Some(1_735_702_100_000));
    assert!(event.msg_key.is_none() && event.body.is_empty());
    let huge = r#"{"From_Account":184467440737095516160001,"To_Account":"ben"}"#;
    assert_eq!(decode::<c2c::BeforeSendMessage>(huge).unwrap().from, "184467440737095516160001");
    let bare: group::AfterSendMessage =
        decode(r#"{"GroupId":12,"From_Account":"a","TopicId":"","GroupAtInfo":null}"#).unwrap();
    assert_eq!(bare.group_id, "12");
    assert!(bare.topic_id.is_none() && bare.group_at_info.is_empty());
}

#[test]
fn a_key_is_taken_or_built() {
    let key = |change| decode::<c2c::AfterSendMessage>(&message(&change)).unwrap().key().map(Cow::into_owned);
    let parts = json!({"MsgSeq": 1, "MsgRandom": 2, "MsgTime": 3});
    assert_eq!(key(parts), Some(MsgKey::from("1_2_3")));
    assert_eq!(key(json!({"MsgKey": "odd", "MsgSeq": 1, "MsgRandom": 2, "MsgTime": 3})), Some("odd".into()));
    assert_eq!(key(json!({"MsgKey": "", "MsgSeq": 1, "MsgTime": 3})), None);
}

#[test]
fn a_failure_names_the_field() {
    for (change, field) in [
        (json!({"MsgSeq": -1}), Some("MsgSeq")),
        (json!({"MsgRandom": 4_294_967_296_u64}), Some("MsgRandom")),
        (json!({"MsgTime": "soon"}), Some("MsgTime")),
        (json!({"MsgBody": {}}), Some("MsgBody")),
        (json!({"From_Account": null}), Some("From_Account")),
        (json!({"To_Account": {}}), Some("To_Account")),
    ] {
        let error = decode::<c2c::AfterSendMessage>(&message(&change)).unwrap_err();
        assert_eq!(error.field(), field, "{error}");
        assert!(error.to_string().starts_with(field.unwrap()), "{error}");
    }
    let error = decode::<c2c::AfterSendMessage>(r#"{"From_Account":"amy","MsgSeq":1}"#).unwrap_err();
    assert!(error.field().is_none() && error.to_string().contains("To_Account"), "{error}");
    assert!(decode::<c2c::AfterRecall>(&message(&json!({"MsgKey": ""}))).is_err());
    for odd in ["", "[]", r#"["amy","ben"]"#, "null", "{", "{} x", &(message(&json!({})) + "x")] {
        assert!(decode::<c2c::AfterSendMessage>(odd).is_err(), "{odd}");
    }
}

#[test]
fn the_last_of_doubled_fields_counts() {
    let event: c2c::AfterSendMessage = decode(
        r#"{"From_Account":"amy","To_Account":"ben","MsgSeq":1,"MsgSeq":"2",
            "MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"x"}}]}"#,
    )
    .unwrap();
    assert_eq!(event.msg_seq, Some(2));
    assert_eq!(texts(&event.body).as_deref(), Some("x"));
    let inside = r#"{"GroupId":"g","MsgSeqList":[{"MsgSeq":1,"MsgSeq":2}]}"#;
    assert_eq!(decode::<group::AfterRecall>(inside).unwrap().msg_seq_list[0].msg_seq, 2);
    assert!(decode::<group::AfterRecall>(r#"{"GroupId":"g","GroupId":1,"MsgSeqList":5}"#).is_err());
}

#[test]
fn depth_costs_neither_the_message_nor_the_stack() {
    let deep = "{\"a\":".repeat(20_000) + "1" + &"}".repeat(20_000);
    let body = format!(
        r#"{{"From_Account":"amy","To_Account":"ben","New":{deep},"CloudCustomData":{deep},"MsgBody":[{deep}]}}"#
    );
    let event: c2c::BeforeSendMessage = decode(&body).unwrap();
    assert!(matches!(event.body[..], [Element::Unknown(_)]));
    assert_eq!(event.cloud_custom_data, Some(deep));
}

#[test]
fn a_doubled_field_changes_no_other() {
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    let body = format!(
        r#"{{"To_Account":"cleo","From_Account":144115290000000001234567,"To_Account":"ben","Unknown":{deep}}}"#
    );
    let message: c2c::AfterSendMessage = decode(&body).unwrap();
    assert_eq!((message.from.as_str(), message.to.as_str()), ("144115290000000001234567", "ben"));
}
