//! What handlers ask of the history.

use crate::support::app::TestApp;
use crate::support::callback::{C2C, Callback, GROUP, SENT};
use chrono::DateTime;
use imhook::history::History;
use imhook::model::{Conversation, SdkAppId, UserId, texts};
use serde_json::json;
use std::time::{Duration, Instant};

const APP: SdkAppId = SdkAppId(crate::support::app::APP);

/// amy and ben, at three times; cleo; a group.
async fn recorded() -> (TestApp, History) {
    let app = TestApp::start().await;
    let message = |command: &str, from: &str, to: &str, time: i64, text: &str| {
        let element = json!([{ "MsgType": "TIMTextElem", "MsgContent": { "Text": text } }]);
        let key = format!("{from}_{to}_{time}");
        let changes = json!({
            "From_Account": from, "To_Account": to, "MsgTime": time, "MsgKey": key, "MsgSeq": time % 100, "MsgBody": element,
        });
        Callback::sample(command, &changes)
    };
    let recall =
        json!({ "From_Account": "amy", "To_Account": "ben", "MsgKey": format!("amy_ben_{}", SENT + 10) });
    app.record(&[
        message(C2C, "amy", "ben", SENT, "first"),
        message(C2C, "ben", "amy", SENT + 5, "second"),
        message(C2C, "amy", "ben", SENT + 10, "third"),
        message(C2C, "amy", "cleo", SENT + 10, "elsewhere"),
        message(GROUP, "amy", "", SENT + 10, "in a group"),
        Callback::new("C2C.CallbackAfterMsgWithDraw", &recall),
    ])
    .await;
    let store = History::new(&app.database.url).unwrap();
    (app, store)
}

#[tokio::test]
async fn messages_are_counted_by_conversation_time_and_sender() {
    let (_app, store) = recorded().await;
    let pair = Conversation::c2c("amy", "ben");
    let count = async |app: SdkAppId, conversation: &Conversation, since: i64, sender: Option<&str>| {
        let since = DateTime::from_timestamp(since, 0).unwrap();
        let sender = sender.map(UserId::from);
        store.messages_since(app, conversation, since, sender.as_ref()).await.unwrap()
    };
    assert_eq!(count(APP, &pair, SENT, None).await, 3);
    assert_eq!(count(APP, &pair, SENT + 1, None).await, 2);
    assert_eq!(count(APP, &pair, SENT + 10, None).await, 1, "the second itself counts");
    assert_eq!(count(APP, &pair, SENT + 11, None).await, 0);
    assert_eq!(count(APP, &pair, SENT, Some("ben")).await, 1);
    assert_eq!(count(APP, &Conversation::group("g1"), SENT, Some("amy")).await, 1);
    assert_eq!(count(SdkAppId(7), &pair, SENT, None).await, 0, "another app");
}

#[tokio::test]
async fn recent_messages_come_newest_first_as_they_were_said() {
    let (_app, store) = recorded().await;
    let recent = store.recent_messages(APP, &Conversation::c2c("ben", "amy"), 2).await.unwrap();
    let told: Vec<_> = recent
        .iter()
        .map(|sent| {
            let sender = sent.sender.as_ref().map(UserId::as_str);
            assert_eq!(texts(&sent.body), sent.text);
            (sent.at.timestamp() - SENT, sender, sent.text.as_deref(), sent.revoked)
        })
        .collect();
    assert_eq!(told, [(10, Some("amy"), Some("third"), true), (5, Some("ben"), Some("second"), false)]);
    assert!(
        store.recent_messages(SdkAppId(7), &Conversation::c2c("ben", "amy"), 9).await.unwrap().is_empty()
    );
}

#[tokio::test]
async fn a_query_ends_after_two_seconds() {
    let (app, store) = recorded().await;
    let mut lock = app.database.pool.begin().await.unwrap();
    sqlx::query("lock table imhook.messages").execute(&mut *lock).await.unwrap();
    let start = Instant::now();
    let error = store.recent_messages(APP, &Conversation::group("g1"), 1).await.unwrap_err();
    let took = start.elapsed();
    assert!((Duration::from_millis(1900)..Duration::from_secs(4)).contains(&took), "{took:?}: {error}");
    // At the server, too: nothing of ours waits there any more.
    let waiting = "pg_stat_activity where application_name = 'imhook handlers' and state = 'active'
                   and datname = current_database()";
    let none = async || (app.database.count(waiting).await == 0).then_some(());
    crate::support::eventually("the end of the query at the server", none).await;
    lock.rollback().await.unwrap();
    assert_eq!(store.recent_messages(APP, &Conversation::group("g1"), 1).await.unwrap().len(), 1);
}
