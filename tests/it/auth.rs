//! Who may post: the app, its Sign and the time of it.

use crate::support::app::{APP, TOKEN, TestApp};
use crate::support::callback::{Callback, message, signature};
use crate::support::folder;
use reqwest::StatusCode;
use serde_json::json;

const OK: StatusCode = StatusCode::OK;
const COMMAND: &str = "CallbackCommand=C2C.CallbackAfterSendMsg";

fn now() -> i64 {
    chrono::Utc::now().timestamp()
}

/// `Sign=…` and `RequestTime=…` of this moment.
fn sign_and_time() -> (String, String) {
    let signature = signature(TOKEN, now());
    let (sign, time) = signature.split_once('&').unwrap();
    (sign.to_owned(), time.to_owned())
}

async fn status(app: &TestApp, query: &str, text: &str) -> StatusCode {
    app.post_to(query, message(text).0.body).await.0
}

/// Each query gets its refusal, and none of them leaves anything behind.
async fn assert_refused(app: &TestApp, queries: &[(String, StatusCode)]) {
    for (query, refusal) in queries {
        assert_eq!(status(app, query, "refused").await, *refusal, "{query}");
    }
    app.record(&[message("taken").0]).await;
    let texts = app.database.rows("select text from analytics.messages").await;
    assert_eq!(texts, [json!({ "text": "taken" })]);
    app.database.wait_for("imhook.callbacks", 1).await;
}

#[tokio::test]
async fn a_right_sign_is_taken_in_every_spelling() {
    let app = TestApp::start().await;
    let (sign, time) = sign_and_time();
    let upper = sign.trim_start_matches("Sign=").to_uppercase();
    let queries = [
        format!("SdkAppid={APP}&{COMMAND}&{sign}&{time}"),
        format!("{time}&{sign}&{COMMAND}&SdkAppid={APP}"),
        format!("SdkAppid={APP}&{COMMAND}&Sign={upper}&{time}"),
        format!(
            "sdkAPPID={APP}&callbackcommand=C2C.CallbackAfterSendMsg&SIGN={upper}&{}",
            time.to_lowercase()
        ),
        format!("SdkAppid={APP}&{COMMAND}&S%69gn={upper}&{time}"),
        format!("own=parameter&own=twice&SdkAppid={APP}&{COMMAND}&{sign}&{time}"),
    ];
    for query in &queries {
        assert_eq!(status(&app, query, "hello").await, OK, "{query}");
    }
    let same = "imhook.callbacks where app_id = 1400555001 and command = 'C2C.CallbackAfterSendMsg'";
    app.database.wait_for(same, queries.len().try_into().unwrap()).await;
    // The Sign is good for a minute: it is not kept.
    app.database.wait_for("imhook.callbacks where query ilike '%sign=%' or query ilike '%s%69gn%'", 0).await;
    app.database
        .wait_for("imhook.callbacks where query ilike '%requesttime=%'", queries.len().try_into().unwrap())
        .await;
}

#[tokio::test]
async fn the_clocks_may_differ_by_a_minute() {
    let app = TestApp::start().await;
    for skew in [-58, 0, 58] {
        let query = format!("SdkAppid={APP}&{COMMAND}&{}", signature(TOKEN, now() + skew));
        assert_eq!(status(&app, &query, "in time").await, OK, "{skew}");
    }
    for skew in [-63, 63, -86_400, 86_400] {
        let query = format!("SdkAppid={APP}&{COMMAND}&{}", signature(TOKEN, now() + skew));
        let (status, answer) = app.post_to(&query, message("stale").0.body).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{skew}");
        assert!(answer["ErrorInfo"].as_str().unwrap().contains("clock"), "{answer}");
    }
    app.database.wait_for("analytics.messages where text = 'in time'", 3).await;
    app.database.wait_for("analytics.callbacks", 3).await;
}

#[tokio::test]
async fn a_wrong_or_missing_sign_is_refused_and_not_kept() {
    let app = TestApp::start().await;
    let (sign, time) = sign_and_time();
    let wrong = format!("Sign={}", "0".repeat(64));
    let other_time = format!("RequestTime={}", now() + 5);
    let refused = [
        format!("{wrong}&{time}"),
        time.clone(),
        sign.clone(),
        String::new(),
        format!("Sign=&{time}"),
        format!("{sign}&RequestTime="),
        format!("{sign}&{other_time}"),
        format!("{sign}00&{time}"),
        format!("{}&{time}", &sign[..sign.len() - 2]),
        format!("{sign}&{time}0"),
        signature("another-token", now()),
    ];
    let refused = refused.map(|auth| (format!("SdkAppid={APP}&{COMMAND}&{auth}"), StatusCode::UNAUTHORIZED));
    assert_refused(&app, &refused).await;
}

#[tokio::test]
async fn a_doubled_parameter_is_refused_and_not_kept() {
    let app = TestApp::start().await;
    let (sign, time) = sign_and_time();
    let valid = format!("SdkAppid={APP}&{COMMAND}&{sign}&{time}");
    let upper =
        |parameter: &str| parameter.replacen("Sign", "SIGN", 1).replacen("RequestTime", "REQUESTTIME", 1);
    let mut refused: Vec<_> = [
        sign.clone(),
        upper(&sign),
        sign.replacen("Sign", "%53ign", 1),
        "Sign=".to_owned(),
        time.clone(),
        upper(&time),
        time.replacen("Time", "T%69me", 1),
        COMMAND.to_owned(),
        "callbackcommand=State.StateChange".to_owned(),
        "Callback%43ommand=State.StateChange".to_owned(),
    ]
    .into_iter()
    .map(|again| (format!("{valid}&{again}"), StatusCode::UNAUTHORIZED))
    .collect();
    for again in [format!("SdkAppid={APP}"), format!("SDKAPPID={APP}"), "%53dkAppid=1".to_owned()] {
        refused.push((format!("{valid}&{again}"), StatusCode::FORBIDDEN));
    }
    assert_refused(&app, &refused).await;
}

#[tokio::test]
async fn another_app_or_none_is_forbidden_and_not_kept() {
    let app = TestApp::start().await;
    let signature = signature(TOKEN, now());
    let apps =
        ["SdkAppid=1400555999", "SdkAppid=", "SdkAppid=0", "SdkAppid=-1", "SdkAppid=1400555001x", "x=y"];
    let mut refused: Vec<_> = apps.iter().map(|id| format!("{id}&{COMMAND}&{signature}")).collect();
    refused.push(format!("SdkAppid={APP}%00&{COMMAND}&{signature}"));
    refused.push(format!("SdkAppid=18446744073709551617&{COMMAND}&{signature}"));
    let refused: Vec<_> = refused.into_iter().map(|query| (query, StatusCode::FORBIDDEN)).collect();
    assert_refused(&app, &refused).await;
}

#[tokio::test]
async fn while_a_token_is_changed_both_are_good() {
    let tokens = "--callback-token=old-token,new-token";
    let app = TestApp::with(&[&format!("--sdk-app-id={APP}"), tokens]).await;
    for (token, answer) in [
        ("old-token", OK),
        ("new-token", OK),
        ("third-token", StatusCode::UNAUTHORIZED),
        ("old-token,new-token", StatusCode::UNAUTHORIZED),
        ("", StatusCode::UNAUTHORIZED),
    ] {
        let query = format!("SdkAppid={APP}&{COMMAND}&{}", signature(token, now()));
        assert_eq!(status(&app, &query, token).await, answer, "{token}");
    }
    app.database.wait_for("analytics.messages where text in ('old-token', 'new-token')", 2).await;
    app.database.wait_for("analytics.callbacks", 2).await;
}

#[tokio::test]
async fn each_app_has_its_own_tokens() {
    let folder = folder();
    let file = folder.path().join("apps.toml");
    let text = "[[app]]\nsdk_app_id = 11\ncallback_tokens = ['eleven']\n\
                [[app]]\nsdk_app_id = 12\ncallback_tokens = ['twelve', 'dozen']\nsecret_key = 'key'\n";
    std::fs::write(&file, text).unwrap();
    let third = [format!("--sdk-app-id={APP}"), format!("--callback-token={TOKEN}")];
    let app = TestApp::with(&[&format!("--apps={}", file.display()), &third[0], &third[1]]).await;
    let tokens = [(11, "eleven"), (12, "twelve"), (12, "dozen"), (APP, TOKEN)];
    for of in [11, 12, APP] {
        for (owner, token) in tokens {
            let query = format!("SdkAppid={of}&{COMMAND}&{}", signature(token, now()));
            let expected = if of == owner { OK } else { StatusCode::UNAUTHORIZED };
            assert_eq!(status(&app, &query, token).await, expected, "{token} for {of}");
        }
    }
    app.database.wait_for("analytics.callbacks", 4).await;
    let kept = app.database.rows("select app_id, text from analytics.messages order by app_id, text").await;
    let row = |app_id: u64, text: &str| json!({ "app_id": app_id, "text": text });
    assert_eq!(kept, [row(11, "eleven"), row(12, "dozen"), row(12, "twelve"), row(APP, TOKEN)]);
}

#[tokio::test]
async fn all_callbacks_of_a_second_share_a_sign() {
    let app = TestApp::start().await;
    let query = message("").0.query();
    for text in ["one", "two", "three", "four"] {
        assert_eq!(status(&app, &query, text).await, OK, "{text}");
    }
    app.database.wait_for("analytics.messages", 4).await;
    app.database.wait_for("analytics.callbacks where flags = '{}'", 4).await;
}

#[tokio::test]
async fn the_consoles_probe_is_answered_and_not_kept() {
    let app = TestApp::start().await;
    let signed = signature(TOKEN, now());
    let wrong = signature("wrong", now());
    for body in ["", "{}", " { } ", "{\r\n}\n"] {
        assert_eq!(app.post_to(&signed, body).await.0, OK, "{body:?}");
        assert_eq!(app.post_to(&wrong, body).await.0, StatusCode::UNAUTHORIZED, "{body:?}");
        assert_eq!(app.post_to("", body).await.0, StatusCode::UNAUTHORIZED, "{body:?}");
    }
    for body in [r#"{"a":1}"#, "[]", "null", "{}{}", "}{"] {
        assert_eq!(app.post_to(&signed, body).await.0, StatusCode::FORBIDDEN, "{body:?}");
    }
    app.record(&[Callback::new("Some.Command", &json!({}))]).await;
    app.database.wait_for("imhook.callbacks", 1).await;
}

#[tokio::test]
async fn other_requests_are_refused_in_tencents_form() {
    let app = TestApp::start().await;
    let (callback, _) = message("refused");
    let url = app.url(&callback.query());
    for method in [reqwest::Method::GET, reqwest::Method::PUT, reqwest::Method::DELETE] {
        let (status, _) = app.send(app.client.request(method, &url).body(callback.body.clone())).await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    }
    for path in ["/", "/callback/", "/callback2", "/healthz", "/readyz"] {
        let url = url.replacen("/callback", path, 1);
        let (status, _) = app.send(app.client.post(url).body(callback.body.clone())).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    let query = callback.query() + "&padding=";
    let padded = |length: usize| query.clone() + &"x".repeat(length - query.len());
    let too_long = [(padded(8193), StatusCode::URI_TOO_LONG), (padded(60_000), StatusCode::URI_TOO_LONG)];
    assert_refused(&app, &too_long).await;
    assert_eq!(status(&app, &padded(8192), "longest").await, OK);
}

#[tokio::test]
async fn a_signed_probe_is_one_also_beside_an_app_without_token() {
    let folder = folder();
    let apps = folder.path().join("apps.toml");
    std::fs::write(&apps, "[[app]]\nsdk_app_id = 1\n").unwrap();
    let file = format!("--apps={}", apps.display());
    let app =
        TestApp::with(&[&file, &format!("--sdk-app-id={APP}"), &format!("--callback-token={TOKEN}")]).await;
    for (query, expected) in [(signature(TOKEN, now()), OK), (String::new(), StatusCode::FORBIDDEN)] {
        let proxied = app.client.post(app.url(&query)).header("X-Forwarded-For", "203.0.113.9").body("{}");
        assert_eq!(app.send(proxied).await.0, expected, "{query}");
    }
}
