//! The token of the admin address.

use crate::support::app::{TestApp, config};
use crate::support::{client, folder};
use imhook::{Config, Router, Server};

#[tokio::test]
async fn only_the_token_gives_access_to_the_admin_address() {
    let app = TestApp::with(&["--admin-token= top-secret "]).await;
    let get = async |path: &str, header: Option<&str>| {
        let request = app.client.get(format!("http://{}{path}", app.server.admin_address()));
        let request = match header {
            Some(header) => request.header("authorization", header),
            None => request,
        };
        request.send().await.unwrap()
    };
    for path in ["/metrics", "/readyz"] {
        for header in ["Bearer top-secret", "bearer top-secret"] {
            assert_eq!(get(path, Some(header)).await.status(), 200, "{path} {header}");
        }
        for header in [
            "",
            "Bearer",
            "Bearer ",
            "Bearer top-secre",
            "Bearer top-secret2",
            "Bearer Top-secret",
            "Bearer topsecret",
            "Basic top-secret",
            "Digest top-secret",
            "top-secret",
        ] {
            assert_eq!(get(path, Some(header)).await.status(), 401, "{path} {header:?}");
        }
        let refused = get(path, None).await;
        assert_eq!(
            (refused.status().as_u16(), &refused.headers()["www-authenticate"]),
            (401, &"Bearer".parse().unwrap())
        );
        let text = refused.text().await.unwrap();
        assert!(text.contains("IMHOOK_ADMIN_TOKEN") && !text.contains("requests"), "{text}");
    }
    assert_eq!(get("/healthz", None).await.status(), 200);
}

#[tokio::test]
async fn without_a_token_the_admin_address_is_open_on_loopback() {
    let app = TestApp::with(&[]).await;
    for path in ["/metrics", "/readyz", "/healthz"] {
        let url = format!("http://{}{path}", app.server.admin_address());
        assert_eq!(app.client.get(url).send().await.unwrap().status(), 200, "{path}");
    }
}

#[tokio::test]
async fn without_a_token_no_page_of_a_browser_reads_the_admin_address() {
    let (open, guarded) = (TestApp::with(&[]).await, TestApp::with(&["--admin-token=top-secret"]).await);
    let status = async |app: &TestApp, path: &str, header: (&str, &str)| {
        let request = app.client.get(format!("http://{}{path}", app.server.admin_address()));
        request.header(header.0, header.1).bearer_auth("top-secret").send().await.unwrap().status()
    };
    for path in ["/metrics", "/readyz"] {
        for header in [("host", "localhost"), ("host", "[::1]:8081"), ("referer", "http://localhost/")] {
            assert_eq!(status(&open, path, header).await, 200, "{path} {header:?}");
        }
        for header in [
            ("host", "evil.example"),
            ("host", "127.0.0.1.evil.example:8081"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            assert_eq!(status(&open, path, header).await, 403, "{path} {header:?}");
            assert_eq!(status(&guarded, path, header).await, 200, "{path} {header:?}");
        }
    }
}

/// The flags of a service that needs no database for what is asked of it.
fn on(address: &str, token: Option<&str>, data: &tempfile::TempDir) -> Config {
    let flags = [
        format!("--data-dir={}", data.path().display()),
        "--database-url=postgresql://127.0.0.1:1/none".to_owned(),
    ];
    let mut config = config(&flags.each_ref().map(String::as_str));
    config.http.admin_listen = address.parse().unwrap();
    config.http.admin_token = token.map(|token| token.to_owned().into());
    config
}

#[tokio::test]
async fn beyond_loopback_the_admin_address_needs_a_token() {
    let data = folder();
    for (address, token, named) in [
        ("0.0.0.0:0", None, "set IMHOOK_ADMIN_TOKEN"),
        ("[::]:0", None, "IMHOOK_ADMIN_LISTEN to a loopback address"),
        ("0.0.0.0:0", Some(" "), "IMHOOK_ADMIN_TOKEN is empty"),
        ("127.0.0.1:0", Some("two words"), "visible ASCII"),
    ] {
        let error = Server::start(&on(address, token, &data), Router::new()).await.unwrap_err().to_string();
        assert!(error.contains(named) && !error.contains("two words"), "{error}");
    }
    let server = Server::start(&on("0.0.0.0:0", Some("top-secret"), &data), Router::new()).await.unwrap();
    let url = format!("http://127.0.0.1:{}/metrics", server.admin_address().port());
    let client = client().build().unwrap();
    assert_eq!(client.get(&url).send().await.unwrap().status(), 401);
    assert_eq!(client.get(&url).bearer_auth("top-secret").send().await.unwrap().status(), 200);
    server.stop().await;
}
