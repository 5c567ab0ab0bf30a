//! The addresses, and the service behind them if there is one.

use super::Subject;
use super::report::Check;
use super::{callback_url, web};
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
        let doors = [(config.listen, "IMHOOK_LISTEN"), (config.admin_listen, "IMHOOK_ADMIN_LISTEN")];
        let taken: Vec<_> =
            doors.into_iter().filter_map(|(address, variable)| free(address, variable).err()).collect();
        if !taken.is_empty() {
            return taken;
        }
        return vec![
            Check::ok(NAME, format!("{} and {} are free to listen on", config.listen, config.admin_listen)),
            Check::skipped(HEALTH, "not running"),
        ];
    }
    let mut checks = vec![match ready(near(config.admin_listen), config.admin_token.as_ref()).await {
        Ok(check) => check,
        Err(error) => {
            let found = format!("does not answer at {}: {error}", config.admin_listen);
            let advice = "give doctor the variables of the service; if they are the same, look into its log";
            Check::fault(HEALTH, found, advice)
        }
    }];
    let door = Url::parse(&format!("http://{}{}", near(config.listen), config.callback_path));
    match door {
        Ok(url) => checks.extend(callback_url::probe("callback address", &url, subject).await),
        Err(error) => checks.push(Check::skipped(NAME, error.to_string())),
    }
    checks
}

/// Whether it could be listened on. Nothing listens: a socket with a name only.
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

/// Where a door is reached from this machine.
fn near(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// `/healthz` and `/readyz`.
async fn ready(address: SocketAddr, token: Option<&SecretString>) -> Result<Check, String> {
    let health = ask(address, "healthz", None).await?.1;
    if health.get("status").and_then(Value::as_str) != Some("ok") {
        return Err("something else than imhook listens there".to_owned());
    }
    let (status, state) = ask(address, "readyz", token).await?;
    if status == StatusCode::UNAUTHORIZED {
        return Err("its IMHOOK_ADMIN_TOKEN is another one".to_owned());
    }
    let of = |path: &str| state.pointer(path).cloned().unwrap_or_default();
    let lag = format!("{} callbacks wait for Postgres", of("/postgres/lag_records"));
    Ok(if status != StatusCode::OK {
        let error = of("/journal/error");
        let reason = error.as_str().unwrap_or("it is full").to_owned();
        let advice = "make room on the disk of the data folder, or bring Postgres back";
        Check::fault(HEALTH, format!("refuses callbacks, its journal cannot write: {reason}; {lag}"), advice)
    } else if of("/postgres/up") == Value::Bool(true) {
        Check::ok(HEALTH, format!("takes callbacks; {lag}"))
    } else {
        let advice = "bring Postgres back: callbacks are taken meanwhile, into the journal";
        Check::warning(HEALTH, format!("takes callbacks, but Postgres is away; {lag}"), advice)
    })
}

async fn ask(
    address: SocketAddr,
    path: &str,
    token: Option<&SecretString>,
) -> Result<(StatusCode, Value), String> {
    let url = Url::parse(&format!("http://{address}/{path}")).map_err(|error| error.to_string())?;
    let request = web::client(&url)?.get(url);
    let request = match token {
        Some(token) => request.bearer_auth(token.expose_secret().trim()),
        None => request,
    };
    let answer = request.send().await.map_err(without_url)?;
    let status = answer.status();
    let body = web::body(answer).await?;
    Ok((status, serde_json::from_str(&body).unwrap_or_default()))
}
