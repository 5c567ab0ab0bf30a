//! The REST client against bare reqwest: `bench-rest [SECONDS]` posts the same message to the same server on this
//! machine, 64 calls at a time, for so long by each.

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::post;
use imhook::anyhow::{self, Context as _, ensure};
use imhook::client::SecretString;
use imhook::model::SdkAppId;
use imhook::rest::c2c::SendMessage;
use imhook::rest::{Client, Endpoint as _};
use imhook::usersig::{self, Signer};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

const CALLS: usize = 64;
const APP: SdkAppId = SdkAppId(1_400_000_001);
const ADMIN: &str = "administrator";
const KEY: &str = "a key for this benchmark";
const ANSWER: &str =
    r#"{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"MsgTime":1735700400,"MsgKey":"1_2_1735700400"}"#;

fn main() -> anyhow::Result<()> {
    let seconds = std::env::args().nth(1).map_or(Ok(5), |seconds| seconds.parse())?;
    let time = Duration::from_secs(seconds);
    // Bare reqwest wants one, also for http.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (address, _server) = server()?;
    Runtime::new()?.block_on(async {
        let message = SendMessage { msg_seq: Some(1), ..SendMessage::new("ben", vec!["good morning".into()]) };
        let client = Client::builder(APP, &SecretString::from(KEY.to_owned()), ADMIN).host(format!("http://{address}")).rate_limit(false);
        let client = client.build()?;
        let ours = rate(time, || async { client.send(message.clone()).await.map(drop).map_err(anyhow::Error::from) }).await?;

        let sig = Signer::new(APP.0, KEY)?.sign(ADMIN, usersig::now(), usersig::LIFETIME)?;
        let bare = reqwest::Client::builder().no_proxy().build()?;
        let url = format!(
            "http://{address}/{}?sdkappid={APP}&identifier={ADMIN}&usersig={}&random=12345678&contenttype=json",
            SendMessage::PATH,
            sig.as_str()
        );
        let body = Bytes::from(serde_json::to_vec(&message)?);
        let theirs = rate(time, || async {
            let request = bare.post(&url).header(header::CONTENT_TYPE, "application/json").body(body.clone());
            let answer = request.send().await?.bytes().await?;
            ensure!(answer == ANSWER, "another answer");
            Ok(())
        })
        .await?;
        println!("RESULT client={ours:.0} reqwest={theirs:.0}");
        Ok(())
    })
}

/// A server on a thread of its own, as long as what is returned lives.
fn server() -> anyhow::Result<(SocketAddr, Runtime)> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
    let answer = |_: Bytes| async { ([(header::CONTENT_TYPE, "application/json")], ANSWER) };
    let router = Router::new().fallback(post(answer));
    let address = listener.local_addr().context("the server's address")?;
    runtime.spawn(async move { axum::serve(listener, router).await });
    Ok((address, runtime))
}

/// Calls a second, of [`CALLS`] at a time.
async fn rate<F: Future<Output = anyhow::Result<()>>>(
    time: Duration,
    call: impl Fn() -> F,
) -> anyhow::Result<f64> {
    let begin = Instant::now();
    let rows = (0..CALLS).map(|_| async {
        let mut calls = 0.0;
        while begin.elapsed() < time {
            call().await?;
            calls += 1.0;
        }
        anyhow::Ok(calls)
    });
    let calls: f64 = futures_util::future::try_join_all(rows).await?.into_iter().sum();
    Ok(calls / begin.elapsed().as_secs_f64())
}
