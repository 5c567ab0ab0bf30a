//! The catalogue of commands: complete, documented, and as good as its word on every sample.

use crate::support::examples::compile;
use crate::support::fixture::Fixture;
use imhook::callback::ack::{
    Admission, C2cCode, Failed, FriendCode, FriendResults, GiftCode, GroupCode, OfficialCode, Permission,
    Reply, Rewrite, Verdict,
};
use imhook::callback::{self, COMMANDS, Callback, Command, Kind, bot, c2c, group, live, official, sns};
use imhook::model::Element;
use imhook::model::element::Custom;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;

fn file(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn of(fixture: &Fixture) -> &'static Command {
    callback::command(fixture.command()).unwrap_or_else(|| panic!("{} is not known", fixture.command()))
}

#[test]
fn every_command_is_there_once() {
    let names: Vec<_> = COMMANDS.iter().map(|command| command.name).collect();
    assert!(names.is_sorted_by(|a, b| a < b), "the search relies on it");
    let list = std::fs::read_to_string(file("tests/fixtures/commands.txt")).unwrap();
    assert_eq!(names, list.lines().collect::<Vec<_>>());
    assert_eq!(names.len(), 79);
    for command in COMMANDS {
        assert_eq!(callback::command(command.name).map(|found| found.name), Some(command.name));
        assert!(!command.title.is_empty());
    }
    for unknown in ["", "c2c.callbackaftersendmsg", "Live.CallbackBeforeCallBackNotBlock", "Z", "A"] {
        assert!(callback::command(unknown).is_none(), "{unknown}");
    }
}

#[test]
fn kinds_and_answers_go_together() {
    let of_kind = |kind| COMMANDS.iter().filter(move |command| command.kind == kind);
    assert_eq!(of_kind(Kind::Before).count(), 12);
    assert_eq!(
        of_kind(Kind::Content).map(|command| command.name).collect::<Vec<_>>(),
        ["Chatbot.OnC2CSignalMessage"]
    );
    for command in COMMANDS {
        let before = ["CallbackBefore", "CallbackPrev"].iter().any(|word| command.name.contains(word));
        assert_eq!(command.kind == Kind::Before, before, "{}", command.name);
        assert_eq!(command.kind == Kind::After, command.ack == "Received", "{}", command.name);
    }
    let named = |name| callback::command(name).map(|command| (command.event, command.ack)).unwrap();
    let invite = ("group::BeforeInvite", "Admission<Members>");
    assert_eq!(named("Group.CallbackBeforeInviteJoinGroup"), invite);
    let message = ("c2c::BeforeSendMessage", "Verdict<C2cCode>");
    assert_eq!(named("C2C.CallbackBeforeSendMsg"), message);
}

/// Numbers and strings of digits count as equal: Tencent quotes some, we write numbers.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.to_string().into(),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(entries) => entries.iter().map(|(name, value)| (name.clone(), plain(value))).collect(),
        other => other.clone(),
    }
}

fn rewritten(command: &Command, body: &Value) -> Value {
    serde_json::from_str(&(command.rewrite)(&body.to_string()).unwrap()).unwrap()
}

#[test]
fn every_documented_field_of_a_sample_is_read_and_written() {
    let mut seen = std::collections::BTreeSet::new();
    for fixture in Fixture::all() {
        let command = of(&fixture);
        (command.check)(&fixture.body.to_string())
            .unwrap_or_else(|error| panic!("{}: {error}", fixture.name));
        let mut body = fixture.body.clone();
        body.as_object_mut().unwrap().remove("CallbackCommand");
        assert_eq!(plain(&rewritten(command, &body)), plain(&body), "{}", fixture.name);
        // Something new in every object stays where it must be given back: in elements.
        let mut more = body.clone();
        extend(&mut more);
        let mut kept = body;
        kept.get_mut("MsgBody").into_iter().for_each(extend);
        assert_eq!(plain(&rewritten(command, &more)), plain(&kept), "{}", fixture.name);
        seen.insert(command.name);
    }
    // Of the commands of other products, only those that are fully typed have samples.
    let unseen = COMMANDS.iter().filter(|command| !seen.contains(command.name));
    let unseen: Vec<_> = unseen.map(|command| command.name).collect();
    assert_eq!(unseen.len(), 18);
    assert!(
        unseen
            .iter()
            .all(|name| name.starts_with("Live.") || name.starts_with("Mic.") || name.starts_with("Room."))
    );
    for name in unseen {
        let body = json!({"Operator_Account": "@TIM#SYSTEM", "RoomId": "r", "EventType": "DestroyByUser",
                          "EventTime": 1_703_589_922_780_i64});
        let mut sent = body.clone();
        sent["RoomInfo"] = json!({"IsSeatEnabled": true});
        assert_eq!(rewritten(callback::command(name).unwrap(), &sent), body, "{name}");
    }
}

/// Adds an unknown field to each object.
fn extend(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(extend),
        Value::Object(entries) => {
            entries.values_mut().for_each(extend);
            entries.insert("Tomorrow".to_owned(), json!({"a": [null, 1, "x"]}));
        }
        _ => {}
    }
}

/// Answers made by hand, in the order of the sample's.
fn made<C: Callback>(body: &str, make: impl Fn(&C) -> Vec<C::Ack>) -> Vec<Value> {
    let event = callback::decode(body).unwrap();
    make(&event).iter().map(|ack| serde_json::to_value(ack).unwrap()).collect()
}

fn rewrite(text: &str, data: &str) -> Rewrite {
    let level = Custom {
        data: Some(r#"{"level":7}"#.into()),
        desc: Some("member level".into()),
        ext: Some(String::new()),
        sound: Some(String::new()),
    };
    Rewrite::body([Element::from(text), Element::Custom(level.into())]).cloud_custom_data(data)
}

fn acks(fixture: &Fixture) -> Vec<Value> {
    let body = &fixture.body.to_string();
    match fixture.command() {
        c2c::BeforeSendMessage::COMMAND => made::<c2c::BeforeSendMessage>(body, |_| {
            vec![
                Verdict::allow(),
                Verdict::refuse("not allowed"),
                Verdict::drop_silently(),
                Verdict::refuse_with(C2cCode::at::<120_001>(), "please slow down"),
                Verdict::rewrite(rewrite("good ***", r#"{"trace":"a1","checked":1}"#)),
            ]
        }),
        group::BeforeSendMessage::COMMAND => made::<group::BeforeSendMessage>(body, |_| {
            vec![
                Verdict::allow(),
                Verdict::refuse("muted"),
                Verdict::drop_silently(),
                Verdict::refuse_with(GroupCode::at::<10_150>(), "links need approval"),
                Verdict::rewrite(rewrite("see ***", r#"{"trace":"g1","checked":1}"#)),
            ]
        }),
        official::BeforeSendMessage::COMMAND => made::<official::BeforeSendMessage>(body, |_| {
            vec![
                Verdict::allow(),
                Verdict::refuse("not allowed"),
                Verdict::drop_silently(),
                Verdict::refuse_with(OfficialCode::at::<120_011>(), "quiet hours"),
                Verdict::rewrite(Rewrite::body(["new harvest is in!"]).cloud_custom_data(r#"{"camp":5}"#)),
            ]
        }),
        group::BeforeApply::COMMAND => made::<group::BeforeApply>(body, |_| group_permission()),
        group::BeforeCreate::COMMAND => made::<group::BeforeCreate>(body, |_| group_permission()),
        group::BeforeCreateTopic::COMMAND => made::<group::BeforeCreateTopic>(body, |_| group_permission()),
        official::BeforeCreate::COMMAND => made::<official::BeforeCreate>(body, |_| {
            let code = OfficialCode::at::<120_010>();
            vec![
                Permission::allow(),
                Permission::refuse("not allowed"),
                Permission::refuse_with(code, "quota used up"),
            ]
        }),
        live::BeforeSendGift::COMMAND => made::<live::BeforeSendGift>(body, |_| {
            let code = GiftCode::at::<102_101>();
            vec![
                Permission::allow(),
                Permission::refuse("no coins"),
                Permission::refuse_with(code, "gift retired"),
            ]
        }),
        group::BeforeInvite::COMMAND => made::<group::BeforeInvite>(body, |_| {
            let code = GroupCode::at::<10_101>();
            vec![
                Admission::allow(),
                Admission::except(["eli"]),
                Admission::refuse("not allowed"),
                Admission::refuse_with(code, "group is frozen"),
            ]
        }),
        official::BeforeSubscribe::COMMAND => made::<official::BeforeSubscribe>(body, |_| {
            vec![Admission::allow(), Admission::except(["cleo"]), Admission::refuse("closed")]
        }),
        sns::BeforeFriendAdd::COMMAND => made::<sns::BeforeFriendAdd>(body, |event| {
            let code = FriendCode::at::<38_001>();
            vec![
                FriendResults::allow_all(event),
                FriendResults::allow_all(event).refuse("cleo", code, "does not accept requests"),
                FriendResults::failed(FriendCode::FIRST, "app failure, request goes through"),
            ]
        }),
        sns::BeforeFriendResponse::COMMAND => made::<sns::BeforeFriendResponse>(body, |event| {
            let code = FriendCode::at::<38_100>();
            vec![
                FriendResults::allow_all(event),
                FriendResults::allow_all(event).refuse("amy", code, "list is full"),
            ]
        }),
        bot::BeforeAnswer::COMMAND => made::<bot::BeforeAnswer>(body, |_| {
            vec![Reply::data(r#"{"menu":["green","black"]}"#), Reply::none()]
        }),
        _ => {
            assert_eq!(of(fixture).kind, Kind::After);
            let received = serde_json::to_value(callback::Received).unwrap();
            let failed = serde_json::to_value(Failed("store unavailable".into())).unwrap();
            [received, failed].into_iter().take(fixture.acks.len()).collect()
        }
    }
}

fn group_permission() -> Vec<Permission<GroupCode>> {
    let code = GroupCode::at::<10_100>();
    vec![
        Permission::allow(),
        Permission::refuse("not allowed"),
        Permission::refuse_with(code, "ask support first"),
    ]
}

#[test]
fn every_documented_answer_can_be_made() {
    for fixture in Fixture::all() {
        assert!(!fixture.acks.is_empty());
        assert_eq!(acks(&fixture), fixture.acks, "{}", fixture.name);
    }
}

#[test]
fn policies_answer_every_sample() {
    let refusals = ["Verdict", "Permission", "Admission", "FriendResults"];
    for fixture in Fixture::all() {
        let (command, body) = (of(&fixture), fixture.body.to_string());
        let pass: Value = serde_json::from_str(&(command.pass)(&body).unwrap()).unwrap();
        // The sample's first answer to a question has content, which no policy has.
        let carry_on = fixture.acks.get(usize::from(command.kind == Kind::Content)).unwrap();
        assert_eq!(&pass, carry_on, "{}", fixture.name);
        let refuse = (command.refuse)(&body).unwrap().map(|ack| serde_json::from_str::<Value>(&ack).unwrap());
        let refuses = refusals.iter().any(|ack| command.ack.starts_with(ack));
        assert_eq!(refuse.is_some(), refuses, "{}", fixture.name);
        if let Some(refuse) = refuse {
            let items = refuse["ResultItem"].as_array();
            let all = items.map_or(refuse["ErrorCode"] == 1, |items| {
                items.len() == 2 && items.iter().all(|item| item["ResultCode"] == 38_000)
            });
            assert!(all, "{refuse}");
        }
        // The plain answer would promise content.
        let unread = (command.pass)("[]").ok().map(|ack| serde_json::from_str::<Value>(&ack).unwrap());
        assert_eq!(unread, (command.kind == Kind::Content).then_some(pass), "{}", fixture.name);
        let unread = (command.refuse)("[]").ok().flatten();
        assert_eq!(unread.is_some(), refuses && command.ack != "FriendResults", "{}", fixture.name);
    }
}

#[test]
fn the_docs_list_every_command() {
    let mut table = String::from(
        "# Callbacks\n\nEvery command that Tencent posts, with its type in `imhook::callback` and the answer that it takes. The names of\n\
         `Call`, `Live`, `Mic` and `Room`, which are products beside IM, are descriptions.\n\n\
         | command | kind | type | answer | name |\n| --- | --- | --- | --- | --- |\n",
    );
    for command in COMMANDS {
        let Command { name, kind, event, ack, title, .. } = command;
        writeln!(table, "| `{name}` | {kind} | `{event}` | `{ack}` | {title} |").unwrap();
    }
    let path = file("docs/callbacks.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), table, "UPDATE_DOCS=1 writes it");
}

#[test]
fn a_wrong_answer_does_not_compile_and_the_error_names_it() {
    let mut samples = 0;
    for entry in std::fs::read_dir(file("tests/ui")).unwrap() {
        let sample = entry.unwrap().path();
        let output = compile(&sample);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{} compiles", sample.display());
        // What the compiler has to say stands at the sample's end.
        let text = std::fs::read_to_string(&sample).unwrap();
        let expected: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("//~ ")).collect();
        assert!(!expected.is_empty(), "{} expects nothing", sample.display());
        for words in expected {
            assert!(said.contains(words), "{}: no {words:?} in {said}", sample.display());
        }
        samples += 1;
    }
    assert_eq!(samples, 11);
}

/// A JSON text of any shape, with the names of the samples in it.
fn json_text(names: Vec<String>) -> impl Strategy<Value = String> {
    let number = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_filter_map("no number", |number| number.is_finite().then(|| format!("{number:e}"))),
        "-?[1-9][0-9]{0,60}",
    ];
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|flag| flag.to_string()),
        number,
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
        "[0-9]{1,20}".prop_map(|digits| format!("\"{digits}\"")),
        Just(r#""\ud800\u0000""#.to_owned()),
    ];
    let name = proptest::sample::select(names);
    let object = move |value: BoxedStrategy<String>| {
        prop::collection::vec((name.clone(), value), 0..12).prop_map(|fields| {
            let fields: Vec<_> = fields.iter().map(|(name, value)| format!("{name:?}:{value}")).collect();
            format!("{{{}}}", fields.join(","))
        })
    };
    let inner = object.clone();
    let value = leaf.prop_recursive(6, 64, 8, move |value| {
        prop_oneof![
            prop::collection::vec(value.clone(), 0..6).prop_map(|items| format!("[{}]", items.join(","))),
            inner(value.boxed()),
        ]
    });
    object(value.boxed())
}

fn names(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| names(item, into)),
        Value::Object(entries) => entries.iter().for_each(|(name, value)| {
            into.push(name.clone());
            names(value, into);
        }),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_body_makes_a_command_panic(text in json_text({
        let mut all = vec!["New".to_owned()];
        for fixture in Fixture::all() {
            names(&fixture.body, &mut all);
        }
        all.sort();
        all.dedup();
        all
    })) {
        for command in COMMANDS {
            if (command.check)(&text).is_ok() {
                let once = (command.rewrite)(&text).unwrap();
                // What we write we read, and write the same way.
                prop_assert_eq!((command.rewrite)(&once).unwrap(), once, "{}", command.name);
                (command.pass)(&text).unwrap();
            }
        }
    }

    #[test]
    fn a_sample_with_a_spoiled_value_never_panics(
        place in any::<prop::sample::Index>(),
        spoil in any::<prop::sample::Index>(),
        value in prop_oneof![Just(json!(null)), Just(json!({})), Just(json!([[]])), Just(json!("")), Just(json!(-1)), Just(json!(1e300)), Just(json!("x"))],
    ) {
        let fixture = place.get(&Fixture::all()).body.clone();
        let command = callback::command(place.get(&Fixture::all()).command()).unwrap();
        let mut body = fixture;
        let entries = body.as_object_mut().unwrap();
        let name = spoil.get(&entries.keys().cloned().collect::<Vec<_>>()).clone();
        entries.insert(name, value);
        let _ = (command.check)(&body.to_string());
    }
}
