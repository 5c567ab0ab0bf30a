//! HTTP for the checks, with short time-outs and without secrets in errors.

use crate::client;
use reqwest::{Client, Response, Url, redirect};
use std::time::Duration;
use tencent_im::report::without_url;

/// The longest time of a request.
const PATIENCE: Duration = Duration::from_secs(8);

/// Bytes of an answer's body that are read.
const ANSWER: usize = 1 << 20;

/// An `http` or `https` URL.
pub(super) fn url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    if matches!(url.scheme(), "http" | "https") { Ok(url) } else { Err("it begins with https://".to_owned()) }
}

/// A URL without user, password and query, which may be secret.
pub(super) fn shown(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path())
}

/// A client for `url` that follows no redirect, for Tencent follows none.
pub(super) fn client(url: &Url) -> Result<Client, String> {
    let tls = client::tls(url.scheme() == "http").map_err(|error| error.to_string())?;
    let builder = Client::builder()
        .tls_backend_preconfigured(tls)
        .timeout(PATIENCE)
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never());
    let here = url.host_str().is_some_and(client::is_loopback);
    let builder = if here { builder.no_proxy() } else { builder };
    builder.build().map_err(without_url)
}

/// The beginning of an answer's body.
pub(super) async fn body(mut answer: Response) -> Result<String, String> {
    let mut bytes = Vec::new();
    while bytes.len() < ANSWER {
        let Some(chunk) = answer.chunk().await.map_err(without_url)? else { break };
        bytes.extend_from_slice(&chunk);
    }
    bytes.truncate(ANSWER);
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
