#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::borrow::Cow;

use serde_json::{Value, json};

use super::{bot, c2c, call, decode, follow, group, live, moderation, official, profile, push, sns};
use crate::model::{Element, MsgKey, texts};

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

fn rewritten<C: super::Callback>(body: &str) -> Value {
    serde_json::to_value(decode::<C>(body).unwrap()).unwrap()
}

#[test]
fn a_value_of_another_type_or_an_unknown_field_costs_nothing_else() {
    let body = json!({
        "From_Account": "amy", "To_Account": "ben", "MsgSeq": -1, "MsgRandom": 4_294_967_296_u64, "MsgTime": "soon",
        "MsgKey": {}, "CloudCustomData": "kept", "MsgBody": {}, "New": [1, {"a": null}],
    });
    let left = json!({"From_Account": "amy", "To_Account": "ben", "CloudCustomData": "kept"});
    assert_eq!(rewritten::<c2c::BeforeSendMessage>(&body.to_string()), left);
    // The command is the query's.
    let named = r#"{"CallbackCommand":"Group.CallbackAfterGroupFull","GroupId":"g","CallbackCommands":1}"#;
    assert_eq!(rewritten::<group::AfterFull>(named), json!({"GroupId": "g"}));
    // Inside of an object, too.
    let gift =
        json!({"RoomId": "r", "GiftWater": {"From_Account": "amy", "Count": "many", "Coins": {}, "Time": 5}});
    let left = json!({"RoomId": "r", "GiftWater": {"From_Account": "amy", "Time": 5}});
    assert_eq!(rewritten::<live::BeforeSendGift>(&gift.to_string()), left);
    let emptied = r#"{"From_Account":"amy","ProfileItem":[{"Tag":"Tag_Profile_IM_Nick","Value":""}]}"#;
    assert_eq!(rewritten::<profile::ProfileSet>(emptied), serde_json::from_str::<Value>(emptied).unwrap());
}

#[test]
fn an_identifying_field_that_cannot_be_read_makes_the_callback_unreadable() {
    fn refuses<C: super::Callback>(body: &Value, fields: &[(&str, Value)]) {
        let with = |name: &str, value: &Value| {
            let mut body = body.clone();
            body[name] = value.clone();
            decode::<C>(&body.to_string()).map(drop)
        };
        let named: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
        assert_eq!(named, C::IDENTITY);
        for (name, odd) in fields {
            for absent in [json!(null), json!("")] {
                assert_eq!(with(name, &absent), Ok(()), "{name} {absent}");
            }
            let error = with(name, odd).unwrap_err();
            assert_eq!(error.field(), Some(*name), "{error}");
        }
        assert_eq!(with("EventTime", &json!("soon")), Ok(()));
    }
    let key = ("MsgKey", json!({}));
    let body = ("MsgBody", json!("text"));
    let [seq, random, time] = ["MsgSeq", "MsgRandom", "MsgTime"].map(|name| (name, json!(-1.5)));
    let users = json!({"From_Account": "amy", "To_Account": "ben"});
    let c2c = [seq.clone(), random, time.clone(), key.clone(), body.clone()];
    refuses::<c2c::AfterSendMessage>(&users, &c2c);
    refuses::<bot::AfterMessage>(&users, &c2c);
    let group = json!({"GroupId": "g", "From_Account": "amy"});
    let topic = ("TopicId", json!(["t"]));
    let fields = [seq, ("Random", json!("x")), time.clone(), topic.clone(), body.clone()];
    refuses::<group::AfterSendMessage>(&group, &fields);
    refuses::<bot::AfterMention>(&group, &fields);
    refuses::<official::AfterSendMessage>(&json!({"Official_Account": "o"}), &[time, key, body]);
    refuses::<group::AfterRecall>(&json!({"GroupId": "g", "MsgSeqList": []}), &[topic]);
}

#[test]
fn elements_keep_what_they_do_not_know() {
    let body = json!({
        "GroupId": "g", "From_Account": "amy",
        "MsgBody": [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "x", "New": 1}, "Beside": 2}, 3],
    });
    assert_eq!(rewritten::<group::AfterSendMessage>(&body.to_string()), body);
}

#[test]
fn a_bad_entry_costs_no_good_one() {
    let body = json!({"GroupId": "g", "MsgSeqList": ["odd", {"MsgSeq": 7, "MsgId": {}}, {"MsgSeq": "x"}, {"MsgSeq": "9"}, 5]});
    let event: group::AfterRecall = decode(&body.to_string()).unwrap();
    assert_eq!(event.msg_seq_list.unreadable(), 3);
    let left = json!({"GroupId": "g", "MsgSeqList": [{"MsgSeq": 7}, {"MsgSeq": 9}]});
    assert_eq!(serde_json::to_value(&event).unwrap(), left);
}

#[test]
fn an_empty_list_is_written_where_it_came_or_was_set() {
    let lists = |body: &str| {
        let event: group::AfterSendMessage = decode(body).unwrap();
        serde_json::to_value(&event).unwrap().get("GroupAtInfo").cloned()
    };
    assert_eq!(lists(r#"{"GroupId":"g","From_Account":"amy","GroupAtInfo":[]}"#), Some(json!([])));
    assert_eq!(lists(r#"{"GroupId":"g","From_Account":"amy","GroupAtInfo":{}}"#), None);
    assert_eq!(lists(r#"{"GroupId":"g","From_Account":"amy"}"#), None);
}

#[test]
fn both_sides_of_a_disagreement_are_read() {
    let flat = json!({"EventType": 1, "EventTime": 1, "From_Account": "amy", "To_Account": "ben", "MsgKey": "1_2_3"});
    let event: push::OfflinePush = decode(&flat.to_string()).unwrap();
    assert_eq!(serde_json::to_value(&event).unwrap(), json!({"Events": [flat]}));
    let named = json!({"CallbackCommand": "Push.OfflinePush", "To_Account": "cleo"});
    let many = json!({"Events": [flat, named, 1], "New": 1});
    let event: push::OfflinePush = decode(&many.to_string()).unwrap();
    assert_eq!(event.0.events.unreadable(), 1);
    assert_eq!(serde_json::to_value(&event).unwrap(), json!({"Events": [flat, named]}));

    for name in ["Member_Account", "Modified_Account"] {
        let body = json!({"GroupId": "g", name: "amy", "Role": "Owner"});
        let event: group::AfterFieldChange = decode(&body.to_string()).unwrap();
        assert_eq!(event.account().map(crate::model::UserId::as_str), Some("amy"));
        assert_eq!(serde_json::to_value(&event).unwrap(), body);
    }
    for (name, robots) in [("AtRobots_Account", json!(["@RBT#1"])), ("AtRobotAccount", json!("@RBT#1"))] {
        let body = json!({"GroupId": "g", "From_Account": "amy", name: robots});
        let event: bot::AfterMention = decode(&body.to_string()).unwrap();
        assert_eq!(event.robots(), ["@RBT#1"]);
        assert_eq!(serde_json::to_value(&event).unwrap()[name], json!(["@RBT#1"]));
    }
    for name in ["ContactType", "Type"] {
        let body = json!({"Scene": "C2C", "From_Account": "amy", "ContactItem": {name: 1, "To_Account": "ben"}, "TextContent": "x"});
        let event: moderation::Judgement = decode(&body.to_string()).unwrap();
        assert_eq!(event.contact.as_ref().and_then(moderation::Contact::kind), Some(1));
        assert_eq!(*event.text_content, ["x"]);
        assert_eq!(serde_json::to_value(&event).unwrap()["ContactItem"], body["ContactItem"]);
    }
    let event: follow::AfterUnfollow = decode(r#"{"From_Account":"amy","To_Account":[1,"b"]}"#).unwrap();
    assert_eq!(*event.to, ["1", "b"]);
    let bare = r#"{"CallInfo":{"CallId":"c"},"UserList":[{"User_Account":144115290000000001234567}]}"#;
    assert_eq!(decode::<call::AfterStart>(bare).unwrap().users[0].account, "144115290000000001234567");
    let odd =
        r#"{"From_Account":"amy","FriendItem":[{"To_Account":"ben","AddSource":7}],"ForceAddFlags":"1"}"#;
    let event: sns::BeforeFriendAdd = decode(odd).unwrap();
    assert_eq!((event.friend_item[0].add_source.as_deref(), event.forced), (Some("7"), Some(true)));
}

#[test]
fn a_failure_names_the_field() {
    for (change, field) in [
        (json!({"From_Account": null}), "From_Account"),
        (json!({"To_Account": {}}), "To_Account"),
        (json!({"To_Account": [], "From_Account": null}), "From_Account"),
    ] {
        let error = decode::<c2c::AfterSendMessage>(&message(&change)).unwrap_err();
        assert_eq!(error.field(), Some(field), "{error}");
    }
    let error = decode::<c2c::AfterSendMessage>(r#"{"From_Account":"amy","MsgSeq":1}"#).unwrap_err();
    assert_eq!(error.field(), Some("To_Account"), "{error}");
    let error = decode::<c2c::AfterRecall>(&message(&json!({"MsgKey": ""}))).unwrap_err();
    assert!(error.to_string().starts_with("field `MsgKey`: expected a string that is not empty"), "{error}");
    for odd in ["", "[]", r#"["amy","ben"]"#, "null", "{", "{} x", &(message(&json!({})) + "x")] {
        let error = decode::<c2c::AfterSendMessage>(odd).unwrap_err();
        assert_eq!(error.field(), None, "{odd}: {error}");
    }
    let gift = r#"{"RoomId":"r","GiftWater":{"From_Account":["secret"]}}"#;
    let error = decode::<live::BeforeSendGift>(gift).unwrap_err();
    assert_eq!(error.to_string(), "field `GiftWater.From_Account`: expected a string");
    for secret in
        [r#"{"From_Account":"a","To_Account":"b","MsgSeq":"secret"}"#, r#""secret""#, r#"["secret"]"#]
    {
        let error = decode::<c2c::AfterSendMessage>(secret).unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
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
