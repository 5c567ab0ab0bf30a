//! Chains in which a handler fails, is late or cannot read: which of the others are asked, and what is answered.

use super::events::FriendAdd;
use super::{Asked, MESSAGE, ask, noting, query, verdict};
use crate::support::app::TestApp;
use crate::support::fixture::Fixture;
use crate::support::unwind;
use anyhow::bail;
use futures_util::future::pending;
use imhook::callback::ack::{C2cCode, FriendCode, FriendResults, Message, Rewrite, Verdict};
use imhook::callback::{Callback, List, c2c};
use imhook::model::Element;
use imhook::{Context, Router};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

const REFUSE: &str = "--before-policy=refuse";

fn refused() -> Value {
    json!({ "ActionStatus": "OK", "ErrorCode": 1, "ErrorInfo": "refused" })
}

async fn fails(_: c2c::BeforeSendMessage, _: Context) -> anyhow::Result<Verdict<C2cCode>> {
    bail!("on purpose")
}

#[tokio::test]
async fn under_refuse_a_failure_ends_the_chain() {
    let asked = Asked::default();
    let router = noting(Router::new().on(fails), &asked, "behind", Verdict::allow);
    let app = TestApp::with_router(router, &[REFUSE]).await;
    assert_eq!(ask(&app, MESSAGE).await, refused());
    assert!(asked.lock().unwrap().is_empty());
    assert_eq!(verdict(&app).await, (1, "policy:error".to_owned()));
}

#[tokio::test]
async fn under_refuse_a_late_handler_overrules_the_answers_before_it() {
    let asked = Asked::default();
    let router = noting(Router::new(), &asked, "masks", || Verdict::rewrite(Rewrite::body(["***"])));
    let router = router.on_as("sleeps", async |_: c2c::BeforeSendMessage, _| pending().await);
    let app = TestApp::with_router(router, &[REFUSE, "--before-deadline=1500ms"]).await;
    assert_eq!(ask(&app, MESSAGE).await, refused());
    assert_eq!(asked.lock().unwrap().len(), 1);
    assert_eq!(verdict(&app).await, (1, "policy:timeout".to_owned()));
}

/// A handler that merely allows has not decided what the failed one could not.
#[tokio::test]
async fn a_failure_is_recorded_where_the_handlers_after_it_allow() {
    let asked = Asked::default();
    let router = noting(Router::new().on(fails), &asked, "behind", Verdict::allow);
    let app = TestApp::with_router(router, &[]).await;
    assert_eq!(ask(&app, MESSAGE).await["ErrorCode"], 0);
    assert_eq!(asked.lock().unwrap().len(), 1);
    assert_eq!(verdict(&app).await, (0, "policy:error".to_owned()));
}

#[tokio::test]
async fn once_every_friend_is_refused_no_other_handler_is_asked() {
    let router = Router::new()
        .on_as("nobody", async |event: FriendAdd, _| {
            Ok(FriendResults::refuse_all(&event, FriendCode::at::<38_001>(), "no"))
        })
        .on_as("fails", async |_: FriendAdd, _| bail!("on purpose"));
    let app = TestApp::with_router(router, &[]).await;
    assert_eq!(ask(&app, FriendAdd::COMMAND).await["ResultItem"][1]["ResultCode"], 38_001);
    assert_eq!(verdict(&app).await, (38_001, "nobody".to_owned()));
}

#[tokio::test]
async fn a_body_with_a_byte_order_mark_is_read() {
    let asked = Asked::default();
    let router = noting(Router::new(), &asked, "reads", || Verdict::refuse("no"));
    let app = TestApp::with_router(router, &[]).await;
    let body = format!("\u{feff}{}", Fixture::named(MESSAGE).body);
    assert_eq!(app.decide(&query(MESSAGE), body).await["ErrorInfo"], "no");
    assert_eq!(*asked.lock().unwrap(), [("reads", "good morning".to_owned())]);
}

/// A third party's type that panics when it is read.
#[derive(Clone, Serialize)]
struct Trap {}

impl<'de> Deserialize<'de> for Trap {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        unwind("on purpose, while it is read")
    }
}

impl Callback for Trap {
    const COMMAND: &'static str = MESSAGE;
    type Ack = Verdict<C2cCode>;
}

impl Message for Trap {
    type Code = C2cCode;

    fn content(&mut self) -> (&mut List<Element>, &mut Option<String>) {
        unreachable!("there is none")
    }
}

#[tokio::test]
async fn a_type_that_panics_leaves_it_to_the_policy() {
    let router = Router::new().on_as("never", async |_: Trap, _| Ok(Verdict::allow()));
    let app = TestApp::with_router(router, &[REFUSE]).await;
    assert_eq!(ask(&app, MESSAGE).await, refused());
    assert_eq!(verdict(&app).await, (1, "policy:panic".to_owned()));
}
