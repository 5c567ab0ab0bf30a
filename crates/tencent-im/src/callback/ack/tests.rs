#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};

use super::*;
use crate::callback::{c2c, decode};
use crate::model::{UserId, texts};

fn wire(ack: &impl serde::Serialize) -> Value {
    serde_json::to_value(ack).unwrap()
}

fn message() -> c2c::BeforeSendMessage {
    decode(
        r#"{"From_Account":"amy","To_Account":"ben","CloudCustomData":"old",
            "MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"rude"}}]}"#,
    )
    .unwrap()
}

/// A callback of several people, for every kind of answer to one.
#[derive(Clone)]
struct People(Vec<UserId>);

impl People {
    fn new(names: &[&str]) -> Self {
        Self(names.iter().map(|name| UserId::from(*name)).collect())
    }
}

impl Several for People {
    type Party = Members;

    fn retain(&mut self, stays: impl FnMut(&UserId) -> bool) {
        self.0.retain(stays);
    }
}

impl FriendRequests for People {
    fn accounts(&self) -> impl Iterator<Item = &UserId> {
        self.0.iter()
    }

    fn retain(&mut self, stays: impl FnMut(&UserId) -> bool) {
        self.0.retain(stays);
    }
}

impl Wish for People {
    type Code = GiftCode;
}

impl Question for People {}

fn code<C, A: Ack<C>>(_: &C, ack: &A) -> (i64, bool) {
    (ack.code(), ack.is_final())
}

#[test]
fn a_rewrite_is_what_the_next_handler_sees() {
    let mut event = message();
    let masked: Verdict<C2cCode> = Verdict::rewrite(Rewrite::body(["***"]));
    masked.apply(&mut event);
    assert_eq!(texts(&event.body).as_deref(), Some("***"));
    assert_eq!(event.cloud_custom_data.as_deref(), Some("old"));
    let tagged: Verdict<C2cCode> = Verdict::rewrite(Rewrite::default().cloud_custom_data("new"));
    tagged.apply(&mut event);
    assert_eq!(texts(&event.body).as_deref(), Some("***"));
    assert_eq!(event.cloud_custom_data.as_deref(), Some("new"));
    Verdict::refuse("no").apply(&mut event);
    Verdict::allow().apply(&mut event);
    assert_eq!(event.cloud_custom_data.as_deref(), Some("new"));
    assert_eq!(code(&event, &tagged), (0, false));
}

#[test]
fn verdicts_join_field_by_field_until_one_is_final() {
    let join = |first: Verdict<C2cCode>, then| wire(&Ack::<c2c::BeforeSendMessage>::join(first, then));
    let body = |text: &'static str| Verdict::rewrite(Rewrite::body([text]));
    let data = |text: &str| Verdict::rewrite(Rewrite::default().cloud_custom_data(text));
    let both = join(body("one"), data("d"));
    assert_eq!(both["MsgBody"][0]["MsgContent"]["Text"], "one");
    assert_eq!(both["CloudCustomData"], "d");
    let later = join(body("one"), body("two"));
    assert_eq!(later["MsgBody"][0]["MsgContent"]["Text"], "two");
    let kept = join(body("one"), Verdict::allow());
    assert_eq!(kept["MsgBody"][0]["MsgContent"]["Text"], "one");
    let refused = json!({"ActionStatus": "OK", "ErrorCode": 120_001, "ErrorInfo": "slow down"});
    assert_eq!(join(body("one"), Verdict::refuse_with(C2cCode::at::<120_001>(), "slow down")), refused);
    assert_eq!(join(Verdict::refuse_with(C2cCode::FIRST, "slow down"), body("one")), refused);
    let dropped = json!({"ActionStatus": "OK", "ErrorCode": 2, "ErrorInfo": "dropped"});
    assert_eq!(join(data("d"), Verdict::drop_silently()), dropped);
}

#[test]
fn policies_pass_and_refuse() {
    let event = message();
    let refused = json!({"ActionStatus": "OK", "ErrorCode": 1, "ErrorInfo": "refused"});
    let verdict: Verdict<C2cCode> = Ack::refuse(&event).unwrap();
    assert_eq!((wire(&verdict), code(&event, &verdict)), (refused.clone(), (1, true)));
    let passed: Verdict<C2cCode> = Ack::pass(&event);
    assert_eq!((wire(&passed), code(&event, &passed)), (wire(&Received), (0, false)));

    let people = People::new(&["ben", "cleo"]);
    assert_eq!(wire(&<Permission<GiftCode> as Ack<People>>::refuse(&people)), refused);
    assert_eq!(wire(&<Admission<Members> as Ack<People>>::refuse_unread()), refused);
    assert_eq!(wire(&<Permission<GiftCode> as Ack<People>>::pass(&people)), wire(&Received));
    assert_eq!(wire(&<Admission<Members> as Ack<People>>::pass(&people)), wire(&Received));
    let friends = <FriendResults as Ack<People>>::refuse(&people).unwrap();
    assert_eq!(code(&people, &friends), (38_000, true));
    assert_eq!(wire(&friends)["ErrorCode"], 0, "another one would let all of them through");
    assert!(<FriendResults as Ack<People>>::refuse_unread().is_none());
    assert!(<Received as Ack<People>>::refuse(&people).is_none());
    assert!(<Reply as Ack<People>>::refuse(&people).is_none());
}

#[test]
fn a_refusal_is_not_taken_back() {
    let people = People::new(&["ben"]);
    let refused = Permission::refuse_with(GiftCode::LAST, "gift retired");
    let joined = Ack::<People>::join(refused.clone(), Permission::allow());
    assert_eq!(joined, refused);
    assert_eq!(code(&people, &joined), (102_200, true));
    assert_eq!(Ack::<People>::join(Permission::allow(), refused.clone()), refused);
}

#[test]
fn people_who_are_kept_out_stay_out() {
    let mut people = People::new(&["ben", "cleo", "dana"]);
    let first: Admission<Members> = Admission::except(["cleo"]);
    first.apply(&mut people);
    assert_eq!(people.0, ["ben", "dana"]);
    let joined = Ack::<People>::join(first.clone(), Admission::except(["dana", "cleo"]));
    assert_eq!(wire(&joined)["RefusedMembers_Account"], json!(["cleo", "dana"]));
    assert_eq!(code(&people, &joined), (0, false));
    let nobody = Ack::<People>::join(first, Admission::refuse_with(GroupCode::at::<10_101>(), "frozen"));
    assert_eq!(wire(&nobody), json!({"ActionStatus": "OK", "ErrorCode": 10_101, "ErrorInfo": "frozen"}));
}

#[test]
fn every_friend_request_is_answered_and_the_first_refusal_stays() {
    let people = People::new(&["ben", "cleo", "dana"]);
    let (busy, full) = (FriendCode::at::<38_001>(), FriendCode::at::<38_002>());
    let first = FriendResults::allow_all(&people).refuse("cleo", busy, "busy").refuse("nobody", busy, "");
    assert_eq!(code(&people, &first), (38_001, false));
    let mut left = people.clone();
    first.apply(&mut left);
    assert_eq!(left.0, ["ben", "dana"]);
    let then = FriendResults::refuse_all(&people, full, "full");
    let joined = Ack::<People>::join(first, then);
    let codes = |results: &FriendResults| {
        wire(results)["ResultItem"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["ResultCode"].clone())
            .collect()
    };
    let codes: Vec<Value> = codes(&joined);
    assert_eq!(codes, [38_002, 38_001, 38_002]);
    assert!(code(&people, &joined).1);
    // A handler that fails behind it lets nobody in.
    let failed = FriendResults::failed(busy, "app failure");
    assert_eq!(Ack::<People>::join(joined.clone(), failed.clone()), joined);
    assert_eq!(code(&people, &failed), (38_001, false));
    assert_eq!(wire(&failed)["ActionStatus"], "FAIL");
}

#[test]
fn the_first_reply_counts() {
    let people = People::new(&[]);
    let reply = Ack::<People>::join(Reply::none(), Reply::data("{}"));
    assert_eq!(code(&people, &reply), (0, true));
    assert_eq!(Ack::<People>::join(reply.clone(), Reply::data("late")), reply);
    assert_eq!(code(&people, &Reply::none()), (1, false));
}

#[test]
fn codes_keep_to_their_range() {
    fn range<C: TryFrom<i64> + Into<i64>>(first: i64, last: i64) {
        for (code, fits) in [(first - 1, false), (first, true), (last, true), (last + 1, false)] {
            assert_eq!(C::try_from(code).ok().map(Into::into), fits.then_some(code), "{code}");
        }
    }
    range::<C2cCode>(120_001, 130_000);
    range::<GroupCode>(10_100, 10_200);
    range::<FriendCode>(38_000, 39_000);
    range::<OfficialCode>(120_001, 130_000);
    range::<GiftCode>(102_100, 102_200);
    assert_eq!((GroupCode::FIRST.into(), GroupCode::LAST.into()), (10_100_i64, 10_200_i64));
    let error = GiftCode::try_from(102_201).unwrap_err();
    assert_eq!(error.to_string(), "code 102201 is not in 102100..=102200");
}
