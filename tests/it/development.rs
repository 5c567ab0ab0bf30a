//! Without a token: on this machine only, and what refuses to start.

use crate::support::app::{APP, TestApp, config};
use crate::support::callback::message;
use crate::support::folder;
use imhook::{Config, Router, Server};
use reqwest::StatusCode;
use serde_json::json;

const QUERY: &str = "SdkAppid=4711&CallbackCommand=C2C.CallbackAfterSendMsg";
const PROXIED: [(&str, &str); 9] = [
    ("Forwarded", "for=203.0.113.9"),
    ("Via", "1.1 proxy"),
    ("X-Forwarded-For", "203.0.113.9"),
    ("X-Forwarded-Proto", "https"),
    ("x-forwarded-host", "localhost"),
    ("Host", "im.example.com"),
    ("Host", "localhost.example.com:8080"),
    ("Host", "127.0.0.1.nip.io"),
    ("Host", "192.168.0.7:8080"),
];

async fn post_with(app: &TestApp, query: &str, header: (&str, &str)) -> StatusCode {
    let request = app.client.post(app.url(query)).header(header.0, header.1).body(message("hello").0.body);
    app.send(request).await.0
}

async fn assert_proxied_is_refused(app: &TestApp, query: &str) {
    for header in PROXIED {
        assert_eq!(post_with(app, query, header).await, StatusCode::FORBIDDEN, "{header:?}");
    }
    assert_eq!(post_with(app, query, ("Host", "localhost:8080")).await, StatusCode::OK);
    assert_eq!(post_with(app, query, ("Host", "[::1]:8080")).await, StatusCode::OK);
    app.database.wait_for("analytics.callbacks where flags = '{unsigned}'", 2).await;
    app.database.wait_for("imhook.callbacks", 2).await;
}

#[tokio::test]
async fn development_mode_takes_every_app_unsigned() {
    let app = TestApp::with(&[]).await;
    for id in [1, 4711, APP] {
        let query = format!("SdkAppid={id}&CallbackCommand=C2C.CallbackAfterSendMsg");
        assert_eq!(app.post_to(&query, message("hello").0.body).await.0, StatusCode::OK);
    }
    assert_eq!(app.post_to("CallbackCommand=A.B", r#"{"a":1}"#).await.0, StatusCode::FORBIDDEN, "no app");
    assert_eq!(app.post_to("", "{}").await.0, StatusCode::OK, "a probe");
    app.database.wait_for("analytics.messages", 3).await;
    let apps = app.database.rows("select app_id, flags from analytics.callbacks order by app_id").await;
    let row = |id: u64| json!({ "app_id": id, "flags": ["unsigned"] });
    assert_eq!(apps, [row(1), row(4711), row(APP)]);
}

#[tokio::test]
async fn development_mode_refuses_what_came_through_a_proxy() {
    assert_proxied_is_refused(&TestApp::with(&[]).await, QUERY).await;
    assert_proxied_is_refused(&TestApp::with(&["--allow-unsigned"]).await, QUERY).await;
}

#[tokio::test]
async fn an_app_without_token_is_taken_from_this_machine_only() {
    let app = TestApp::with(&["--sdk-app-id=4711"]).await;
    assert_proxied_is_refused(&app, QUERY).await;
    let other = QUERY.replace("4711", "4712");
    assert_eq!(post_with(&app, &other, ("Host", "localhost")).await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn allow_unsigned_takes_it_through_a_proxy() {
    let app = TestApp::with(&["--sdk-app-id=4711", "--allow-unsigned=true"]).await;
    for header in PROXIED {
        assert_eq!(post_with(&app, QUERY, header).await, StatusCode::OK, "{header:?}");
    }
    app.database.wait_for("analytics.callbacks where flags = '{unsigned}'", 9).await;
}

#[tokio::test]
async fn a_signed_app_is_taken_through_a_proxy() {
    let app = TestApp::start().await;
    for header in PROXIED {
        let (callback, _) = message("hello");
        assert_eq!(post_with(&app, &callback.query(), header).await, StatusCode::OK, "{header:?}");
    }
    app.database.wait_for("analytics.callbacks where flags = '{}'", 9).await;
}

/// What starting says; nothing of `secrets` may be in it.
async fn refusal(config: &Config, secrets: &[&str]) -> String {
    let error = Server::start(config, Router::new()).await.unwrap_err();
    let text = error.to_string();
    for secret in secrets {
        assert!(!text.contains(secret) && !format!("{error:?} {config:?}").contains(secret), "{text}");
    }
    text
}

fn public(flags: &[&str]) -> Config {
    let mut config = config(flags);
    config.http.listen = "0.0.0.0:0".parse().unwrap();
    config
}

#[tokio::test]
async fn nothing_unsigned_is_taken_from_the_world() {
    let app_id = "--sdk-app-id=4711";
    let no_app = refusal(&public(&[]), &[]).await;
    assert!(no_app.contains("IMHOOK_SDK_APP_ID") && no_app.contains("0.0.0.0:0"), "{no_app}");
    let unsigned = refusal(&public(&["--allow-unsigned=true"]), &[]).await;
    assert!(unsigned.contains("IMHOOK_SDK_APP_ID"), "{unsigned}");
    let no_token = refusal(&public(&[app_id]), &[]).await;
    assert!(no_token.contains("4711") && no_token.contains("IMHOOK_CALLBACK_TOKEN"), "{no_token}");
    assert!(no_token.contains("IMHOOK_ALLOW_UNSIGNED"), "{no_token}");
    for flag in ["--callback-token=long-enough", "--allow-unsigned=true"] {
        let data = folder();
        let flags =
            [app_id, flag, &format!("--data-dir={}", data.path().display()), "--database-url=postgres:///x"];
        let server = Server::start(&public(&flags), Router::new()).await.unwrap();
        assert!(server.address().ip().is_unspecified());
    }
}

#[tokio::test]
async fn contradictions_refuse_to_start_and_show_no_secret() {
    let (token, key) = ("--callback-token=s3cr3t-a,s3cr3t-b", "--secret-key=s3cr3t-k");
    let secrets = ["s3cr3t"];
    for flags in [&[token][..], &[key], &[token, key]] {
        let text = refusal(&config(flags), &secrets).await;
        assert!(text.contains("IMHOOK_SDK_APP_ID"), "{text}");
    }
    for empty in ["--callback-token=", "--callback-token=s3cr3t-a,", "--callback-token=s3cr3t-a,,s3cr3t-b"] {
        let text = refusal(&config(&["--sdk-app-id=4711", empty]), &secrets).await;
        assert!(text.contains("4711") && text.contains("empty"), "{text}");
    }
    let text = refusal(&config(&["--sdk-app-id=0", token, key]), &secrets).await;
    assert_eq!(text, "0 is no SDKAppID");
    let url = "--database-url=s3cr3t";
    let data = folder();
    let text = refusal(&config(&[url, &format!("--data-dir={}", data.path().display())]), &secrets).await;
    assert!(text.contains("DATABASE_URL"), "{text}");
}

#[tokio::test]
async fn a_wrong_file_of_apps_refuses_to_start_and_shows_no_secret() {
    let folder = folder();
    let file = folder.path().join("apps.toml");
    let flag = format!("--apps={}", file.display());
    let missing = refusal(&config(&[&flag]), &[]).await;
    assert!(missing.contains("IMHOOK_APPS") && missing.contains("apps.toml"), "{missing}");
    for (line, text) in [
        (3, "[[app]]\nsdk_app_id = 1\ncallback_tokens = 's3cr3t'\n"),
        (3, "[[app]]\nsdk_app_id = 1\ncallback_tokens = ['s3cr3t-a', 77665544]\n"),
        (3, "[[app]]\nsdk_app_id = 1\ncallback_tokens = { s3cr3t = 's3cr3t-a' }\n"),
        (4, "[[app]]\nsdk_app_id = 1\ncallback_tokens = ['s3cr3t-a']\nsecret_key = 77665544\n"),
        (3, "[[app]]\nsdk_app_id = 1\ncallback_token = 's3cr3t'\n"),
        (2, "[[app]]\nsdk_app_id = 's3cr3t'\n"),
        (1, "app = 's3cr3t'\n"),
        (3, "[[app]]\nsdk_app_id = 1\ncallback_tokens = ['s3cr3t\n"),
        (2, "[[app]]\ns3cr3t\n"),
    ] {
        std::fs::write(&file, text).unwrap();
        let refused = refusal(&config(&[&flag]), &["s3cr3t", "77665544"]).await;
        assert!(refused.contains(&format!("apps.toml, line {line}, column ")), "{text}\n{refused}");
    }
    let app = "[[app]]\nsdk_app_id = 4711\ncallback_tokens = ['s3cr3t']\n";
    std::fs::write(&file, app.repeat(2)).unwrap();
    assert!(refusal(&config(&[&flag]), &["s3cr3t"]).await.contains("4711 is configured twice"));
    std::fs::write(&file, app).unwrap();
    let twice = config(&[&flag, "--sdk-app-id=4711", "--callback-token=s3cr3t"]);
    assert!(refusal(&twice, &["s3cr3t"]).await.contains("4711 is configured twice"));
}
