//! What stands around a request on its connection.

use crate::support::app::{APP, TOKEN, TestApp};
use crate::support::callback::{C2C, signature};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
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
