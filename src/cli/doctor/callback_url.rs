//! Checks of the callback URL, by what the IM console does: posting a signed `{}`, of which imhook keeps nothing.

use super::report::Check;
use super::subject::Subject;
use super::web;
use crate::callback::sign::{Token, sign};
use crate::config::apps::Apps;
use crate::config::development;
use crate::model::SdkAppId;
use chrono::Utc;
use reqwest::{StatusCode, Url};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use tencent_im::report::without_url;

pub(super) const NAME: &str = "callback URL";

pub(super) async fn check(url: Option<&Url>, subject: &Subject) -> Vec<Check> {
    let Some(url) = url else {
        return vec![Check::skipped(NAME, "not checked: give the public one with --url")];
    };
    let mut checks = Vec::new();
    if url.scheme() != "https" {
        let found =
            format!("{} is not encrypted: a Sign that somebody overhears fits any body", web::shown(url));
        checks.push(Check::warning(NAME, found, "put a TLS proxy in front and use https://"));
    }
    if url.path() != subject.config.http.callback_path {
        let path = &subject.config.http.callback_path;
        let found = format!("its path is {}, imhook's is {path} (IMHOOK_CALLBACK_PATH)", url.path());
        checks.push(Check::warning(NAME, found, "use the same path, unless the proxy changes it"));
    }
    checks.extend(probe(NAME, url, subject).await);
    checks
}

/// Posts with each token of each app; unsigned where no app has one.
pub(super) async fn probe(name: &'static str, url: &Url, subject: &Subject) -> Vec<Check> {
    let Some(apps) = &subject.apps else {
        return vec![Check::skipped(name, "not checked: the apps' configuration is wrong")];
    };
    let tokens: Vec<(SdkAppId, &Token)> = match apps {
        Apps::Development(_) => Vec::new(),
        Apps::Known(apps) => {
            apps.values().flat_map(|app| app.tokens.iter().map(|token| (app.sdk_app_id, token))).collect()
        }
    };
    if let Apps::Development(_) = apps {
        return vec![match development::secret_in(&subject.data) {
            Ok(secret) => one(name, url, secret.as_ref(), None).await,
            Err(error) => Check::skipped(name, error.to_string()),
        }];
    }
    if tokens.is_empty() {
        return vec![one(name, url, None, None).await];
    }
    let trials = tokens.into_iter().map(|(app, token)| one(name, url, None, Some((app, token))));
    let mut checks = futures_util::future::join_all(trials).await;
    // A fault that all have is reported once.
    checks.dedup();
    checks
}

/// Posts a trial, signed or with the secret of development mode. The secret is no part of what is shown.
async fn one(
    name: &'static str,
    url: &Url,
    secret: Option<&SecretString>,
    signer: Option<(SdkAppId, &Token)>,
) -> Check {
    let mut target = url.clone();
    if let Some(secret) = secret {
        target.set_path(&format!("{}/{}", url.path().trim_end_matches('/'), secret.expose_secret()));
    }
    if let Some((_, token)) = signer {
        let time = Utc::now().timestamp().to_string();
        let sign = hex::encode(sign(token, &time));
        target.query_pairs_mut().append_pair("Sign", &sign).append_pair("RequestTime", &time);
    }
    match post(target).await {
        Ok((status, body)) => judge(name, url, signer.map(|(app, _)| app), status, &body),
        Err(error) => {
            let found = format!("{} cannot be reached: {error}", web::shown(url));
            Check::fault(
                name,
                found,
                "look at its DNS name, firewall, certificate, proxy, and whether imhook runs",
            )
        }
    }
}

async fn post(url: Url) -> Result<(StatusCode, String), String> {
    let request = web::client(&url)?.post(url).header("content-type", "application/json").body("{}");
    let answer = request.send().await.map_err(without_url)?;
    Ok((answer.status(), web::body(answer).await?))
}

fn judge(name: &'static str, url: &Url, app: Option<SdkAppId>, status: StatusCode, body: &str) -> Check {
    let shown = web::shown(url);
    let answer: Value = serde_json::from_str(body).unwrap_or_default();
    let text = |field: &str| answer.get(field).and_then(Value::as_str);
    let is_ours = text("ActionStatus").is_some() && text("ErrorInfo").is_some();
    let info =
        text("ErrorInfo").filter(|info| !info.is_empty()).map(|info| format!(": {info}")).unwrap_or_default();
    let of = app.map(|app| format!(" of app {app}")).unwrap_or_default();
    if status == StatusCode::OK && text("ActionStatus") == Some("OK") {
        let how = app.map_or_else(|| "unsigned".to_owned(), |app| format!("with the Sign of app {app}"));
        return Check::ok(name, format!("{shown} takes a trial {how}"));
    }
    let (found, advice) = match status {
        StatusCode::UNAUTHORIZED if is_ours => (
            format!("{shown} refuses the Sign{of}{info}"),
            "the running service has another token or clock: give both the same IMHOOK_CALLBACK_TOKEN, and restart it",
        ),
        StatusCode::FORBIDDEN if is_ours => (
            format!("{shown} refuses us{info}"),
            "set IMHOOK_SDK_APP_ID and IMHOOK_CALLBACK_TOKEN, and restart imhook",
        ),
        StatusCode::NOT_FOUND if is_ours => {
            (format!("{shown}: the path is wrong{info}"), "use the path of IMHOOK_CALLBACK_PATH in the URL")
        }
        _ if is_ours => (format!("{shown} answers {status}{info}"), "look into imhook's log"),
        StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => (
            format!("{shown} answers {status}: the proxy does not reach imhook"),
            "start `imhook serve`, and let the proxy's upstream be IMHOOK_LISTEN",
        ),
        status if status.is_redirection() => (
            format!("{shown} answers {status}: Tencent does not follow redirects"),
            "use the URL that the redirect leads to",
        ),
        _ => (
            format!("{shown} answers {status}, and not like imhook"),
            "another program serves this URL: look at the proxy's routes and the path",
        ),
    };
    Check::fault(name, found, advice)
}
