//! What must show in no text.

use super::client_of_nobody;
use crate::support::tencent::{ADMIN, APP, Answer, KEY, Tencent};
use imhook::rest::Retry;
use serde_json::json;
use std::time::Duration;

/// What must not show.
fn assert_no_secret(text: &str, sig: &str) {
    for secret in [sig, KEY, "usersig=eJ", "identifier="] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

/// Each way to fail, one of them with an answer that quotes the signature.
fn failures(sig: &str) -> [Answer; 5] {
    let quoting = Answer::Json(json!({ "ErrorCode": 60010, "ErrorInfo": format!("bad usersig={sig}") }));
    [quoting, Answer::Html(502), Answer::Text("{"), Answer::Reset, Answer::Truncated]
}

#[tokio::test]
async fn secrets_are_in_no_error() {
    let tencent = Tencent::start().await;
    let builder = tencent.client().timeout(Duration::from_secs(1));
    let client = builder.clone().build().unwrap();
    client.call("v4/a/first", Retry::Never, 200, json!({})).await.unwrap();
    let sig = tencent.seen("v4/a/first")[0].usersig().to_owned();
    assert_no_secret(&format!("{builder:?} {client:?}"), &sig);
    let slow = Answer::After(Duration::from_mins(10), Box::new(Answer::ok()));
    for answer in failures(&sig).into_iter().chain([slow]) {
        tencent.answer("v4/a/failing", [answer]);
        let error = client.call("v4/a/failing", Retry::Safe, 200, json!({})).await.unwrap_err();
        assert_no_secret(&format!("{error} {error:?}"), &sig);
    }
    let error = client_of_nobody().call("v4/a/nobody", Retry::Never, 200, json!({})).await.unwrap_err();
    assert_no_secret(&format!("{error} {error:?}"), &sig);
}

#[tokio::test]
async fn secrets_are_in_no_log() {
    let tencent = Tencent::start().await;
    let path = "v4/group_open_http_svc/create_group";
    for answer in [Answer::ok()].into_iter().chain(failures("quoted")) {
        let works = matches!(&answer, Answer::Json(json) if json["ErrorCode"] == 0);
        tencent.answer(path, [answer]);
        let output = tokio::process::Command::new(env!("CARGO_BIN_EXE_imhook"))
            .env_clear()
            .envs([("IMHOOK_SDK_APP_ID", APP.to_string().as_str()), ("IMHOOK_SECRET_KEY", KEY)])
            .envs([
                ("IMHOOK_REST_HOST", tencent.url().as_str()),
                ("IMHOOK_ADMIN", ADMIN),
                ("IMHOOK_LOG", "trace"),
            ])
            .args(["call", path, r#"{"Type":"Public","Name":"private words"}"#])
            .output()
            .await
            .unwrap();
        let log = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.success(), works, "{log}");
        assert!(log.contains("hyper") && log.contains("rest{"), "all of it: {log}");
        assert!(!works || log.contains("code=0 tries=1 ms="), "the span tells what came of it: {log}");
        let sig = tencent.seen(path).last().unwrap().usersig().to_owned();
        assert!(sig.starts_with("eJ"));
        assert_no_secret(&log, &sig);
        assert!(!log.contains("private words"), "{log}");
    }
}
