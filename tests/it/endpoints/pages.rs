//! Where the next page starts, and where the last one was.

use imhook::rest::{
    Paged, audit, c2c, community, conversation, extension, follow, group, live, official, search, sns,
};
use serde_json::{Value, json};

/// The request for the page behind `reply`, as far as it differs from the one before.
fn next<P: Paged>(request: &P, reply: Value) -> Option<Value> {
    let response: P::Response = serde_json::from_value(reply).unwrap();
    let next = request.next(&response)?;
    assert!(request.cursor() != next.cursor(), "{}", P::PATH);
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(request), serde_json::to_value(&next))
    else {
        panic!("{}", P::PATH)
    };
    Some(after.into_iter().filter(|(name, value)| before.get(name) != Some(value)).collect())
}

#[test]
fn roaming_messages_go_on_with_time_and_key() {
    let page = c2c::GetRoamMessages::new("amy", "ben", 100..=200);
    let more = json!({"Complete": 0, "LastMsgTime": 150, "LastMsgKey": "1_2_150", "MsgList": [{}, {}]});
    assert_eq!(next(&page, more.clone()), Some(json!({"MaxTime": 150, "LastMsgKey": "1_2_150"})));
    let response = serde_json::from_value(more).unwrap();
    assert_eq!(c2c::GetRoamMessages::items(response).len(), 2);
    // Within one second only the key moves.
    let same = json!({"Complete": 0, "LastMsgTime": 200, "LastMsgKey": "3_4_200"});
    assert_eq!(next(&page, same), Some(json!({"LastMsgKey": "3_4_200"})));
    assert_eq!(next(&page, json!({"Complete": 1, "LastMsgTime": 150, "LastMsgKey": "1_2_150"})), None);
}

#[test]
fn group_messages_go_on_below_the_smallest() {
    let page = group::message::Get::new("@TGS#1");
    let reply = |finished: Option<i64>, seqs: &[i64]| {
        let list: Vec<_> = seqs.iter().map(|seq| json!({"MsgSeq": seq})).collect();
        json!({"IsFinished": finished, "RspMsgList": list})
    };
    assert_eq!(next(&page, reply(Some(0), &[30, 12, 29])), Some(json!({"ReqMsgSeq": 11})));
    assert_eq!(next(&page, reply(None, &[30])), Some(json!({"ReqMsgSeq": 29})));
    for end in [reply(Some(1), &[30]), reply(Some(2), &[30]), reply(Some(0), &[2, 1]), reply(Some(0), &[])] {
        assert_eq!(next(&page, end), None);
    }
}

#[test]
fn conversations_go_on_with_all_four() {
    let page = conversation::List::new("amy");
    let reply = |flag| json!({"CompleteFlag": flag, "TimeStamp": 1, "StartIndex": 2, "TopTimeStamp": 3, "TopStartIndex": 4});
    let four = json!({"TimeStamp": 1, "StartIndex": 2, "TopTimeStamp": 3, "TopStartIndex": 4});
    assert_eq!(next(&page, reply(0)), Some(four));
    assert_eq!(next(&page, reply(1)), None);
}

#[test]
fn friends_go_on_without_sequences() {
    let page = sns::friend::List::new("amy");
    let reply = |flag| json!({"CompleteFlag": flag, "NextStartIndex": 100, "StandardSequence": 5, "CustomSequence": 6});
    assert_eq!(next(&page, reply(0)), Some(json!({"StartIndex": 100})));
    assert_eq!(next(&page, reply(1)), None);
    assert_eq!(next(&page, reply(9)), None);
}

#[test]
fn members_go_on_by_offset_and_in_communities_by_cursor() {
    let page = group::member::List { limit: Some(2), ..group::member::List::new("@TGS#1") };
    let reply = |total: Option<i64>, count| json!({"MemberNum": total, "MemberList": vec![json!({}); count]});
    assert_eq!(next(&page, reply(Some(5), 2)), Some(json!({"Offset": 2})));
    assert_eq!(next(&page, reply(Some(2), 2)), None);
    assert_eq!(next(&page, reply(Some(5), 0)), None);
    assert_eq!(next(&page, reply(None, 1)), None, "a short page");
    assert_eq!(next(&page, reply(None, 2)), Some(json!({"Offset": 2})));
    let page = group::member::List::of_community("@TGS#_1");
    assert_eq!(serde_json::to_value(&page).unwrap()["Next"], "");
    assert_eq!(next(&page, json!({"Next": "x", "MemberList": [{}]})), Some(json!({"Next": "x"})));
    assert_eq!(next(&page, json!({"Next": "", "MemberList": [{}]})), None);
}

#[test]
fn joined_groups_go_on_only_with_a_limit() {
    let all = group::ListJoined::new("amy");
    let reply = json!({"TotalCount": 5, "GroupIdList": [{}, {}]});
    assert_eq!(next(&all, reply.clone()), None);
    let page = group::ListJoined { limit: Some(2), offset: Some(2), ..all };
    assert_eq!(next(&page, reply), Some(json!({"Offset": 4})));
    assert_eq!(next(&page, json!({"TotalCount": 4, "GroupIdList": [{}, {}]})), None);
}

#[test]
fn extensions_go_on_behind_the_newest_version() {
    let reply = |flag| json!({"CompleteFlag": flag, "LatestSeq": 99, "ExtensionList": [{"Seq": 7}, {"Seq": 9}, {"Seq": 8}]});
    let c2c = extension::GetC2c::new("ben", "1_2_3");
    assert_eq!(next(&c2c, reply(0)), Some(json!({"StartSeq": 10})));
    assert_eq!(next(&c2c, reply(1)), None);
    let group = extension::GetGroup::new("@TGS#1", 5);
    assert_eq!(next(&group, reply(0)), Some(json!({"StartSeq": 10})));
    assert_eq!(next(&group, reply(1)), None);
}

/// Pages that go on with a value of the reply, until it is 0 or empty, or a flag says that it is over.
#[test]
fn other_pages_go_on_with_what_the_reply_says() {
    fn check<P: Paged>(page: &P, more: Value, changed: Value, end: Value) {
        assert_eq!(next(page, more), Some(changed), "{}", P::PATH);
        assert_eq!(next(page, end), None, "{}", P::PATH);
        assert_eq!(next(page, json!({})), None, "{}", P::PATH);
    }
    check(
        &sns::blacklist::List::new("amy"),
        json!({"StartIndex": 30}),
        json!({"StartIndex": 30}),
        json!({"StartIndex": 0}),
    );
    check(&group::List::default(), json!({"Next": 30}), json!({"Next": 30}), json!({"Next": 0}));
    check(
        &live::List::new("@TGS#1"),
        json!({"NextTimestamp": 30}),
        json!({"Timestamp": 30}),
        json!({"NextTimestamp": 0}),
    );
    check(
        &group::ban::List::new("@TGS#1"),
        json!({"NextOffset": 30}),
        json!({"Offset": 30}),
        json!({"NextOffset": 0}),
    );
    let readers = group::message::ListReaders::new("@TGS#1", 5);
    check(
        &readers,
        json!({"Cursor": "x", "IsFinished": 0}),
        json!({"Cursor": "x"}),
        json!({"Cursor": "x", "IsFinish": 1}),
    );
    let names = serde_json::from_value(
        json!({"ReadList": [{"Read_Account": "amy"}], "UnreadList": [{"Unread_Account": "ben"}]}),
    );
    assert_eq!(group::message::ListReaders::items(names.unwrap()), ["amy", "ben"]);
    check(
        &conversation::group::List::new("amy"),
        json!({"NextStartIndex": 30, "CompleteFlag": 0}),
        json!({"StartIndex": 30}),
        json!({"NextStartIndex": 30, "CompleteFlag": 1}),
    );
    check(
        &follow::List::new("amy", 1),
        json!({"NextCursor": "x"}),
        json!({"StartCursor": "x"}),
        json!({"NextCursor": ""}),
    );
    check(
        &community::permission::List::new("@TGS#_1"),
        json!({"Next": "x"}),
        json!({"Next": "x"}),
        json!({"Next": ""}),
    );
    check(
        &community::permission::ListMembers::new("@TGS#_1", "@PMG#1"),
        json!({"Next": "x"}),
        json!({"Next": "x"}),
        json!({"Next": ""}),
    );
    check(
        &official::subscriber::List::new("@TOA#_1"),
        json!({"Next": "x"}),
        json!({"Next": "x"}),
        json!({"Next": ""}),
    );
    check(
        &official::subscriber::ListSubscribed::new("amy"),
        json!({"OfficialAccountInfoList": [{}], "CompleteFlag": 0}),
        json!({"Offset": 1}),
        json!({"OfficialAccountInfoList": [{}], "CompleteFlag": 1}),
    );
    check(
        &official::message::Get::new("@TOA#_1"),
        json!({"LastMsgKey": "1_2_3", "IsFinished": 0}),
        json!({"LastMsgKey": "1_2_3"}),
        json!({"LastMsgKey": "1_2_3", "IsFinished": 1}),
    );
    check(
        &audit::local::List::new(1),
        json!({"LocalAuditWords": [{}], "TotalCount": 1, "TotalRegCount": 1}),
        json!({"Offset": 1}),
        json!({"LocalAuditWords": [{}], "TotalCount": 1}),
    );
    check(
        &audit::cloud::List::new(1),
        json!({"Infos": [{}], "TotalCount": 2}),
        json!({"Offset": 1}),
        json!({"Infos": [{}], "TotalCount": 1}),
    );
    check(
        &audit::cloud::ListLibraries::new(1),
        json!({"Infos": [{}]}),
        json!({"Offset": 1}),
        json!({"Infos": [{}], "TotalCount": 1}),
    );
    check(
        &search::Groups::new(["a"]),
        json!({"Cursor": "x", "IsFinish": false}),
        json!({"Cursor": "x"}),
        json!({"Cursor": "x", "IsFinish": true}),
    );
    check(
        &search::Members::new(["a"]),
        json!({"Cursor": "x", "IsFinish": false}),
        json!({"Cursor": "x"}),
        json!({"Cursor": "x", "IsFinish": true}),
    );
    // An empty cursor would lead back to the first page.
    let nowhere = json!({"Cursor": "", "IsFinish": false});
    assert_eq!(next(&search::Groups::new(["a"]), nowhere.clone()), None);
    assert_eq!(next(&search::Members::new(["a"]), nowhere), None);
}
