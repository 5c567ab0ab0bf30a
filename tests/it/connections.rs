//! What stands around a request on its connection.

use crate::support::app::{APP, TOKEN, TestApp};
use crate::support::callback::{C2C, message, signature};
use crate::support::eventually;
use crate::support::metrics::Scrape;
use reqwest::StatusCode;
use rustix::process::{Resource, getrlimit};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// A signed callback as bytes.
fn request(body: &str) -> String {
    let query =
        format!("SdkAppid={APP}&CallbackCommand={C2C}&{}", signature(TOKEN, chrono::Utc::now().timestamp()));
    let length = body.len();
    format!("POST /callback?{query} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{body}")
}

/// What comes back until `answers` answers are there, in half of the time that a request's headers may take.
async fn answers(stream: &mut TcpStream, answers: usize) -> String {
    let mut text = String::new();
    while text.matches("HTTP/1.1 ").count() < answers {
        let mut bytes = [0; 4096];
        let read =
            timeout(Duration::from_secs(30), stream.read(&mut bytes)).await.expect("an answer").unwrap();
        assert!(read > 0, "closed after {text:?}");
        text.push_str(std::str::from_utf8(&bytes[..read]).unwrap());
    }
    text
}

#[tokio::test]
async fn bytes_behind_a_request_do_not_hold_up_its_answer() {
    let app = TestApp::start().await;
    for (rest, expected) in [("\r\n", 1), ("\n", 1), ("POST /call", 1), (request("{}").as_str(), 2)] {
        let mut stream = TcpStream::connect(app.server.address()).await.unwrap();
        stream.write_all((request("{}") + rest).as_bytes()).await.unwrap();
        let text = answers(&mut stream, expected).await;
        assert_eq!(text.matches("HTTP/1.1 200 OK").count(), expected, "{rest:?}: {text}");
    }
    app.database.wait_for("imhook.callbacks", 5).await;
}

#[tokio::test]
async fn a_half_closed_connection_gets_its_answer() {
    let app = TestApp::start().await;
    let mut stream = TcpStream::connect(app.server.address()).await.unwrap();
    stream.write_all(request("{}").as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    assert!(answers(&mut stream, 1).await.starts_with("HTTP/1.1 200 OK"));
}

#[tokio::test]
async fn bytes_that_are_no_http_are_answered_400() {
    let app = TestApp::start().await;
    for (bytes, status) in
        [("POST /callback HTTP/1.1\r\nno colon\r\n\r\n", "400"), ("\x16\x03\x01\x02", "400")]
    {
        let mut stream = TcpStream::connect(app.server.address()).await.unwrap();
        stream.write_all(bytes.as_bytes()).await.unwrap();
        let text = answers(&mut stream, 1).await;
        assert!(text.starts_with(&format!("HTTP/1.1 {status} ")), "{text}");
    }
}

/// The end of a connection that imhook closes, with whatever it still sends.
async fn assert_closes(stream: &mut TcpStream, what: &str) {
    let mut rest = Vec::new();
    let read = timeout(Duration::from_secs(30), stream.read_to_end(&mut rest)).await;
    assert!(read.is_ok(), "still open: {what}");
}

/// Clients that say nothing, and come again whenever they are closed.
fn idle_clients(address: SocketAddr, number: usize) -> JoinSet<()> {
    let mut clients = JoinSet::new();
    for _ in 0..number {
        clients.spawn(async move {
            loop {
                if let Ok(mut stream) = TcpStream::connect(address).await {
                    let _ = stream.read(&mut [0; 1]).await;
                }
            }
        });
    }
    clients
}

/// Posts callbacks, each on a new connection.
async fn assert_answers(app: &TestApp) {
    for _ in 0..20 {
        let client = crate::support::client().pool_max_idle_per_host(0).timeout(Duration::from_secs(10));
        let request = client.build().unwrap().post(app.url(&message("hello").0.query()));
        let answer = request.body(message("hello").0.body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
    }
}

async fn closed(app: &TestApp, reason: &str) -> f64 {
    let url = format!("http://{}/metrics", app.server.admin_address());
    let asked = app.client.get(url).header("accept", "application/openmetrics-text; version=1.0.0");
    let scrape = Scrape::of(asked.send().await.unwrap()).await;
    let series = format!("imhook_connections_closed_total{{address=\"callbacks\",reason=\"{reason}\"}}");
    scrape.value(&series)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn idle_clients_that_come_again_do_not_keep_callbacks_out() {
    let (app, files) = (TestApp::start().await, getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX));
    let number = usize::try_from(files / 4).unwrap().min(2500);
    let clients = idle_clients(app.server.address(), number);
    assert_answers(&app).await;
    drop(clients);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn idle_clients_beyond_the_bound_do_not_keep_callbacks_out() {
    let token = format!("--callback-token={TOKEN}");
    let app = TestApp::with(&[&format!("--sdk-app-id={APP}"), &token, "--max-connections=64"]).await;
    let clients = idle_clients(app.server.address(), 500);
    eventually("strangers make room", async || (closed(&app, "full").await > 100.0).then_some(())).await;
    assert_answers(&app).await;
    drop(clients);
}

#[tokio::test]
async fn the_stranger_idle_longest_makes_room() {
    let token = format!("--callback-token={TOKEN}");
    let app = TestApp::with(&[&format!("--sdk-app-id={APP}"), &token, "--max-connections=4"]).await;
    let mut sender = TcpStream::connect(app.server.address()).await.unwrap();
    sender.write_all(request("{}").as_bytes()).await.unwrap();
    assert!(answers(&mut sender, 1).await.starts_with("HTTP/1.1 200 OK"));
    let mut strangers = Vec::new();
    for _ in 0..4 {
        strangers.push(TcpStream::connect(app.server.address()).await.unwrap());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_closes(&mut strangers[0], "the stranger idle longest").await;
    for stream in strangers[1..].iter_mut().chain([&mut sender]) {
        stream.write_all(request("{}").as_bytes()).await.unwrap();
        assert!(answers(stream, 1).await.starts_with("HTTP/1.1 200 OK"));
    }
}

#[tokio::test]
async fn a_new_connection_has_seconds_for_its_first_headers() {
    let app = TestApp::start().await;
    let connect = async || TcpStream::connect(app.server.address()).await.unwrap();
    let (mut silent, slow, mut sender) = (connect().await, connect().await, connect().await);
    sender.write_all(request("{}").as_bytes()).await.unwrap();
    answers(&mut sender, 1).await;
    let (mut read, mut write) = slow.into_split();
    let writing = tokio::spawn(async move {
        for byte in request("{}").into_bytes() {
            if write.write_all(&[byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    assert_closes(&mut silent, "the silent one").await;
    let mut text = Vec::new();
    let read = timeout(Duration::from_secs(10), read.read_to_end(&mut text)).await;
    assert!(read.is_ok() && text.is_empty(), "{text:?}");
    writing.abort();
    assert!(closed(&app, "silent").await >= 2.0);
    sender.write_all(request("{}").as_bytes()).await.unwrap();
    assert!(answers(&mut sender, 1).await.starts_with("HTTP/1.1 200 OK"), "a later request may take longer");
}

#[tokio::test]
async fn idle_connections_do_not_hold_up_a_probe() {
    let app = TestApp::start().await;
    let mut idle = Vec::new();
    for _ in 0..70 {
        idle.push(TcpStream::connect(app.server.admin_address()).await.unwrap());
    }
    let url = format!("http://{}/healthz", app.server.admin_address());
    let probe = app.client.get(url).timeout(Duration::from_secs(4)).send().await.unwrap();
    assert_eq!(probe.status(), StatusCode::OK);
}
