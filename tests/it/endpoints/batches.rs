//! Requests with more items than one call takes.

use super::{full, pairs};
use imhook::rest::{
    Batch, account, audit, c2c, community, conversation, extension, follow, group, live, official, profile,
    push, sns, timpush,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The calls of a request with `count` items, made from the list's fields.
fn calls<B: Batch<Item: Clone>>(count: usize) -> Vec<B> {
    let (listed, _) = pairs().into_iter().find(|(listed, _)| listed.path == B::PATH).unwrap();
    let mut request: B = serde_json::from_value(full(&listed.request)).unwrap();
    let item = request.items().unwrap()[0].clone();
    *request.items().unwrap() = vec![item; count];
    request.split()
}

fn lengths<B: Batch>(calls: Vec<B>) -> Vec<usize> {
    calls.into_iter().map(|mut call| call.items().unwrap().len()).collect()
}

fn respects_its_maximum<B: Batch<Item: Clone>>() -> &'static str {
    let max = B::MAX;
    assert_eq!(lengths(calls::<B>(2 * max + 1)), [max, max, 1], "{}", B::PATH);
    assert_eq!(lengths(calls::<B>(max)), [max], "{}", B::PATH);
    assert_eq!(lengths(calls::<B>(0)), [0], "{}", B::PATH);
    assert!(B::LIMITS.contains(&max.to_string()), "{}: {}", B::PATH, B::LIMITS);

    let (listed, _) = pairs().into_iter().find(|(listed, _)| listed.path == B::PATH).unwrap();
    assert!(listed.limits.notes.contains(&format!("<={max}")), "{}: {}", B::PATH, listed.limits.notes);

    // All but the list is in every call.
    let written: Vec<Value> =
        calls::<B>(2 * max).iter().map(|call| serde_json::to_value(call).unwrap()).collect();
    assert_eq!(written.len(), 2, "{}", B::PATH);
    assert_eq!(written[0], written[1], "{}", B::PATH);

    // What comes back is put together, nothing is lost.
    let reply = || -> B::Response { serde_json::from_value(full(&listed.response)).unwrap() };
    let joined = serde_json::to_value(B::join(vec![reply(), reply(), reply()])).unwrap();
    let one = serde_json::to_value(reply()).unwrap();
    for (name, value) in one.as_object().unwrap() {
        if let Value::Array(items) = value {
            assert_eq!(joined[name].as_array().unwrap().len(), 3 * items.len(), "{} {name}", B::PATH);
        }
    }
    assert_eq!(serde_json::to_value(B::join(vec![reply()])).unwrap(), one, "{}", B::PATH);
    let _: B::Response = B::join(Vec::new());
    B::PATH
}

macro_rules! all {
    ($($call:ty),+ $(,)?) => { BTreeSet::from([$(respects_its_maximum::<$call>()),+]) };
}

#[test]
fn no_call_has_more_than_it_takes() {
    let tried = all![
        account::ImportMany,
        account::Delete,
        account::Check,
        account::GetOnlineStatus,
        account::GetState,
        profile::Get,
        sns::friend::Import,
        sns::friend::Delete,
        sns::friend::Check,
        sns::friend::Get,
        sns::blacklist::Add,
        sns::blacklist::Remove,
        sns::blacklist::Check,
        sns::list::Delete,
        sns::list::Get,
        follow::Add,
        follow::Delete,
        follow::Check,
        follow::Count,
        c2c::GetUnreadCount,
        c2c::DeleteMessages,
        extension::SetC2c,
        extension::SetGroup,
        group::Get,
        group::member::Get,
        group::member::Add,
        group::member::Delete,
        group::member::GetRoles,
        group::member::Import,
        group::mute::Set,
        group::ban::Add,
        group::ban::Remove,
        group::message::Notify,
        group::message::Recall,
        group::message::Import,
        group::message::SendReceipts,
        live::Mark,
        community::permission::Destroy,
        community::permission::AddMembers,
        community::permission::DeleteMembers,
        community::topic_permission::Add,
        community::topic_permission::Set,
        conversation::Mark,
        conversation::group::Search,
        push::attribute::Get,
        push::attribute::Set,
        push::attribute::Remove,
        push::tag::Get,
        push::tag::Add,
        push::tag::Remove,
        push::tag::Clear,
        timpush::attribute::Get,
        timpush::attribute::Set,
        timpush::attribute::Remove,
        timpush::tag::Get,
        timpush::tag::Add,
        timpush::tag::Remove,
        timpush::tag::Clear,
        timpush::figures::OfTasks,
        timpush::loss::OfTasks,
        official::message::Recall,
        audit::moderation::CheckMany,
        audit::local::Add,
        audit::local::Delete,
        audit::cloud::Delete,
    ];
    // The other limits of a call are of pages, of one message for several, or of two lists at once.
    let whole: BTreeSet<_> = pairs()
        .iter()
        .filter(|(listed, _)| {
            let mut parts = listed.limits.notes.split("; ");
            parts.any(|part| part.starts_with("<=") && part.contains("a call"))
        })
        .map(|(listed, _)| listed.path.clone())
        .filter(|path| !tried.contains(path.as_str()))
        .collect();
    let expected =
        ["v4/group_open_http_svc/group_msg_get_simple", "v4/openim/batchsendmsg", "v4/sns/group_add"];
    assert_eq!(whole, expected.map(str::to_owned).into());
}

#[test]
fn a_request_without_the_list_stays_one() {
    let all = c2c::GetUnreadCount::new("amy");
    assert_eq!(all.clone().split(), [all]);
    let everybody = group::message::Notify::new("@TGS#1", "hello");
    assert_eq!(everybody.clone().split(), [everybody]);
}

#[test]
fn accounts_by_name_are_split_too() {
    let calls = account::ImportMany::new((0..201).map(|n| n.to_string())).split();
    let names: Vec<_> = calls.iter().map(|call| call.accounts.as_ref().unwrap().len()).collect();
    assert_eq!(names, [100, 100, 1]);
    assert_eq!(calls[2].accounts.as_ref().unwrap()[0], "200");
    let both = account::ImportMany {
        accounts: Some(vec!["amy".into()]),
        ..account::ImportMany::with_profiles(Vec::new())
    };
    assert_eq!(both.clone().split(), [both]);
}

#[test]
fn a_split_batch_keeps_the_order() {
    let calls = group::member::Delete::new("@TGS#1", (0..1001).map(|n| n.to_string())).split();
    let members: Vec<_> = calls.into_iter().flat_map(|call| call.members).collect();
    assert_eq!(members.len(), 1001);
    assert!(members.iter().enumerate().all(|(n, member)| *member == *n.to_string()));
}

#[test]
fn the_counts_of_a_split_batch_add_up() {
    let reply = |count| serde_json::from_value(json!({"Count": count})).unwrap();
    assert_eq!(audit::cloud::Delete::join(vec![reply(10), reply(3)]).count, Some(13));
}
