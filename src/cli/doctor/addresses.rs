//! Checks of the two addresses, and of the service behind them if it runs.

use super::report::Check;
use super::subject::Subject;
use super::{callback_url, running, web};
use reqwest::{StatusCode, Url};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use tencent_im::report::without_url;
use tokio::net::TcpSocket;

pub(super) const NAME: &str = "addresses";
const HEALTH: &str = "service";

pub(super) async fn check(subject: &Subject) -> Vec<Check> {
    let config = &subject.config;
    if subject.service.is_none() {
        let addresses =
            [(config.http.listen, "IMHOOK_LISTEN"), (config.http.admin_listen, "IMHOOK_ADMIN_LISTEN")];
        let taken: Vec<_> =
            addresses.into_iter().filter_map(|(address, variable)| free(address, variable).err()).collect();
        if !taken.is_empty() {
            return taken;
        }
        return vec![
            Check::ok(
                NAME,
                format!("{} and {} are free to listen on", config.http.listen, config.http.admin_listen),
            ),
            Check::skipped(HEALTH, "not running"),
        ];
    }
    let ready = ready(near(config.http.admin_listen), config.http.admin_token.as_ref()).await;
    let answers = ready.is_ok();
    let mut checks = vec![match ready {
        Ok(check) => check,
        Err(error) => {
            let found = format!("does not answer at {}: {error}", config.http.admin_listen);
            let advice = "give doctor the variables of the service; if they are the same, look into its log";
            Check::fault(HEALTH, found, advice)
        }
    }];
    if answers {
        let metrics = ask(near(config.http.admin_listen), "metrics", config.http.admin_token.as_ref()).await;
        checks.extend(metrics.ok().and_then(|(_, metrics)| running::refused(&metrics)));
    }
    checks.extend(subject.service.as_deref().and_then(running::settings));
    let endpoint = Url::parse(&format!("http://{}{}", near(config.http.listen), config.http.callback_path));
    match endpoint {
        Ok(url) => checks.extend(callback_url::probe("callback address", &url, subject).await),
        Err(error) => checks.push(Check::skipped(NAME, error.to_string())),
    }
    checks
}

/// Whether an address could be listened on. The socket is bound only, so that no request can reach it.
fn free(address: SocketAddr, variable: &str) -> Result<(), Check> {
    let bound = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }
    .and_then(|socket| {
        socket.set_reuseaddr(true)?;
        socket.bind(address)
    });
    bound.map_err(|error| {
        let found = format!("cannot listen on {address} ({variable}): {error}");
        let advice = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                format!(
                    "something else listens there: stop it (`ss -ltnp`), or set {variable} to another address"
                )
            }
            _ => format!("set {variable} to an address of this machine that this user may use"),
        };
        Check::fault(NAME, found, advice)
    })
}

/// The address at which this machine reaches a server that listens on `address`.
fn near(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// What `/healthz` and `/readyz` say.
async fn ready(address: SocketAddr, token: Option<&SecretString>) -> Result<Check, String> {
    let health = json(&ask(address, "healthz", None).await?.1);
    if health.get("status").and_then(Value::as_str) != Some("ok") {
        return Err("another program than imhook listens there".to_owned());
    }
    let (status, state) = ask(address, "readyz", token).await?;
    let state = json(&state);
    if status == StatusCode::UNAUTHORIZED {
        return Err("the service has another IMHOOK_ADMIN_TOKEN".to_owned());
    }
    let of = |path: &str| state.pointer(path).cloned().unwrap_or_default();
    let lag = format!("{} callbacks wait for Postgres", of("/postgres/lag_records"));
    Ok(if status != StatusCode::OK {
        let error = of("/journal/error");
        let reason = error.as_str().unwrap_or("it is full").to_owned();
        let advice = "make room on the disk of the data folder, or bring Postgres back";
        Check::fault(HEALTH, format!("refuses callbacks: the journal cannot write ({reason}); {lag}"), advice)
    } else if of("/postgres/up") == Value::Bool(true) {
        Check::ok(HEALTH, format!("takes callbacks; {lag}"))
    } else {
        let advice = "bring Postgres back; until then callbacks are kept in the journal";
        Check::warning(HEALTH, format!("takes callbacks, but Postgres is away; {lag}"), advice)
    })
}

async fn ask(
    address: SocketAddr,
    path: &str,
    token: Option<&SecretString>,
) -> Result<(StatusCode, String), String> {
    let url = Url::parse(&format!("http://{address}/{path}")).map_err(|error| error.to_string())?;
    let request = web::client(&url)?.get(url);
    let request = match token {
        Some(token) => request.bearer_auth(token.expose_secret().trim()),
        None => request,
    };
    let answer = request.send().await.map_err(without_url)?;
    Ok((answer.status(), web::body(answer).await?))
}

fn json(body: &str) -> Value {
    serde_json::from_str(body).unwrap_or_default()
}
