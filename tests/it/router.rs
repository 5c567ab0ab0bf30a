//! Before-handlers at the socket: which are asked, what is answered and recorded, which registrations are refused.

mod chain;
mod events;
mod policy;
mod store;

use crate::support::app::{TestApp, config};
use crate::support::fixture::Fixture;
use crate::support::{eventually, folder};
use anyhow::{bail, ensure};
use events::{FriendAdd, Invite, Signal};
use futures_util::future::pending;
use imhook::callback::ack::{
    Admission, C2cCode, FriendCode, FriendResults, GroupCode, Members, Permission, Received, Reply, Rewrite,
    Verdict, Wish,
};
use imhook::callback::{Callback, c2c, group};
use imhook::model::texts;
use imhook::{Context, Router, Server};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const MESSAGE: &str = c2c::BeforeSendMessage::COMMAND;

fn query(command: &str) -> String {
    format!("SdkAppid=4711&CallbackCommand={command}&ClientIP=203.0.113.24&OptPlatform=iOS&RequestId=r1")
}

async fn ask(app: &TestApp, command: &str) -> Value {
    app.decide(&query(command), Fixture::named(command).body.to_string()).await
}

/// The recorded code and `decided_by` of the only callback.
async fn verdict(app: &TestApp) -> (i64, String) {
    app.database.wait_for("analytics.callbacks", 1).await;
    let rows = app.database.rows("select verdict_code, decided_by, took_ms from analytics.callbacks").await;
    assert!(rows[0]["took_ms"].as_f64().unwrap() >= 0.0, "{rows:?}");
    (rows[0]["verdict_code"].as_i64().unwrap(), rows[0]["decided_by"].as_str().unwrap().to_owned())
}

/// The handlers that were asked, each with the text of its message.
type Asked = Arc<Mutex<Vec<(&'static str, String)>>>;

/// Adds a handler that notes the message's text and answers `verdict`.
fn noting(router: Router, asked: &Asked, name: &'static str, verdict: fn() -> Verdict<C2cCode>) -> Router {
    let asked = Arc::clone(asked);
    router.on_as(name, move |message: c2c::BeforeSendMessage, _| {
        asked.lock().unwrap().push((name, texts(&message.body).unwrap_or_default()));
        async move { Ok(verdict()) }
    })
}

#[tokio::test]
async fn handlers_are_asked_in_order_and_the_first_refusal_ends_the_chain() {
    let asked = Asked::default();
    let mut router = noting(Router::new(), &asked, "z first", Verdict::allow);
    router =
        noting(router, &asked, "a second", || Verdict::refuse_with(C2cCode::at::<120_001>(), "slow down"));
    router = router.merge(noting(Router::new(), &asked, "third", Verdict::drop_silently));
    let app = TestApp::with_router(router, &[]).await;
    let answer = ask(&app, MESSAGE).await;
    assert_eq!(answer, json!({ "ActionStatus": "OK", "ErrorCode": 120_001, "ErrorInfo": "slow down" }));
    let names: Vec<_> = asked.lock().unwrap().iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["z first", "a second"]);
    assert_eq!(verdict(&app).await, (120_001, "a second".to_owned()));
    app.database.wait_for("analytics.messages", 0).await;
}

#[tokio::test]
async fn a_rewrite_is_seen_by_the_next_handler_and_answered() {
    let asked = Asked::default();
    let mut router = noting(Router::new(), &asked, "first", || Verdict::rewrite(Rewrite::body(["good ***"])));
    router = noting(router, &asked, "second", || {
        Verdict::rewrite(Rewrite::default().cloud_custom_data(r#"{"checked":1}"#))
    });
    router = noting(router, &asked, "third", Verdict::allow);
    let app = TestApp::with_router(router, &[]).await;
    let expected = json!({
        "ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "", "CloudCustomData": "{\"checked\":1}",
        "MsgBody": [{ "MsgType": "TIMTextElem", "MsgContent": { "Text": "good ***" } }],
    });
    assert_eq!(ask(&app, MESSAGE).await, expected);
    let seen: Vec<_> = asked.lock().unwrap().iter().map(|(_, text)| text.clone()).collect();
    assert_eq!(seen, ["good morning", "good ***", "good ***"]);
    assert_eq!(verdict(&app).await, (0, "third".to_owned()));
}

#[tokio::test]
async fn a_handler_is_asked_about_its_own_command_only() {
    let asked = Asked::default();
    let router = noting(Router::new(), &asked, "refuses", || Verdict::refuse("no"));
    let app = TestApp::with_router(router, &[]).await;
    let allowed = json!({ "ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "" });
    assert_eq!(ask(&app, group::BeforeSendMessage::COMMAND).await, allowed);
    assert!(asked.lock().unwrap().is_empty());
    assert_eq!(verdict(&app).await, (0, "default".to_owned()));
}

#[tokio::test]
async fn a_chatbots_unreadable_question_gets_a_reply() {
    let app = TestApp::with(&[]).await;
    let answer = app.decide(&query(Signal::COMMAND), "[7]").await;
    assert_eq!(
        answer,
        json!({ "ActionStatus": "OK", "ErrorCode": 1, "ErrorInfo": "no answer", "RspData": "" })
    );
    assert_eq!(verdict(&app).await, (1, "default".to_owned()));
}

#[tokio::test]
async fn verdicts_about_friends_are_joined_and_the_next_handler_sees_the_others() {
    let asked: Arc<Mutex<Vec<usize>>> = Arc::default();
    let seen = Arc::clone(&asked);
    let router = Router::new()
        .on_as("not cleo", async |event: FriendAdd, _| {
            let code = FriendCode::at::<38_001>();
            Ok(FriendResults::allow_all(&event).refuse("cleo", code, "does not accept requests"))
        })
        .on_as("counts", move |event: FriendAdd, _| {
            let results = FriendResults::allow_all(&event);
            seen.lock().unwrap().push(results.items().len());
            async move { Ok(results) }
        });
    let app = TestApp::with_router(router, &[]).await;
    let documented = &Fixture::named(FriendAdd::COMMAND).acks[1];
    assert_eq!(ask(&app, FriendAdd::COMMAND).await, *documented);
    assert_eq!(*asked.lock().unwrap(), [1]);
    assert_eq!(verdict(&app).await, (38_001, "counts".to_owned()));
}

#[tokio::test]
async fn a_failure_after_a_refused_friend_does_not_lose_the_refusal() {
    for policy in ["pass", "refuse"] {
        let router = Router::new()
            .on_as("not cleo", async |event: FriendAdd, _| {
                Ok(FriendResults::allow_all(&event).refuse("cleo", FriendCode::at::<38_001>(), "no"))
            })
            .on_as("fails", async |_: FriendAdd, _| bail!("on purpose"));
        let app = TestApp::with_router(router, &[&format!("--before-policy={policy}")]).await;
        let (code, info) = if policy == "pass" { (0, "") } else { (38_000, "refused") };
        let expected = json!([
            { "To_Account": "ben", "ResultCode": code, "ResultInfo": info },
            { "To_Account": "cleo", "ResultCode": 38_001, "ResultInfo": "no" },
        ]);
        assert_eq!(ask(&app, FriendAdd::COMMAND).await["ResultItem"], expected, "{policy}");
        assert_eq!(verdict(&app).await.1, "policy:error");
    }
}

#[tokio::test]
async fn the_members_that_any_handler_excepts_are_refused() {
    let router = Router::new().on_as("not eli", async |_: Invite, _| Ok(Admission::except(["eli"]))).on_as(
        "not who is left",
        async |event: Invite, _| {
            Ok(Admission::<Members>::except(event.members.into_iter().map(|member| member.account)))
        },
    );
    let app = TestApp::with_router(router, &[]).await;
    let expected = json!({
        "ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "", "RefusedMembers_Account": ["eli", "dana"],
    });
    assert_eq!(ask(&app, Invite::COMMAND).await, expected);
}

#[tokio::test]
async fn the_first_reply_is_the_bots_answer() {
    let router = Router::new()
        .on_as("knows nothing", async |_: Signal, _| Ok(Reply::none()))
        .on_as("knows", async |signal: Signal, _| {
            ensure!(signal.data.contains("menu"));
            Ok(Reply::data(r#"{"menu":["green","black"]}"#))
        })
        .on_as("is not asked", async |_: Signal, _| bail!("on purpose"));
    let app = TestApp::with_router(router, &[]).await;
    assert_eq!(ask(&app, Signal::COMMAND).await, Fixture::named(Signal::COMMAND).acks[0]);
    assert_eq!(verdict(&app).await, (0, "knows".to_owned()));
}

/// Under `pass`, the handlers after a failed one decide, and the answers of those before it hold.
#[tokio::test]
async fn under_pass_the_handlers_after_a_failed_one_decide() {
    let masked = Verdict::rewrite(Rewrite::body(["***"]));
    let router = Router::new()
        .on_as("masks", move |_: c2c::BeforeSendMessage, _| {
            let masked = masked.clone();
            async { Ok(masked) }
        })
        .on_as("fails", async |_: c2c::BeforeSendMessage, _| bail!("on purpose"))
        .on_as("sleeps", async |message: c2c::BeforeSendMessage, _| {
            if message.cloud_custom_data.is_some() { pending().await } else { Ok(Verdict::drop_silently()) }
        });
    let app = TestApp::with_router(router, &["--before-deadline=1500ms"]).await;
    let late = ask(&app, MESSAGE).await;
    assert_eq!(late["MsgBody"][0]["MsgContent"]["Text"], "***", "{late}");
    assert_eq!(verdict(&app).await, (0, "policy:timeout".to_owned()));
    let mut body = Fixture::named(MESSAGE).body;
    body.as_object_mut().unwrap().remove("CloudCustomData");
    let dropped = app.decide(&query(MESSAGE), body.to_string()).await;
    assert_eq!(dropped, Fixture::named(MESSAGE).acks[2]);
    app.database.wait_for("analytics.callbacks where decided_by = 'sleeps' and verdict_code = 2", 1).await;
}

async fn answers_with_its_context(
    message: c2c::BeforeSendMessage,
    context: Context,
) -> anyhow::Result<Verdict<C2cCode>> {
    let left = context.remaining().unwrap();
    ensure!(Duration::ZERO < left && left <= Duration::from_secs(1), "{left:?}");
    let conversation = message.conversation().unwrap();
    ensure!(context.store().recent_messages(context.app_id(), &conversation, 1).await.is_ok());
    ensure!(chrono::Utc::now() >= context.received_at());
    let text = format!(
        "{} {} {} {} {}",
        context.app_id(),
        context.command(),
        context.client_ip().unwrap_or_default(),
        context.platform().map(ToString::to_string).unwrap_or_default(),
        context.request_id().unwrap_or_default(),
    );
    Ok(Verdict::refuse(format!("{} {text}", message.from.as_str())))
}

#[tokio::test]
async fn a_handler_has_the_request_in_its_context_and_its_path_as_its_name() {
    let app =
        TestApp::with_router(Router::new().on(answers_with_its_context), &["--before-deadline=1s"]).await;
    app.database.wait_for("pg_tables where schemaname = 'imhook' and tablename = 'revocations'", 1).await;
    let text = ask(&app, MESSAGE).await["ErrorInfo"].take();
    assert_eq!(text, "amy 4711 C2C.CallbackBeforeSendMsg 203.0.113.24 iOS r1");
    assert_eq!(verdict(&app).await, (1, "it::router::answers_with_its_context".to_owned()));
}

/// White space, a field that the type does not have, a byte order mark, a byte that is not UTF-8.
#[tokio::test]
async fn a_before_handler_reads_the_body_as_it_was_received() {
    let bodies: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&bodies);
    let rewrites = async |_: c2c::BeforeSendMessage, _| Ok(Verdict::rewrite(Rewrite::body(["good ***"])));
    let router =
        Router::new().on_as("rewrites", rewrites).on_as("reads", move |message, context: Context| {
            let c2c::BeforeSendMessage { body, .. } = message;
            assert_eq!(texts(&body).as_deref(), Some("good ***"));
            seen.lock().unwrap().push(context.body().to_owned());
            async { Ok(Verdict::allow()) }
        });
    let app = TestApp::with_router(router, &[]).await;
    let plain =
        r#"{ "From_Account":"amy", "To_Account" : "ben","MsgBody":[],"Mood":"g\u0000d", "Mood":"bad" }"#;
    let marked = format!("\u{feff}{plain}");
    let broken =
        plain.replace("bad", "?").bytes().map(|byte| if byte == b'?' { 0xff } else { byte }).collect();
    for body in [plain.into(), marked.into(), broken] {
        let body: Vec<u8> = body;
        app.decide(&query(MESSAGE), body).await;
    }
    assert_eq!(*bodies.lock().unwrap(), [plain, plain, &plain.replace("bad", "\u{fffd}")]);
}

#[tokio::test]
async fn a_handler_calls_tencent_in_the_name_of_the_callbacks_app() {
    let folder = folder();
    let file = folder.path().join("apps.toml");
    let apps = "[[app]]\nsdk_app_id = 1\nsecret_key = \"key\"\n[[app]]\nsdk_app_id = 2\n";
    std::fs::write(&file, apps).unwrap();
    let router = Router::new().on_as("calls", async |_: c2c::BeforeSendMessage, context: Context| {
        let text = context.client().map_or_else(|none| none.to_string(), |_| "its own".to_owned());
        Ok(Verdict::refuse(text))
    });
    let app =
        TestApp::with_router(router, &[&format!("--apps={}", file.display()), "--allow-unsigned"]).await;
    for (id, text) in [(1, "its own"), (2, "the app 2 has no secret key")] {
        let query = format!("SdkAppid={id}&CallbackCommand={MESSAGE}");
        let answer = app.decide(&query, Fixture::named(MESSAGE).body.to_string()).await;
        assert!(answer["ErrorInfo"].as_str().unwrap().starts_with(text), "{answer}");
    }
}

/// A callback whose caller hangs up is still decided and recorded, and its handler is aborted at the deadline.
#[tokio::test]
async fn a_callback_whose_caller_hangs_up_is_recorded_and_its_handler_aborted() {
    use tokio::io::AsyncWriteExt as _;
    struct Ended(Arc<Mutex<bool>>);
    impl Drop for Ended {
        fn drop(&mut self) {
            *self.0.lock().unwrap() = true;
        }
    }
    let ended: Arc<Mutex<bool>> = Arc::default();
    let (flag, begun) = (Arc::clone(&ended), Arc::<AtomicBool>::default());
    let begins = Arc::clone(&begun);
    let router = Router::new().on_as("sleeps", move |_: c2c::BeforeSendMessage, _| {
        let ended = Ended(Arc::clone(&flag));
        begins.store(true, Ordering::Relaxed);
        async move {
            let _ended = ended;
            pending().await
        }
    });
    let app = TestApp::with_router(router, &["--before-deadline=1s"]).await;
    let body = Fixture::named(MESSAGE).body.to_string();
    let head = format!("POST {}?{} HTTP/1.1\r\nHost: localhost\r\n", app.path, query(MESSAGE));
    let mut stream = tokio::net::TcpStream::connect(app.server.address()).await.unwrap();
    stream.write_all(format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await.unwrap();
    eventually("the handler's begin", async || begun.load(Ordering::Relaxed).then_some(())).await;
    // With a reset: there is nobody who could be told.
    stream.set_zero_linger().unwrap();
    drop(stream);
    assert_eq!(verdict(&app).await, (0, "policy:timeout".to_owned()));
    eventually("the handler's end", async || ended.lock().unwrap().then_some(())).await;
}

async fn refusal(router: Router, flags: &[&str]) -> String {
    let data = folder();
    let data = format!("--data-dir={}", data.path().display());
    let flags: Vec<&str> =
        [data.as_str(), "--database-url=postgres:///x"].iter().chain(flags).copied().collect();
    Server::start(&config(&flags), router).await.unwrap_err().to_string()
}

async fn received(_: c2c::AfterSendMessage, _: Context) -> anyhow::Result<Received> {
    Ok(Received)
}

/// The same command, read as another type.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct OtherInvite {}

impl Callback for OtherInvite {
    const COMMAND: &'static str = Invite::COMMAND;
    type Ack = Permission<GroupCode>;
}

impl Wish for OtherInvite {
    type Code = GroupCode;
}

#[tokio::test]
async fn handlers_without_a_name_of_their_own_or_of_different_types_refuse_to_start() {
    let closure = Router::new().on(async |_: c2c::BeforeSendMessage, _| Ok(Verdict::allow()));
    let unnamed = refusal(closure, &[]).await;
    assert!(unnamed.contains(MESSAGE) && unnamed.contains("on_as("), "{unnamed}");
    let blank = Router::new().on_as(" ", async |_: c2c::BeforeSendMessage, _| Ok(Verdict::allow()));
    assert_eq!(refusal(blank, &[]).await, unnamed);
    let twice = refusal(Router::new().on(received).merge(Router::new().on(received)), &[]).await;
    assert!(twice.contains("\"it::router::received\"") && twice.contains("on_as("), "{twice}");
    let types = Router::new()
        .on_as("one", async |_: Invite, _| Ok(Admission::allow()))
        .on_as("other", async |_: OtherInvite, _| Ok(Permission::allow()));
    let types = refusal(types, &[]).await;
    for part in [Invite::COMMAND, "it::router::events::Invite", "it::router::OtherInvite"] {
        assert!(types.contains(part), "{types}");
    }
}

#[tokio::test]
async fn a_policy_for_an_after_callback_refuses_to_start() {
    for command in ["C2C.CallbackAfterSendMsg", "C2C.CallbackBeforSendMsg"] {
        let text = refusal(Router::new(), &[&format!("--before-policy={command}=refuse")]).await;
        assert!(text.contains(command) && text.contains("IMHOOK_BEFORE_POLICY"), "{text}");
    }
    // A third party's command is known by its handler.
    let router = Router::new().on_as("signal", async |_: Signal, _| Ok(Reply::none()));
    let flag = format!("--before-policy={}=refuse", Signal::COMMAND);
    let app = TestApp::with_router(router, &[&flag]).await;
    assert_eq!(ask(&app, Signal::COMMAND).await["ErrorCode"], 1);
}
