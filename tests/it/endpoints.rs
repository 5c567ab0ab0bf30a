//! The structs of the REST interface against the list of endpoints: complete, exact, strict towards requests and
//! lenient towards replies.

mod batches;
mod constructors;
mod failures;
mod pages;
mod sample;
mod table;

use imhook::rest::{ENDPOINTS, Entry, Retry, endpoint};
use sample::{Field, Listed, at, full, listed, minimal, without};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Each endpoint of the list with its entry.
fn pairs() -> Vec<(Listed, &'static Entry)> {
    listed()
        .into_iter()
        .map(|listed| (endpoint(&listed.path).unwrap_or_else(|| panic!("{}", listed.path)), listed))
        .map(|(entry, listed)| (listed, entry))
        .collect()
}

#[test]
fn every_endpoint_is_there_once() {
    let listed: BTreeSet<_> = listed().into_iter().map(|listed| listed.path).collect();
    let ours: BTreeSet<_> = ENDPOINTS.iter().map(|entry| entry.path.to_owned()).collect();
    assert_eq!(ours, listed);
    assert_eq!((ENDPOINTS.len(), listed.len()), (187, 187));
    let calls: BTreeSet<_> = ENDPOINTS.iter().map(|entry| entry.call).collect();
    assert_eq!(calls.len(), 187);
}

#[test]
fn an_endpoint_is_found_by_every_form_of_its_path() {
    for path in ["v4/openim/sendmsg", "/v4/openim/sendmsg", "openim/sendmsg", "/openim/sendmsg"] {
        assert_eq!(endpoint(path).map(|entry| entry.call), Some("c2c::SendMessage"), "{path}");
    }
    for path in ["", "sendmsg", "openim", "v5/openim/sendmsg", "openim/SendMsg"] {
        assert!(endpoint(path).is_none(), "{path}");
    }
    let entry = endpoint("sns/friend_add").unwrap();
    assert_eq!((entry.module(), entry.name()), ("sns::friend", "Add"));
}

#[test]
fn an_entry_says_what_the_list_says() {
    for (listed, entry) in pairs() {
        assert_eq!(entry.title, listed.zh);
        assert!(entry.limits.ends_with('.') && !entry.limits.contains('\n'), "{}", entry.call);
        match listed.limits.per_second {
            Some(limit) => assert_eq!(entry.per_second, limit, "{}", entry.call),
            None => assert!(entry.per_second <= 200, "{}", entry.call),
        }
        let legacy: BTreeSet<_> =
            entry.legacy.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect();
        assert!(listed.legacy_names.into_iter().all(|name| legacy.contains(&name)), "{}", entry.call);
    }
}

#[test]
fn a_request_with_every_field_comes_through_unchanged() {
    for (listed, entry) in pairs() {
        let request = full(&listed.request);
        assert_eq!(entry.unknown(&request), Vec::<String>::new(), "{}", entry.call);
        assert_eq!(entry.decode(&request), Ok(request), "{}", entry.call);
    }
}

#[test]
fn a_request_needs_what_is_required_and_nothing_else() {
    let mut required = 0;
    for (listed, entry) in pairs() {
        let request = minimal(&listed.request);
        assert_eq!(entry.decode(&request).as_ref(), Ok(&request), "{}", entry.call);
        for field in listed.request.iter().filter(|field| field.required == Some(true)) {
            let error =
                entry.decode(&without(full(&listed.request), &field.steps())).unwrap_err().to_string();
            let said = format!("missing field `{}`", field.name());
            assert!(error.contains(&said), "{} {}: {error}", entry.call, field.field);
            let mut null = full(&listed.request);
            *at(&mut null, &field.steps()) = Value::Null;
            let error = entry.decode(&null).unwrap_err().to_string();
            assert!(error.contains(&said), "{} {}: {error}", entry.call, field.field);
            required += 1;
        }
    }
    assert!(required > 300, "{required}");
}

#[test]
fn null_is_the_same_as_missing() {
    for (listed, entry) in pairs() {
        for field in listed.request.iter().filter(|field| field.required != Some(true)) {
            let mut null = full(&listed.request);
            *at(&mut null, &field.steps()) = Value::Null;
            let expected = without(full(&listed.request), &field.steps());
            assert_eq!(entry.decode(&null), Ok(expected), "{} {}", entry.call, field.field);
        }
    }
}

/// Values that are not of the field's type.
fn unfit(field: &Field) -> Vec<Value> {
    match field.kind.as_str() {
        "string" => vec![json!(5), json!(true), json!([]), json!({})],
        "integer" => vec![json!("5"), json!(1.5), json!(true), json!([]), json!({})],
        "boolean" => vec![json!("true"), json!(1), json!([]), json!({})],
        "any" => vec![],
        kind if kind.starts_with("array") => {
            let mut values = vec![json!("one"), json!(5), json!({})];
            match kind {
                "array<string>" => values.extend([json!([5]), json!([{}]), json!([["one"]])]),
                "array<integer>" => values.extend([json!(["5"]), json!([{}])]),
                "array<object>" => values.extend([json!([5]), json!(["one"])]),
                _ => {}
            }
            values
        }
        _ => vec![json!("one"), json!(5), json!(true), json!([])],
    }
}

#[test]
fn a_request_with_a_wrong_type_is_refused() {
    let mut tried = 0;
    for (listed, entry) in pairs() {
        for field in &listed.request {
            for value in unfit(field) {
                let mut request = full(&listed.request);
                *at(&mut request, &field.steps()) = value.clone();
                let error =
                    entry.decode(&request).expect_err(&format!("{} {}: {value}", entry.call, field.field));
                assert!(error.path().contains(field.name()), "{} {}: {error}", entry.call, field.field);
                tried += 1;
            }
        }
        assert!(entry.decode(&json!([])).is_err() && entry.decode(&json!("{}")).is_err(), "{}", entry.call);
    }
    assert!(tried > 2000, "{tried}");
}

#[test]
fn numbers_in_quotes_are_taken_where_sdks_write_them() {
    let entry = endpoint("openim/sendmsg").unwrap();
    let request = json!({"To_Account": "ben", "MsgRandom": 1, "MsgBody": [],
        "OfflinePushInfo": {"ApnsInfo": {"BadgeMode": "1"}, "AndroidInfo": {"VIVOClassification": "0"}}});
    let push = entry.decode(&request).unwrap()["OfflinePushInfo"].take();
    assert_eq!(push, json!({"ApnsInfo": {"BadgeMode": 1}, "AndroidInfo": {"VIVOClassification": 0}}));
}

#[test]
fn a_field_that_is_not_known_is_kept_and_told() {
    for (listed, entry) in pairs() {
        let mut request = full(&listed.request);
        let mut unknown = vec!["Unheard".to_owned()];
        request["Unheard"] = json!({"of": [1, null]});
        for field in
            listed.request.iter().filter(|field| field.kind == "array<object>" && !field.field.contains('.'))
        {
            request[field.name()][0]["AlsoUnheard"] = json!("of");
            unknown.push(format!("{}[0].AlsoUnheard", field.name()));
        }
        let mut told = entry.unknown(&request);
        told.sort();
        unknown.sort();
        assert_eq!(told, unknown, "{}", entry.call);
        assert_eq!(entry.decode(&request), Ok(request), "{}", entry.call);
    }
}

#[test]
fn old_field_names_become_those_of_today() {
    let mut tried = 0;
    for (listed, entry) in pairs() {
        for (fields, reread) in [
            (&listed.request, (|entry, json| Entry::decode(entry, json)) as fn(&Entry, &Value) -> _),
            (&listed.response, |entry, json| Entry::response(entry, json)),
        ] {
            for (old, new) in entry.legacy {
                for field in fields.iter().filter(|field| field.name() == *new) {
                    let today = full(fields);
                    let mut former = today.clone();
                    let steps = field.steps();
                    let mut holder = at(&mut former, &steps[..steps.len() - 1]);
                    if holder.is_array() {
                        holder = &mut holder[0];
                    }
                    let value = holder.as_object_mut().unwrap().remove(*new).unwrap();
                    holder[*old] = value;
                    assert_eq!(reread(entry, &former), Ok(today), "{} {old}", entry.call);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried >= 25, "{tried}");
}

#[test]
fn a_reply_with_every_field_comes_through_unchanged() {
    for (listed, entry) in pairs() {
        let reply = full(&listed.response);
        assert_eq!(entry.response(&reply), Ok(reply), "{}", entry.call);
    }
}

/// The reply with each number in quotes.
fn quoted(json: &Value, integers: &BTreeSet<&str>) -> Value {
    match json {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| match value {
                Value::Number(number) if integers.contains(name.as_str()) => {
                    (name.clone(), json!(number.to_string()))
                }
                value => (name.clone(), quoted(value, integers)),
            })
            .collect(),
        Value::Array(items) => items.iter().map(|item| quoted(item, integers)).collect(),
        value => value.clone(),
    }
}

#[test]
fn a_reply_is_read_with_numbers_as_strings_and_nulls() {
    for (listed, entry) in pairs() {
        let reply = full(&listed.response);
        // The list says of MsgFlag that it is a number, and names words for it: it is read as it comes.
        let integers = listed.response.iter().filter(|field| field.kind == "integer").map(Field::name);
        let integers = integers.filter(|name| *name != "MsgFlag").collect();
        assert_eq!(entry.response(&quoted(&reply, &integers)).as_ref(), Ok(&reply), "{}", entry.call);

        let mut more = reply.clone();
        more["Unheard"] = json!({"of": [1, null]});
        more["ActionStatus"] = json!("OK");
        more["ErrorDisplay"] = json!(null);
        assert_eq!(entry.response(&more).as_ref(), Ok(&reply), "{}", entry.call);

        assert!(entry.response(&json!({})).is_ok(), "{}", entry.call);
        for field in &listed.response {
            assert!(
                entry.response(&without(reply.clone(), &field.steps())).is_ok(),
                "{} {}",
                entry.call,
                field.field
            );
            let mut null = reply.clone();
            *at(&mut null, &field.steps()) = Value::Null;
            assert!(entry.response(&null).is_ok(), "{} {}", entry.call, field.field);
        }
    }
}

#[test]
fn unknown_values_are_written_as_they_were_read() {
    use imhook::rest::group::{Create, GroupType};
    let entry = endpoint("group_open_http_svc/create_group").unwrap();
    for word in
        ["Public", "Private", "Work", "ChatRoom", "Meeting", "AVChatRoom", "Community", "Tomorrow", ""]
    {
        let request = json!({"Type": word, "Name": "n", "ApplyJoinOption": word});
        assert_eq!(entry.decode(&request), Ok(request));
    }
    assert_eq!(Create::new(GroupType::AvChatRoom, "n").kind.as_str(), "AVChatRoom");
    assert_eq!(GroupType::from("Community"), GroupType::Community);
    assert_eq!(GroupType::from("Tomorrow"), GroupType::Other("Tomorrow".to_owned()));
}

#[test]
fn a_request_that_is_retried_has_a_key_or_needs_none() {
    let keyed: BTreeSet<_> =
        ENDPOINTS.iter().filter(|entry| entry.retry == Retry::Keyed).map(|entry| entry.path).collect();
    let expected = BTreeSet::from([
        "v4/openim/sendmsg",
        "v4/openim/batchsendmsg",
        "v4/openim/importmsg",
        "v4/group_open_http_svc/send_group_msg",
        "v4/group_open_http_svc/send_broadcast_msg",
        "v4/official_account_open_http_svc/send_official_account_msg",
        "v4/all_member_push/im_push",
        "v4/timpush/push",
        "v4/timpush/batch",
    ]);
    assert_eq!(keyed, expected);
    let keys = ["MsgRandom", "Random", "MsgSeq"];
    for (listed, entry) in pairs().into_iter().filter(|(_, entry)| entry.retry == Retry::Keyed) {
        // Also the part of the key that need not be given; what is given stays.
        let fields = || listed.request.iter().filter(|field| keys.contains(&field.name()));
        assert!(fields().any(|field| field.required == Some(true)), "{}", entry.call);
        let mut fixed = minimal(&listed.request);
        entry.fix_key(&mut fixed);
        assert!(fields().all(|field| fixed[field.name()].is_u64()), "{}: {fixed}", entry.call);
        let (mut again, mut whole) = (fixed.clone(), full(&listed.request));
        entry.fix_key(&mut again);
        entry.fix_key(&mut whole);
        assert_eq!((again, whole), (fixed, full(&listed.request)), "{}", entry.call);
    }
}

#[test]
fn a_request_that_would_act_twice_is_never_retried() {
    let never: BTreeSet<_> =
        ENDPOINTS.iter().filter(|entry| entry.retry == Retry::Never).map(|entry| entry.call).collect();
    let expected = BTreeSet::from([
        "audit::cloud::Add",
        "audit::local::Add",
        "community::permission::Create",
        "community::topic::Create",
        "community::topic::Import",
        "group::Create",
        "group::Import",
        "group::counter::Update",
        "group::message::Clear",
        "group::message::Import",
        "group::message::Notify",
        "official::account::Create",
        "robot::SendChunk",
        "timpush::task::Add",
    ]);
    assert_eq!(never, expected);
}
