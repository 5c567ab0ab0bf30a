//! Without a token: at a secret URL only, and what refuses to start.

use crate::support::app::{APP, TestApp, config, development_secret};
use crate::support::callback::message;
use crate::support::folder;
use imhook::{Config, Router, Server};
use reqwest::StatusCode;
use serde_json::json;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const QUERY: &str = "SdkAppid=4711&CallbackCommand=C2C.CallbackAfterSendMsg";
const FROM_PAGES: [(&str, &str); 4] = [
    ("Origin", "null"),
    ("Origin", "http://127.0.0.1:8080"),
    ("Referer", "https://example.com/"),
    ("Sec-Fetch-Mode", "no-cors"),
];
const PROXIED: [(&str, &str); 3] =
    [("X-Forwarded-For", "203.0.113.9"), ("Via", "1.1 proxy"), ("Host", "im.example.com")];

async fn post_with(app: &TestApp, query: &str, header: (&str, &str)) -> StatusCode {
    let request = app.client.post(app.url(query)).header(header.0, header.1).body(message("hello").0.body);
    app.send(request).await.0
}

/// Posts as nginx does it where nothing but `proxy_pass` is set: the status line.
async fn post_by_http_1_0(app: &TestApp, path: &str) -> String {
    let body = message("hello").0.body;
    let address = app.server.address();
    let head = format!(
        "POST {path}?{QUERY} HTTP/1.0\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(&[head.as_bytes(), &body].concat()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.lines().next().unwrap().to_owned()
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
async fn development_mode_takes_callbacks_at_its_secret_url_only() {
    for flags in [&[][..], &["--allow-unsigned"], &["--callback-path=/a/b/"]] {
        let mut app = TestApp::with(flags).await;
        let plain = if flags == ["--callback-path=/a/b/"] { "/a/b/" } else { "/callback" };
        let secret = development_secret(app.data.path());
        let other = secret.chars().rev().collect::<String>();
        app.path = format!("{}/{secret}", plain.trim_end_matches('/'));
        let right = app.path.clone();
        assert_eq!(app.post_to(QUERY, message("hello").0.body).await.0, StatusCode::OK);
        for wrong in
            [plain, &right.replace(&secret, &other), &right[..right.len() - 1], &(right.clone() + "0")]
        {
            wrong.clone_into(&mut app.path);
            let (status, answer) = app.post_to(QUERY, message("hello").0.body).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{wrong}");
            assert!(answer["ErrorInfo"].as_str().unwrap().contains("`imhook url`"), "{answer}");
        }
        assert!(post_by_http_1_0(&app, plain).await.ends_with("403 Forbidden"));
        app.database.wait_for("analytics.callbacks where flags = '{unsigned}'", 1).await;
        app.database.wait_for("imhook.callbacks", 1).await;
    }
}

#[tokio::test]
async fn the_secret_is_kept_for_its_owner_alone() {
    let app = TestApp::with(&[]).await;
    let (path, secret) = (app.path.clone(), development_secret(app.data.path()));
    assert!(secret.len() == 32 && path.ends_with(&secret), "{path}");
    let file = app.data.path().join("development-secret");
    let mode = |file: &Path| file.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600);
    std::fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
    let app = app.restart(Router::new(), &[]).await;
    assert_eq!((&app.path, mode(&file)), (&path, 0o600));
    app.server.stop().await;
    let data_flag = format!("--data-dir={}", app.data.path().display());
    for spoiled in ["", "\n", "s3cr3t", &secret[1..]] {
        std::fs::write(&file, spoiled).unwrap();
        let text =
            refusal(&config(&[&data_flag, "--database-url=postgres:///x"]), &["s3cr3t", &secret[1..]]).await;
        assert!(text.contains("development-secret") && text.contains("remove it"), "{text}");
    }
    let other = TestApp::with(&[]).await;
    assert_ne!(other.path, path);
    let with_app = TestApp::with(&["--sdk-app-id=4711", "--callback-token=x"]).await;
    assert!(!with_app.data.path().join("development-secret").exists());
}

#[tokio::test]
async fn an_app_without_token_takes_nothing_unless_it_is_allowed() {
    let app = TestApp::with(&["--sdk-app-id=4711"]).await;
    let (status, answer) = app.post_to(QUERY, message("hello").0.body).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(answer["ErrorInfo"].as_str().unwrap().contains("IMHOOK_ALLOW_UNSIGNED"), "{answer}");
}

#[tokio::test]
async fn allow_unsigned_takes_it_through_a_proxy_but_not_from_pages() {
    let app = TestApp::with(&["--sdk-app-id=4711", "--allow-unsigned=true"]).await;
    for header in PROXIED {
        assert_eq!(post_with(&app, QUERY, header).await, StatusCode::OK, "{header:?}");
    }
    for header in FROM_PAGES {
        assert_eq!(post_with(&app, QUERY, header).await, StatusCode::FORBIDDEN, "{header:?}");
    }
    assert!(post_by_http_1_0(&app, "/callback").await.ends_with("403 Forbidden"));
    let other = QUERY.replace("4711", "4712");
    assert_eq!(post_with(&app, &other, ("Host", "localhost")).await, StatusCode::FORBIDDEN);
    app.database.wait_for("analytics.callbacks where flags = '{unsigned}'", 3).await;
    app.database.wait_for("imhook.callbacks", 3).await;
}

#[tokio::test]
async fn a_signed_app_is_taken_through_a_proxy() {
    let app = TestApp::start().await;
    for header in PROXIED.into_iter().chain(FROM_PAGES) {
        let (callback, _) = message("hello");
        assert_eq!(post_with(&app, &callback.query(), header).await, StatusCode::OK, "{header:?}");
    }
    app.database.wait_for("analytics.callbacks where flags = '{}'", 7).await;
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
        assert!(refused.contains(&format!("apps.toml, line {line}: ")), "{text}\n{refused}");
    }
    for text in ["", "# [[app]]\n", "app = []\n"] {
        std::fs::write(&file, text).unwrap();
        let refused = refusal(&config(&[&flag]), &[]).await;
        assert!(refused.contains("apps.toml") && refused.contains("no [[app]]"), "{refused}");
    }
    let app = "[[app]]\nsdk_app_id = 4711\ncallback_tokens = ['s3cr3t']\n";
    std::fs::write(&file, app.repeat(2)).unwrap();
    assert!(refusal(&config(&[&flag]), &["s3cr3t"]).await.contains("4711 is configured twice"));
    std::fs::write(&file, app).unwrap();
    let twice = config(&[&flag, "--sdk-app-id=4711", "--callback-token=s3cr3t"]);
    assert!(refusal(&twice, &["s3cr3t"]).await.contains("4711 is configured twice"));
}
